//! Compiles the schema: message types with prost, their JSON form with pbjson.

use prost::Message;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROOT: &str = "kehou/v1";

fn main() -> Result<(), Box<dyn Error>> {
    let files = proto_files()?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ROOT}");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let descriptors = protox::compile(&files, ["."])?;
    let bytes = descriptors.encode_to_vec();
    fs::write(out.join("descriptor.bin"), &bytes)?;
    // Both generators must agree on ordered maps: results do not depend on hash order.
    prost_build::Config::new().enable_type_names().btree_map(["."]).compile_fds(descriptors)?;
    pbjson_build::Builder::new()
        .btree_map(["."])
        .register_descriptors(&bytes)?
        .build(&[".kehou.v1"])?;
    order_maps(&out.join("kehou.v1.serde.rs"))?;
    Ok(())
}

/// pbjson writes maps of 64-bit numbers by way of a hash map even where ordered maps are asked
/// for; with ordered ones a message has one text.
fn order_maps(generated: &Path) -> std::io::Result<()> {
    let code = fs::read_to_string(generated)?;
    fs::write(
        generated,
        code.replace("std::collections::HashMap<_, _>", "std::collections::BTreeMap<_, _>"),
    )
}

fn proto_files() -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "proto") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
