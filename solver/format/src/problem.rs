//! What can be wrong with a file, with cause and action in both languages.

use kehou_domain::fault::Text;
use std::path::PathBuf;

/// What is wrong with a file or folder that was to be read.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing is there.
    Missing,
    /// The operating system refused; its words.
    Unreadable(Text),
    /// Neither a file nor a folder.
    Special,
    /// A folder where a file is needed.
    Folder,
    /// More bytes than are read.
    TooLarge(u64),
    /// The name ends neither in `.json` nor in `.pb`.
    UnknownForm,
    /// No text in UTF-8.
    NotUtf8,
    /// No well-formed JSON; the reader's words.
    Syntax(String),
    /// The text ends in the middle.
    Truncated,
    /// Well-formed JSON that is not the message; field path and the reader's words.
    Content {
        /// Field path, empty for the top.
        field: String,
        /// What the reader said.
        said: String,
    },
    /// A field the message does not have.
    UnknownField {
        /// The field.
        field: String,
        /// The field that was perhaps meant.
        meant: Option<String>,
    },
    /// No valid binary form; the reader's words.
    Binary(String),
    /// A folder without `bureau.json` or `bureau.pb`.
    NoBureau,
    /// A data set folder without school files.
    NoSchools,
    /// `bureau.json` holds schools, and there are school files too.
    SchoolsTwice,
    /// A plan where a data set is needed.
    PlanFolder,
    /// Another file has the same name but for its ending.
    SameName(PathBuf),
    /// Another file holds the same school.
    SameSchool {
        /// Id of the school.
        school: String,
        /// The other file.
        other: PathBuf,
    },
    /// A value that is none of the names a field takes.
    UnknownWord {
        /// The field's path.
        field: String,
        /// What was found.
        word: String,
        /// The name that was probably meant.
        meant: Option<String>,
    },
    /// An entry of a list of enum values that is unset or not known.
    UnknownValue {
        /// Path of the entry in the file.
        field: String,
        /// The number found.
        number: i32,
    },
}

impl Problem {
    /// Stable code in `snake_case`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing | Self::NoBureau | Self::NoSchools => "file_missing",
            Self::Unreadable(_) | Self::Special | Self::Folder => "file_unreadable",
            Self::TooLarge(_) => "file_too_large",
            Self::UnknownForm | Self::PlanFolder => "file_form",
            Self::NotUtf8 => "file_encoding",
            Self::Syntax(_) | Self::Binary(_) => "file_syntax",
            Self::Truncated => "file_truncated",
            Self::Content { .. } | Self::UnknownValue { .. } | Self::UnknownWord { .. } => {
                "file_content"
            }
            Self::UnknownField { .. } => "unknown_field",
            Self::SchoolsTwice | Self::SameName(_) | Self::SameSchool { .. } => "file_duplicate",
        }
    }

    /// What is wrong.
    pub fn cause(&self) -> Text {
        match self {
            Self::Missing => Text::new("文件或文件夹不存在", "no such file or folder"),
            Self::Unreadable(said) => Text::new(
                format!("无法读取（{}）", said.zh),
                format!("cannot be read ({})", said.en),
            ),
            Self::Special => Text::new("既不是文件也不是文件夹", "neither a file nor a folder"),
            Self::Folder => Text::new("应为文件，却是文件夹", "a folder where a file is needed"),
            Self::TooLarge(bytes) => Text::new(
                format!("文件过大（{bytes} 字节）"),
                format!("the file is too large ({bytes} bytes)"),
            ),
            Self::UnknownForm => Text::new(
                "文件名须以 .json 或 .pb 结尾",
                "the name ends neither in .json nor in .pb",
            ),
            Self::NotUtf8 => Text::new("此处不是 UTF-8 文字", "not UTF-8 text from here on"),
            Self::Syntax(said) => {
                Text::new(format!("不是合法的 JSON（{said}）"), format!("not valid JSON ({said})"))
            }
            Self::Truncated => Text::new("文件在中途结束", "the file ends in the middle"),
            Self::Content { field, said } => Text::new(
                format!("字段 {} 的内容不符（{said}）", or_top(field)),
                format!("the content of {} does not fit ({said})", or_top(field)),
            ),
            Self::UnknownField { field, .. } => {
                Text::new(format!("没有字段 `{field}`"), format!("there is no field `{field}`"))
            }
            Self::UnknownWord { field, word, .. } => Text::new(
                format!("{field} 的值 `{word}` 不认识"),
                format!("the value `{word}` of {field} is not known"),
            ),
            Self::Binary(said) => Text::new(
                format!("不是合法的二进制数据（{said}）"),
                format!("not a valid binary message ({said})"),
            ),
            Self::NoBureau => Text::new(
                "文件夹中没有 bureau.json 或 bureau.pb",
                "the folder has neither bureau.json nor bureau.pb",
            ),
            Self::NoSchools => Text::new(
                "没有任何学校文件（schools/*.json 或 schools/*.pb）",
                "there is no school file (schools/*.json or schools/*.pb)",
            ),
            Self::SchoolsTwice => Text::new(
                "本文件已含学校，schools 文件夹中又有学校文件",
                "this file holds schools, and the folder schools has school files too",
            ),
            Self::PlanFolder => {
                Text::new("这是方案文件夹，不是数据", "this is a plan folder, not a data set")
            }
            Self::SameName(other) => Text::new(
                format!("与 {} 重名", other.display()),
                format!("has the same name as {}", other.display()),
            ),
            Self::SameSchool { school, other } => Text::new(
                format!("学校 {school} 已在 {} 中", other.display()),
                format!("the school {school} is in {} already", other.display()),
            ),
            Self::UnknownValue { field, number } => Text::new(
                format!("{field} 的值 {number} 未设定或不认识"),
                format!("the value {number} of {field} is unset or not known"),
            ),
        }
    }

    /// What to do.
    pub fn action(&self) -> Text {
        match self {
            Self::Missing => Text::new("检查路径", "check the path"),
            Self::Unreadable(_) => Text::new("检查权限与磁盘", "check permissions and the disk"),
            Self::Special | Self::Folder | Self::UnknownForm => Text::new(
                "给出数据文件夹，或一个 .json 或 .pb 文件",
                "give a data set folder, or a .json or .pb file",
            ),
            Self::TooLarge(_) => {
                Text::new("改用文件夹，每校一个文件", "use a folder with one file per school")
            }
            Self::NotUtf8 => Text::new("以 UTF-8 编码另存", "save it in UTF-8"),
            Self::Syntax(_) => Text::new("在此处改正 JSON 写法", "mend the JSON at this place"),
            Self::Truncated | Self::Binary(_) => {
                Text::new("重新生成或传送此文件", "produce or transfer the file again")
            }
            Self::Content { .. } => {
                Text::new("按字段说明改正", "mend it as the field's description says")
            }
            Self::UnknownField { meant: Some(meant), .. }
            | Self::UnknownWord { meant: Some(meant), .. } => {
                Text::new(format!("是否指 `{meant}`？"), format!("did you mean `{meant}`?"))
            }
            Self::UnknownField { .. } => {
                Text::new("删除或改正字段名", "remove it or mend its name")
            }
            Self::UnknownWord { .. } => Text::new(
                "改为字段说明中列出的名称",
                "use one of the names in the field's description",
            ),
            Self::NoBureau => Text::new(
                "给出含 bureau.json 的文件夹，或单个文件",
                "give a folder with bureau.json, or a single file",
            ),
            Self::NoSchools => Text::new(
                "为每所学校放一个文件到 schools 文件夹",
                "put one file per school into the folder schools",
            ),
            Self::PlanFolder => Text::new("给出数据文件夹", "give the data set folder"),
            Self::SchoolsTwice | Self::SameName(_) | Self::SameSchool { .. } => {
                Text::new("只保留其一", "keep only one of them")
            }
            Self::UnknownValue { .. } => Text::new(
                "改为字段说明中的值，或升级 Kehou",
                "use a value of the field's description, or a newer Kehou",
            ),
        }
    }
}

const fn or_top(field: &str) -> &str {
    if field.is_empty() { "JSON" } else { field }
}
