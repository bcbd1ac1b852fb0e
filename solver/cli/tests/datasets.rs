//! The checked-in data sets are what the generator gives, and no more than that.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::tiny;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::tempdir;

/// Files of a data set by their path in the folder.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for part in ["", "schools"] {
        for entry in fs::read_dir(folder.join(part)).expect("a data set") {
            let path = entry.expect("a file").path();
            if path.is_file() {
                let name = path.strip_prefix(folder).expect("inside").display().to_string();
                found.insert(name, fs::read_to_string(&path).expect("text"));
            }
        }
    }
    found
}

#[test]
fn tiny_is_as_generated() {
    let checked_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/tiny");
    let dir = tempdir().expect("a folder");
    tiny(dir.path());
    let generated = files(dir.path());
    assert_eq!(generated.len(), 2);
    assert!(files(&checked_in) == generated, "datasets/tiny is not what `generate tiny` writes");
}
