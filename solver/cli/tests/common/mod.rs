//! Runs the program as a user does.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What a run of the program gave.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A command of the program, in English.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kehou"));
    command.args(arguments).stdin(Stdio::null());
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C.UTF-8");
    command
}

/// Runs the program to its end.
pub fn kehou(arguments: &[&str]) -> Ran {
    ran(&command(arguments).output().expect("the program starts"))
}

pub fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("paths of tests are text")
}

/// Writes the tiny data set into a folder.
pub fn tiny(folder: &Path) {
    let ran = kehou(&["generate", "tiny", "-o", text(folder)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}
