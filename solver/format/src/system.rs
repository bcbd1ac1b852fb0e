//! What the operating system refuses, in the words of users.

use kehou_domain::fault::Text;
use std::io::{Error, ErrorKind};

/// Why the system refused; in its own words where it is something rare.
pub fn system_words(error: &Error) -> Text {
    let (zh, en) = match error.kind() {
        ErrorKind::NotFound => ("路径不存在", "no such path"),
        ErrorKind::PermissionDenied => ("没有权限", "permission denied"),
        ErrorKind::NotADirectory => {
            ("路径中有一段是文件而不是文件夹", "part of the path is a file")
        }
        ErrorKind::IsADirectory => ("这是文件夹", "it is a folder"),
        ErrorKind::StorageFull => ("磁盘已满", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘只读", "the disk is read-only"),
        ErrorKind::InvalidFilename => {
            ("文件名过长或不合规", "the file name is too long or not allowed")
        }
        _ => return Text::from(error.to_string()),
    };
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_refusals_have_words_and_rare_ones_keep_theirs() {
        let full = system_words(&ErrorKind::StorageFull.into());
        assert_eq!((full.zh.as_str(), full.en.as_str()), ("磁盘已满", "the disk is full"));
        assert_eq!(system_words(&Error::other("odd")).zh, "odd");
    }
}
