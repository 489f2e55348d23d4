//! The bytes of the file: objects in object streams, streams deflated, a compressed cross-reference
//! stream (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! lopdf's own writer leaves the cross-reference stream as it is (7 bytes an object, 10 kB of a
//! tagged document of 15 pages), deflates at level 9 only, and writes every object twice to learn
//! its length.

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use std::io::Write as _;

use crate::diagnostics::Refusal;
use crate::digest::Digest;
use crate::sharing::{Helpers, each};
use crate::write::deflate::Deflater;

/// Objects in one object stream: large ones deflate better, and readers hold few open.
const OBJECTS_A_STREAM: usize = 400;

/// Where an object lies.
#[derive(Clone, Copy)]
enum XrefEntry {
    Free,
    At(usize),
    In { stream: u32, index: u16 },
}

/// Objects written already, in the order of their numbers.
#[derive(Default)]
pub(super) struct WrittenObjects {
    bytes: Vec<u8>,
    /// Number, and where its bytes end.
    ends: Vec<(u32, usize)>,
}

impl WrittenObjects {
    /// Room for so many: a long document has a hundred thousand, and to grow step by step moves all of them again and again.
    pub(super) fn with_room(objects: usize) -> Self {
        /// Bytes that most take.
        const BYTES: usize = 80;
        Self { bytes: Vec::with_capacity(objects * BYTES), ends: Vec::with_capacity(objects) }
    }

    /// Adds an object; numbers only grow.
    pub(super) fn add(&mut self, id: ObjectId, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push((id.0, self.bytes.len()));
    }

    /// Adds objects whose numbers are greater.
    pub(super) fn append(&mut self, more: WrittenObjects) {
        let start = self.bytes.len();
        self.bytes.extend(more.bytes);
        self.ends.extend(more.ends.into_iter().map(|(id, end)| (id, start + end)));
    }

    fn objects(&self) -> impl Iterator<Item = (u32, Packed<'_>)> {
        let mut start = 0;
        self.ends.iter().map(move |(id, end)| {
            let bytes = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            (*id, Packed::Written(bytes))
        })
    }
}

/// An object of an object stream.
enum Packed<'a> {
    Object(&'a Object),
    Written(&'a [u8]),
}

/// Writes a document with the objects that are written already; its trailer gets an identifier that follows from the
/// bytes.
pub(super) fn write(
    document: &mut Document,
    written: &WrittenObjects,
    helpers: &dyn Helpers,
) -> Result<Vec<u8>, Refusal> {
    let mut deflater = Deflater::new();
    let mut out = format!("%PDF-{}\n%\u{C7}\u{EC}\u{8F}\u{A2}\n", document.version).into_bytes();
    let mut entries = vec![XrefEntry::Free; document.max_id as usize + 1];
    out.reserve(document.objects.values().map(length).sum());
    let mut packed: Vec<(u32, Packed<'_>)> = Vec::with_capacity(document.objects.len() + written.ends.len());
    for (&(id, _), object) in &document.objects {
        let Object::Stream(stream) = object else {
            packed.push((id, Packed::Object(object)));
            continue;
        };
        record(&mut entries, id, XrefEntry::At(out.len()));
        let mut dictionary = stream.dict.clone();
        if stream.allows_compression && !dictionary.has(b"Filter") {
            let bytes = deflater.deflate(&stream.content)?;
            dictionary.set("Filter", "FlateDecode");
            write_stream(&mut out, id, dictionary, &bytes);
        } else {
            write_stream(&mut out, id, dictionary, &stream.content);
        }
    }
    packed.extend(written.objects());
    packed.sort_by_key(|(id, _)| *id);
    let chunks: Vec<&[(u32, Packed<'_>)]> = packed.chunks(OBJECTS_A_STREAM).collect();
    let streams = each(helpers, &chunks, |chunk| object_stream(chunk));
    for (chunk, stream) in chunks.iter().zip(streams) {
        let id = entries.len() as u32;
        record(&mut entries, id, XrefEntry::At(out.len()));
        for ((number, _), index) in chunk.iter().zip(0u16..) {
            record(&mut entries, *number, XrefEntry::In { stream: id, index });
        }
        let (parts, bytes) = stream?;
        write_stream(&mut out, id, parts, &bytes);
    }
    let digest = Digest::of(&out).bytes();
    let identifier = Object::String(digest.iter().take(16).copied().collect(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![identifier.clone(), identifier]);
    write_cross_references(&mut out, entries, &document.trailer, &mut deflater)?;
    Ok(out)
}

/// Room that an object takes in the file at least, bytes; of others than streams nothing, as they are packed.
fn length(object: &Object) -> usize {
    /// Of the dictionary and what stands around it.
    const AROUND: usize = 100;
    if let Object::Stream(stream) = object { stream.content.len() + AROUND } else { 0 }
}

/// An object stream: its dictionary, and its bytes deflated.
fn object_stream(chunk: &[(u32, Packed<'_>)]) -> Result<(Dictionary, Vec<u8>), Refusal> {
    let mut index = Vec::new();
    let mut bytes = Vec::new();
    for (number, object) in chunk {
        write_whole(&mut index, i64::from(*number));
        index.push(b' ');
        write_whole(&mut index, bytes.len() as i64);
        index.push(b' ');
        match object {
            Packed::Object(object) => write_object(&mut bytes, object),
            Packed::Written(object) => bytes.extend(*object),
        }
        bytes.push(b'\n');
    }
    let parts = dictionary! {
        "Type" => "ObjStm",
        "N" => chunk.len() as i64,
        "First" => index.len() as i64,
        "Filter" => "FlateDecode",
    };
    index.append(&mut bytes);
    Ok((parts, Deflater::new().deflate(&index)?))
}

fn record(entries: &mut Vec<XrefEntry>, id: u32, entry: XrefEntry) {
    if entries.len() <= id as usize {
        entries.resize(id as usize + 1, XrefEntry::Free);
    }
    if let Some(slot) = entries.get_mut(id as usize) {
        *slot = entry;
    }
}

/// The cross-reference stream, each row as its difference to the one above (PNG predictor "up").
fn write_cross_references(
    out: &mut Vec<u8>,
    mut entries: Vec<XrefEntry>,
    trailer: &Dictionary,
    deflater: &mut Deflater,
) -> Result<(), Refusal> {
    let start = out.len();
    let id = entries.len() as u32;
    record(&mut entries, id, XrefEntry::At(start));
    let mut rows = Vec::with_capacity(entries.len() * 8);
    let mut above = [0u8; 7];
    for entry in &entries {
        let (kind, field, rest) = match *entry {
            XrefEntry::Free => (0, 0, u16::MAX),
            XrefEntry::At(offset) => (1, offset as u32, 0),
            XrefEntry::In { stream, index } => (2, stream, index),
        };
        let [a, b, c, d] = field.to_be_bytes();
        let [e, f] = rest.to_be_bytes();
        let row = [kind, a, b, c, d, e, f];
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    let mut parts = trailer.clone();
    parts.set("Type", "XRef");
    parts.set("Size", entries.len() as i64);
    parts.set("W", vec![1.into(), 4.into(), 2.into()]);
    parts.set("Filter", "FlateDecode");
    parts.set("DecodeParms", dictionary! { "Predictor" => 12, "Columns" => 7 });
    write_stream(out, id, parts, &deflater.deflate(&rows)?);
    let _ = write!(out, "startxref\n{start}\n%%EOF\n");
    Ok(())
}

fn write_stream(out: &mut Vec<u8>, id: u32, mut dictionary: Dictionary, bytes: &[u8]) {
    dictionary.set("Length", bytes.len() as i64);
    let _ = writeln!(out, "{id} 0 obj");
    write_dictionary(out, &dictionary);
    out.extend(b"\nstream\n");
    out.extend(bytes);
    out.extend(b"\nendstream\nendobj\n");
}

/// One object. It recurses as deep as the writer nests arrays and dictionaries, four levels.
pub(super) fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null | Object::Stream(_) => out.extend(b"null"),
        Object::Boolean(value) => out.extend(value.to_string().into_bytes()),
        Object::Integer(value) => write_whole(out, *value),
        Object::Real(value) => out.extend(value.to_string().into_bytes()),
        Object::Reference(id) => write_reference(out, *id),
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, format) => write_string(out, bytes, format),
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 && needs_space(item) {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
    }
}

/// A whole number. Not by `write!`, which took two of the thirty million instructions of a file's bytes.
pub(super) fn write_whole(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut digits = [0u8; 20];
    let mut rest = number.unsigned_abs();
    let mut length = 0;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + (rest % 10) as u8;
        rest /= 10;
        length += 1;
        if rest == 0 {
            break;
        }
    }
    out.extend(digits.get(digits.len() - length..).unwrap_or_default());
}

/// A reference to an object.
pub(super) fn write_reference(out: &mut Vec<u8>, (id, generation): ObjectId) {
    write_whole(out, i64::from(id));
    out.push(b' ');
    write_whole(out, i64::from(generation));
    out.extend(b" R");
}

/// A dictionary, its entries in their order.
pub(super) fn write_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        if needs_space(value) {
            out.push(b' ');
        }
        write_object(out, value);
    }
    out.extend(b">>");
}

/// Whether an object begins with a character that would join the token before it.
fn needs_space(object: &Object) -> bool {
    !matches!(object, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_))
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    if name.iter().all(u8::is_ascii_alphanumeric) {
        out.extend(name);
        return;
    }
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn write_string(out: &mut Vec<u8>, bytes: &[u8], format: &StringFormat) {
    if *format == StringFormat::Hexadecimal {
        out.push(b'<');
        for byte in bytes {
            let _ = write!(out, "{byte:02X}");
        }
        out.push(b'>');
        return;
    }
    out.push(b'(');
    for &byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}
