//! Reads a post of the mail provider: a form with a field for each part of the message, or the whole
//! message in one field.

use bytes::Bytes;
use serde_json::Value;

use super::{
    File, Message, charset,
    message::trim_id,
    mime,
    multipart::{self, Part},
};

impl Message {
    /// Reads a post. Never fails: what cannot be read is missing.
    #[must_use]
    pub fn parse(content_type: &str, body: &Bytes) -> Self {
        let (files, fields): (Vec<Part>, Vec<Part>) = multipart::parts(content_type, body)
            .into_iter()
            .partition(|part| part.file_name.is_some() || is_file_field(&part.name));
        let charsets = fields.iter().rev().find(|part| part.name == "charsets");
        let charsets = charsets.and_then(|part| serde_json::from_slice(&part.body).ok());
        let charsets: Value = charsets.unwrap_or_default();
        let mut message = Self::default();
        let mut whole = None;
        for part in fields {
            if part.name == "email" {
                whole = Some(part.body);
                continue;
            }
            let stated = charsets.get(&part.name).and_then(Value::as_str);
            let of_part = multipart::parameter(&part.content_type, "charset");
            let text = charset::decode(&part.body, stated.or(of_part.as_deref()));
            // Of several with one name the last counts, as it did for the original.
            message.fields.insert(part.name.replace('\0', ""), text);
        }
        message.take_files(files);
        message.read_headers();
        if let Some(whole) = whole {
            mime::unpack(&whole, &mut message);
            message.read_headers();
        }
        message
    }

    fn take_files(&mut self, parts: Vec<Part>) {
        let json = |name| serde_json::from_str::<Value>(self.field(name)).unwrap_or_default();
        let (info, ids) = (json("attachment-info"), json("content-ids"));
        let id_of = |field: &str| {
            let ids = ids.as_object().into_iter().flatten();
            ids.filter(|(_, part)| *part == field).map(|(id, _)| id.clone()).next()
        };
        let files = parts.into_iter().map(|part| {
            let stated =
                |key| info.get(&part.name)?.get(key)?.as_str().filter(|text| !text.is_empty());
            let name = part.file_name.filter(|name| !name.is_empty());
            let kind = Some(part.content_type).filter(|kind| !kind.is_empty());
            let content_id = id_of(&part.name).or_else(|| stated("content-id").map(str::to_owned));
            File {
                name: name.or_else(|| stated("filename").map(str::to_owned)).unwrap_or_default(),
                content_type: kind
                    .or_else(|| stated("type").map(str::to_owned))
                    .unwrap_or_default(),
                content_id: content_id.map(|id| trim_id(&id)).filter(|id| !id.is_empty()),
                bytes: part.body,
            }
        });
        self.files = files.collect();
    }
}

/// Files of a mail that have no name come as fields of this name.
fn is_file_field(name: &str) -> bool {
    name.strip_prefix("attachment")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
