//! Keyed references in the place of people's ids and names, and the one local file with the key
//! and what each reference stands for. Without that file nobody can go back.

use hmac::{Hmac, Mac};
use kehou_domain::fault::Text;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// First line of a key file.
const MARK: &str = "kehou-key 1";

/// A secret key, and names by reference.
#[derive(Clone, Default)]
pub struct Key {
    secret: [u8; 32],
    names: BTreeMap<String, String>,
}

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The system refused to read or write it.
    #[error("{}: {}", file.display(), kehou_format::system_words(source).en)]
    Io {
        /// The key file.
        file: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is none of ours.
    #[error("{}: this is no key file of Kehou; give the one that was used at import", .0.display())]
    Form(PathBuf),
    /// The system has no random numbers.
    #[error("the system gives no random numbers for a new key")]
    Random,
}

impl KeyError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::Io { file, source } => {
                format!("{}：{}", file.display(), kehou_format::system_words(source).zh)
            }
            Self::Form(file) => {
                format!("{}：不是 Kehou 的密钥文件；请给出导入时所用的文件", file.display())
            }
            Self::Random => "系统无法提供随机数来生成密钥".to_owned(),
        };
        Text::new(zh, self.to_string())
    }
}

impl Key {
    /// The key in a file; a new one if there is no such file yet.
    pub fn open_or_new(file: &Path) -> Result<Self, KeyError> {
        if file.exists() {
            return Self::open(file);
        }
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|_| KeyError::Random)?;
        Ok(Self { secret, names: BTreeMap::new() })
    }

    /// The key in a file.
    pub fn open(file: &Path) -> Result<Self, KeyError> {
        let text = fs::read_to_string(file)
            .map_err(|source| KeyError::Io { file: file.to_owned(), source })?;
        Self::parse(&text).ok_or_else(|| KeyError::Form(file.to_owned()))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != MARK {
            return None;
        }
        let hex = lines.next()?;
        let mut secret = [0; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (at, byte) in secret.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).ok()?;
        }
        let pair =
            |line: &str| line.split_once('\t').map(|(id, name)| (id.to_owned(), name.to_owned()));
        Some(Self { secret, names: lines.map(pair).collect::<Option<_>>()? })
    }

    /// Remembers what references stand for.
    pub fn remember(&mut self, people: impl IntoIterator<Item = (String, String)>) {
        let plain = |name: String| name.replace(['\t', '\n', '\r'], " ");
        self.names.extend(people.into_iter().map(|(id, name)| (id, plain(name))));
    }

    /// Writes the file, readable for its owner only.
    pub fn save(&self, file: &Path) -> Result<(), KeyError> {
        let io = |source| KeyError::Io { file: file.to_owned(), source };
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Files made by this call are for their owner only, before anything is in them.
        let mut pending =
            tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(io)?;
        let mut text = format!("{MARK}\n");
        for byte in self.secret {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        for (id, name) in &self.names {
            let _ = writeln!(text, "{id}\t{name}");
        }
        pending
            .write_all(text.as_bytes())
            .and_then(|()| pending.as_file().sync_all())
            .map_err(io)?;
        pending.persist(file).map_err(|error| io(error.error))?;
        Ok(())
    }

    /// The reference of a pupil or a member of staff: a letter and 64 bits of an HMAC-SHA256.
    pub fn reference(&self, is_pupil: bool, id: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).expect("any length is a key");
        mac.update(if is_pupil { b"pupil\0" } else { b"staff\0" });
        mac.update(id.as_bytes());
        let code = mac.finalize().into_bytes();
        // Letters only: nothing that could be taken for a number of a person.
        let letters = code[..8].iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let letters: String = letters.map(|nibble| char::from(b'a' + nibble)).collect();
        format!("{}-{letters}", if is_pupil { 'p' } else { 't' })
    }

    /// What a reference stands for; the reference itself if that is not known.
    pub fn name<'a>(&'a self, reference: &'a str) -> &'a str {
        self.names.get(reference).map_or(reference, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_keyed_and_come_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("key");
        let mut key = Key::open_or_new(&file).expect("a key");
        let id = key.reference(true, "20260101");
        assert_ne!(id, key.reference(false, "20260101"));
        key.remember([(id.clone(), "小明".to_owned())]);
        key.save(&file).expect("saved");
        let again = Key::open(&file).expect("read");
        assert_eq!(again.reference(true, "20260101"), id);
        assert_eq!(again.name(&id), "小明");
        let other = Key::open_or_new(&folder.path().join("other")).expect("a key");
        assert_ne!(other.reference(true, "20260101"), again.reference(true, "20260101"));
        fs::write(&file, "nonsense").expect("written");
        assert!(matches!(Key::open(&file), Err(KeyError::Form(_))));
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("key");
        Key::default().save(&file).expect("saved");
        let mode = fs::metadata(&file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
