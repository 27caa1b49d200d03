//! Messages that come unopened: the provider's "raw" setting posts the whole of it in one field.

use bytes::Bytes;
use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};

use super::message::{File, Message, trim_id};

/// Adds what is in a MIME message to a post. What the post itself says is kept.
pub fn unpack(whole: &Bytes, message: &mut Message) {
    let Some(mail) = MessageParser::default().parse(whole.as_ref()) else { return };
    let raw = |name: &str| mail.header_raw(name).map(|value| value.trim().replace("\r\n", "\n"));
    let head_end = usize::try_from(mail.root_part().raw_body_offset()).unwrap_or_default();
    let head = whole.get(..head_end).unwrap_or_default();
    for (name, value) in [
        ("headers", Some(super::charset::decode(head, None))),
        ("from", raw("From")),
        ("to", raw("To")),
        ("cc", raw("Cc")),
        ("subject", mail.subject().map(str::to_owned)),
        ("text", has_text(&mail).then(|| mail.body_text(0).map(Into::into)).flatten()),
        ("html", has_html(&mail).then(|| mail.body_html(0).map(Into::into)).flatten()),
    ] {
        if let Some(value) = value.filter(|value: &String| !value.is_empty()) {
            let value = value.replace('\0', "");
            message.fields.entry(name.to_owned()).or_insert(value);
        }
    }
    message.files.extend(mail.attachments().map(file));
    rescue(message);
}

fn file(part: &MessagePart<'_>) -> File {
    let kind = part.content_type().map(|kind| match kind.subtype() {
        Some(subtype) => format!("{}/{subtype}", kind.ctype()),
        None => kind.ctype().to_owned(),
    });
    File {
        name: part.attachment_name().unwrap_or_default().to_owned(),
        content_type: kind.unwrap_or_default(),
        content_id: part.content_id().map(trim_id).filter(|id| !id.is_empty()),
        bytes: match &part.body {
            PartType::Message(inner) => Bytes::copy_from_slice(inner.raw_message()),
            _ => Bytes::copy_from_slice(part.contents()),
        },
    }
}

/// A message that was cut short comes out as one file without a name: better shown as it is.
fn rescue(message: &mut Message) {
    let has_body = ["text", "html"].iter().any(|name| message.fields.contains_key(*name));
    let is_body = |file: &File| {
        let kind = file.content_type.to_ascii_lowercase();
        file.name.is_empty() && (kind.starts_with("multipart/") || kind.starts_with("text/"))
    };
    if let [only] = message.files.as_slice()
        && !has_body
        && is_body(only)
    {
        let text = super::charset::decode(&only.bytes, None);
        message.fields.insert("text".to_owned(), text);
        message.files.clear();
    }
}

/// The library makes each version of a text from the other; here only what was sent counts.
fn has_text(mail: &mail_parser::Message<'_>) -> bool {
    mail.text_bodies().any(|part| matches!(part.body, PartType::Text(_)))
}

fn has_html(mail: &mail_parser::Message<'_>) -> bool {
    mail.html_bodies().any(|part| matches!(part.body, PartType::Html(_)))
}
