//! The binary form. Fields that the schema does not have are faults here too: a decoder would
//! drop them, and with them what a newer version or another program meant.

use crate::json::tidy;
use crate::problem::Problem;
use kehou_proto::FILE_DESCRIPTOR_SET;
use prost::encoding::{DecodeContext, WireType, decode_key, decode_varint, skip_field};
use prost::{DecodeError, Message, Name};
use prost_types::{DescriptorProto, FileDescriptorSet};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A field: its name and, for messages, the full name of its type with a leading dot.
type Field = (String, Option<String>);

/// Fields by number, per message.
static SCHEMA: LazyLock<BTreeMap<String, BTreeMap<u32, Field>>> = LazyLock::new(schema);

/// Reads a message.
pub(crate) fn parse<M: Message + Name + Default>(bytes: &[u8]) -> Result<M, Problem> {
    let refused = |error: DecodeError| Problem::Binary(tidy(&error.to_string()));
    let message = M::decode(bytes).map_err(refused)?;
    match unknown_field(bytes, &format!(".{}", M::full_name())).map_err(refused)? {
        Some(field) => Err(Problem::UnknownField { field, meant: None }),
        None => Ok(message),
    }
}

/// Path of the first field that the schema does not have; its last part is a number.
fn unknown_field(mut bytes: &[u8], message: &str) -> Result<Option<String>, DecodeError> {
    let fields = SCHEMA.get(message);
    while !bytes.is_empty() {
        let (number, form) = decode_key(&mut bytes)?;
        let Some((name, inner)) = fields.and_then(|fields| fields.get(&number)) else {
            return Ok(Some(number.to_string()));
        };
        match inner {
            Some(inner) if form == WireType::LengthDelimited => {
                let length = decode_varint(&mut bytes)? as usize;
                let (content, rest) = bytes.split_at(length.min(bytes.len()));
                bytes = rest;
                if let Some(path) = unknown_field(content, inner)? {
                    return Ok(Some(format!("{name}.{path}")));
                }
            }
            _ => skip_field(form, number, &mut bytes, DecodeContext::default())?,
        }
    }
    Ok(None)
}

fn schema() -> BTreeMap<String, BTreeMap<u32, Field>> {
    let mut messages = BTreeMap::new();
    // The descriptors are compiled in; a test reads every field through them.
    let files = FileDescriptorSet::decode(FILE_DESCRIPTOR_SET).unwrap_or_default();
    for file in &files.file {
        for message in &file.message_type {
            add(&format!(".{}", file.package()), message, &mut messages);
        }
    }
    messages
}

fn add(
    outside: &str,
    message: &DescriptorProto,
    messages: &mut BTreeMap<String, BTreeMap<u32, Field>>,
) {
    let full_name = format!("{outside}.{}", message.name());
    for nested in &message.nested_type {
        add(&full_name, nested, messages);
    }
    let fields = message.field.iter().map(|field| {
        let inner = messages_only(field.type_name(), field.r#type());
        (field.number() as u32, (field.name().to_owned(), inner))
    });
    messages.insert(full_name, fields.collect());
}

fn messages_only(name: &str, kind: prost_types::field_descriptor_proto::Type) -> Option<String> {
    (kind == prost_types::field_descriptor_proto::Type::Message).then(|| name.to_owned())
}
