//! Why something could not be written.

use kehou_domain::fault::Text;
use kehou_term::TermError;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why something could not be written.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The system refused.
    #[error("{}: cannot be written: {}; choose another place", file.display(), kehou_format::system_words(source).en)]
    Io {
        /// The file or folder.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A workbook cannot hold this.
    #[error("{}: a workbook cannot hold this ({source}); export fewer schools, or CSV", file.display())]
    Workbook {
        /// The file.
        file: PathBuf,
        /// What its writer said.
        source: Box<rust_xlsxwriter::XlsxError>,
    },
    /// No font with Chinese letters was found.
    #[error(
        "no font with Chinese letters was found on this machine; install one (Debian, Ubuntu: apt install \
         fonts-noto-cjk) or name a .ttf, .otf or .ttc file with --font"
    )]
    NoFont,
    /// The font cannot be used.
    #[error("{}: cannot be used as font; name another with --font", .0.display())]
    Font(PathBuf),
    /// The PDF could not be made.
    #[error("the PDF could not be made ({0}); try another font with --font")]
    Pdf(String),
    /// There is no calendar.
    #[error("{0}")]
    Term(TermError),
}

impl ExportError {
    pub(crate) fn io(file: &Path, source: io::Error) -> Self {
        Self::Io { file: file.to_owned(), source }
    }

    pub(crate) fn book(file: &Path, source: rust_xlsxwriter::XlsxError) -> Self {
        match source {
            rust_xlsxwriter::XlsxError::IoError(source) => Self::io(file, source),
            source => Self::Workbook { file: file.to_owned(), source: Box::new(source) },
        }
    }

    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Io { file, source } => {
                let said = kehou_format::system_words(source);
                format!("无法写入 {}：{}；请换一个位置", file.display(), said.zh)
            }
            Self::Workbook { file, source } => {
                format!("{}：工作簿放不下（{source}）；请减少学校，或导出 CSV", file.display())
            }
            Self::NoFont => {
                "没有找到含中文的字体；请安装（Debian、Ubuntu：apt install fonts-noto-cjk），\
                             或用 --font 指定 .ttf、.otf 或 .ttc 文件"
                    .to_owned()
            }
            Self::Font(file) => format!("{}：不能用作字体；请用 --font 另选", file.display()),
            Self::Pdf(said) => format!("无法生成 PDF（{said}）；请用 --font 换一种字体"),
            Self::Term(error) => error.text().zh,
        };
        Text::new(zh, self.to_string())
    }
}
