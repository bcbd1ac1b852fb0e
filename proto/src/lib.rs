//! The schema of Kehou: package `kehou.v1` as Rust types, their binary form ([`prost::Message`])
//! and their proto3 JSON form (`serde`; unknown fields are refused). With the feature `service`
//! the clients and servers of the gRPC calls too.
//!
//! Generated from `kehou/v1/*.proto`, where every field is documented, and from the part of
//! googleapis in `google` that is served too; nothing else lives here.

/// Package `kehou.v1`.
#[allow(missing_docs, clippy::all, clippy::pedantic, reason = "generated")]
pub mod v1 {
    include!(concat!(env!("OUT_DIR"), "/kehou.v1.rs"));
    include!(concat!(env!("OUT_DIR"), "/kehou.v1.serde.rs"));
}

/// What is served of googleapis.
#[allow(missing_docs, clippy::all, clippy::pedantic, reason = "generated")]
pub mod google {
    pub mod longrunning {
        include!(concat!(env!("OUT_DIR"), "/google.longrunning.rs"));
    }
    pub mod rpc {
        include!(concat!(env!("OUT_DIR"), "/google.rpc.rs"));
    }
}

/// The compiled schema, an encoded `google.protobuf.FileDescriptorSet`.
pub const FILE_DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor.bin"));
