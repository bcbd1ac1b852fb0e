//! Why a file could not be read or written: where, what is wrong, what to do.

use crate::problem::Problem;
use crate::system::system_words;
use kehou_domain::fault::{Fault, Severity, Text};
use kehou_domain::validate::Report;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// One reason why an input or plan could not be read.
#[derive(Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// The file or folder.
    pub file: PathBuf,
    /// Line and column in a text file, from 1, where known.
    pub place: Option<Place>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// A place in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

impl ReadFault {
    pub(crate) fn new(file: &Path, problem: Problem) -> Self {
        Self { file: file.to_owned(), place: None, problem }
    }

    pub(crate) fn at(file: &Path, place: Place, problem: Problem) -> Self {
        Self { file: file.to_owned(), place: Some(place), problem }
    }

    /// What is wrong.
    pub fn cause(&self) -> Text {
        self.problem.cause()
    }

    /// What to do.
    pub fn action(&self) -> Text {
        self.problem.action()
    }

    /// `file`, or `file:line:column` where known.
    pub fn location(&self) -> String {
        match self.place {
            Some(Place { line, column }) => format!("{}:{line}:{column}", self.file.display()),
            None => self.file.display().to_string(),
        }
    }

    /// As a finding of the kind validation makes; the location is its path.
    pub fn to_fault(&self) -> Fault {
        Fault {
            severity: Severity::Error,
            code: self.problem.code(),
            path: self.location(),
            value: String::new(),
            cause: self.cause(),
            action: self.action(),
        }
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.location(), self.cause().en, self.action().en)
    }
}

/// Every reason why an input or plan could not be read, in the order of its files. Never empty.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{}", self.lines())]
pub struct ReadFaults(pub Vec<ReadFault>);

impl ReadFaults {
    /// As a report of the kind validation makes.
    pub fn report(&self) -> Report {
        Report { faults: self.0.iter().map(ReadFault::to_fault).collect() }
    }

    fn lines(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

impl From<ReadFault> for ReadFaults {
    fn from(fault: ReadFault) -> Self {
        Self(vec![fault])
    }
}

/// What a folder holds that writing would destroy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// A data set.
    Data,
    /// A plan.
    Plan,
}

impl Held {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Data => ("数据", "a data set"),
            Self::Plan => ("方案", "a plan"),
        }
    }
}

/// Why files could not be written.
#[derive(Debug, Error)]
pub enum WriteFault {
    /// The operating system refused.
    #[error("{}: cannot be written: {}; choose another place", file.display(), system_words(source).en)]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds something else that writing would destroy.
    #[error("{}: the folder already holds {}; choose another folder", folder.display(), holds.words().1)]
    Occupied {
        /// The folder.
        folder: PathBuf,
        /// What it holds.
        holds: Held,
    },
    /// Two schools have the same id, hence the same file.
    #[error("two schools have the id '{school}'; give each its own")]
    SameSchool {
        /// The id.
        school: String,
    },
    /// The file name tells no known form.
    #[error("{}: the name must end in .json or .pb", file.display())]
    UnknownForm {
        /// The file.
        file: PathBuf,
    },
    /// The content cannot be said in JSON.
    #[error("{}: cannot be said in JSON ({source}); this is a fault of Kehou", file.display())]
    Json {
        /// The file.
        file: PathBuf,
        /// What was said.
        source: serde_json::Error,
    },
}

impl WriteFault {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Io { file, source } => {
                format!("无法写入 {}：{}；请换一个位置", file.display(), system_words(source).zh)
            }
            Self::Occupied { folder, holds } => {
                format!("{} 中已有{}；请换一个文件夹", folder.display(), holds.words().0)
            }
            Self::SameSchool { school } => format!("有两所学校编号同为“{school}”；请各用各的编号"),
            Self::UnknownForm { file } => {
                format!("{}：文件名须以 .json 或 .pb 结尾", file.display())
            }
            Self::Json { file, source } => {
                format!("{} 无法写成 JSON（{source}）；这是 Kehou 的错误", file.display())
            }
        };
        Text::new(zh, self.to_string())
    }
}
