//! Compiles the schema: message types with prost, their JSON form with pbjson, and with the
//! feature `service` the gRPC clients and servers with tonic.

use prost::Message;
use prost_types::FileDescriptorSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const ROOT: &str = "kehou/v1";
const OPERATIONS: &str = "google/longrunning/operations.proto";

fn main() -> Result<(), Box<dyn Error>> {
    let files = proto_files()?;
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={ROOT}");
    println!("cargo:rerun-if-changed=google");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    // In this form the options of the methods are kept.
    let bytes = protox::Compiler::new(["."])?
        .include_imports(true)
        .open_files(&files)?
        .encode_file_descriptor_set();
    let descriptors = FileDescriptorSet::decode(bytes.as_slice())?;
    fs::write(out.join("descriptor.bin"), &bytes)?;
    let json_left_out = messages_of_calls(&descriptors);
    // Both generators must agree on ordered maps: results do not depend on hash order.
    let mut prost = prost_build::Config::new();
    prost.enable_type_names().btree_map(["."]);
    if env::var_os("CARGO_FEATURE_SERVICE").is_some() {
        tonic_prost_build::configure().compile_fds_with_config(descriptors, prost)?;
    } else {
        prost.compile_fds(descriptors)?;
    }
    pbjson_build::Builder::new()
        .btree_map(["."])
        .exclude(json_left_out)
        .register_descriptors(&bytes)?
        .build(&[".kehou.v1"])?;
    order_maps(&out.join("kehou.v1.serde.rs"))?;
    Ok(())
}

/// Messages in files with a service: they travel in the binary form only.
fn messages_of_calls(descriptors: &FileDescriptorSet) -> Vec<String> {
    let with_service = descriptors.file.iter().filter(|file| !file.service.is_empty());
    let messages = with_service.flat_map(|file| {
        file.message_type.iter().map(|message| format!(".{}.{}", file.package(), message.name()))
    });
    messages.collect()
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
    files.push(PathBuf::from(OPERATIONS));
    Ok(files)
}
