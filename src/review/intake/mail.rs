//! Mail as RFC 5322 and MIME have it (`.eml`).

use mail_parser::{Address, MessageParser, MimeHeaders as _};

use super::{ArrivalOrigin, Unpacked};
use crate::diagnostics::{Refusal, RefusalKind, message};

/// The files of a mail; its words, where it has no files.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Unpacked, Refusal> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Damaged,
            message!("this is no mail that can be read"),
            message!("save the mail again as .eml"),
        )
    })?;
    let words = message.body_text(0).map(|text| text.into_owned()).unwrap_or_default();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (number, part) in (1..).zip(message.attachments()) {
        let is_mail = part.is_message();
        let named = part.attachment_name().map(str::to_owned);
        let name = named
            .unwrap_or_else(|| if is_mail { format!("mail-{number}.eml") } else { format!("file-{number}") });
        files.push((name, part.contents().to_vec()));
    }
    let mut origin = ArrivalOrigin {
        from: message.from().map(sender).unwrap_or_default(),
        subject: message.subject().unwrap_or_default().to_owned(),
        date: message.date().map(|date| date.to_rfc3339()).unwrap_or_default(),
        ..ArrivalOrigin::default()
    };
    if files.is_empty() && !words.trim().is_empty() {
        files.push(("message.txt".to_owned(), words.into_bytes()));
    } else {
        origin.message = words;
    }
    Ok(Unpacked { origin, files })
}

fn sender(address: &Address<'_>) -> String {
    let Some(first) = address.first() else { return String::new() };
    match (first.name(), first.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    }
}
