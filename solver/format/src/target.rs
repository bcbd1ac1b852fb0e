//! Writes files so that none is ever half written: beside its place first, then moved there.

use crate::fault::WriteFault;
use crate::layout::Lines;
use crate::source::FileKind;
use prost::Message;
use serde::Serialize;
use serde_json::Serializer;
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};

/// Lines broken everywhere.
pub(crate) const PRETTY: usize = usize::MAX;

/// Lines broken per element of the message's lists.
pub(crate) const BY_ELEMENT: usize = 2;

/// Writes a message to a file of the given form; `depth` is how far JSON breaks lines.
pub(crate) fn write<M: Message + Serialize>(
    file: &Path,
    message: &M,
    kind: FileKind,
    depth: usize,
) -> Result<(), WriteFault> {
    match kind {
        FileKind::Json => write_json(file, message, depth),
        FileKind::Binary => write_atomically(file, |writer| {
            writer.write_all(&message.encode_to_vec()).map_err(|source| io_fault(file, source))
        }),
    }
}

fn write_json<M: Serialize>(file: &Path, message: &M, depth: usize) -> Result<(), WriteFault> {
    write_atomically(file, |writer| {
        let mut serializer = Serializer::with_formatter(&mut *writer, Lines::new(depth));
        message
            .serialize(&mut serializer)
            .map_err(|source| WriteFault::Json { file: file.to_owned(), source })?;
        writer.write_all(b"\n").map_err(|source| io_fault(file, source))
    })
}

fn write_atomically(
    file: &Path,
    content: impl FnOnce(&mut dyn Write) -> Result<(), WriteFault>,
) -> Result<(), WriteFault> {
    let mut pending = Pending::new(file)?;
    content(&mut pending.writer)?;
    pending.commit()
}

/// A file that is being written beside its place.
pub(crate) struct Pending {
    file: PathBuf,
    /// Where its content goes.
    pub writer: BufWriter<NamedTempFile>,
}

impl Pending {
    /// Begins a file.
    pub fn new(file: &Path) -> Result<Self, WriteFault> {
        let refused = |source| io_fault(file, source);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut builder = Builder::new();
        builder.prefix(".kehou-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let writer = BufWriter::new(builder.tempfile_in(folder).map_err(refused)?);
        Ok(Self { file: file.to_owned(), writer })
    }

    /// What the system said when the file was written, as a fault.
    pub fn refused(&self, source: std::io::Error) -> WriteFault {
        io_fault(&self.file, source)
    }

    /// What cannot be said in JSON, as a fault.
    pub fn unsaid(&self, source: serde_json::Error) -> WriteFault {
        WriteFault::Json { file: self.file.clone(), source }
    }

    /// Puts the file in its place.
    pub fn commit(self) -> Result<(), WriteFault> {
        let refused = |source| io_fault(&self.file, source);
        let temporary = self.writer.into_inner().map_err(|error| refused(error.into_error()))?;
        temporary.persist(&self.file).map_err(|error| refused(error.error))?;
        Ok(())
    }
}

/// Moves a file, if it is there, to another place, over what is there.
pub(crate) fn move_over(from: &Path, to: &Path) -> Result<(), WriteFault> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_fault(to, error)),
        _ => Ok(()),
    }
}

/// Removes a folder with all in it, if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<(), WriteFault> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_fault(folder, error)),
        _ => Ok(()),
    }
}

/// Makes a folder and those above it.
pub(crate) fn make_folder(folder: &Path) -> Result<(), WriteFault> {
    fs::create_dir_all(folder).map_err(|source| io_fault(folder, source))
}

/// Removes a file if it is there.
pub(crate) fn remove(file: &Path) -> Result<(), WriteFault> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io_fault(file, error)),
        _ => Ok(()),
    }
}

/// Removes the message files of a folder that are not among `kept` names.
pub(crate) fn remove_others(folder: &Path, kept: &BTreeSet<String>) -> Result<(), WriteFault> {
    let refused = |source| io_fault(folder, source);
    for entry in fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let is_kept = entry.file_name().to_str().is_some_and(|name| kept.contains(name));
        let file = entry.path();
        if !is_kept && file.is_file() && FileKind::of(&file).is_some() {
            remove(&file)?;
        }
    }
    Ok(())
}

fn io_fault(file: &Path, source: std::io::Error) -> WriteFault {
    WriteFault::Io { file: file.to_owned(), source }
}
