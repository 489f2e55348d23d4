//! Objects of a finished PDF: cross-references, object streams, tokens.
//!
//! In: the bytes of a file. Out: its objects, parsed on demand. It reads what the writer writes, a
//! cross-reference stream and deflated streams, and refuses the rest. Never: a guess.

use std::borrow::Cow;
use std::io::Read as _;

use crate::diagnostics::Refusal;
use crate::sharing::{Helpers, each};

/// Greatest size of an inflated stream, bytes: far over 500 pages, far under any memory.
const INFLATED: u64 = 256 << 20;

/// How deep arrays and dictionaries may nest.
const DEPTH: u8 = 32;

/// Room for what stands in an array of a content stream, most often.
const GLYPHS: usize = 32;

/// A fault of a finished file.
pub(super) fn damaged(found: impl Into<String>) -> Refusal {
    Refusal::internal(found)
}

/// An object, or an operator of a content stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PdfValue<'a> {
    /// Its digits: of a page's numbers hardly one is ever asked for.
    Number(&'a [u8]),
    Name(&'a [u8]),
    String(Cow<'a, [u8]>),
    /// Its digits, two a byte: the codes of a page's glyphs are read where they stand.
    Hexadecimal(&'a [u8]),
    Array(Vec<PdfValue<'a>>),
    Dictionary(Vec<(&'a [u8], PdfValue<'a>)>),
    Reference(u32),
    /// `true`, `null`, `BDC`.
    Word(&'a [u8]),
}

impl<'a> PdfValue<'a> {
    /// An entry of a dictionary.
    pub(super) fn get(&self, key: &str) -> Option<&PdfValue<'a>> {
        let PdfValue::Dictionary(entries) = self else { return None };
        entries.iter().find(|(name, _)| *name == key.as_bytes()).map(|(_, value)| value)
    }

    /// The bytes of a string, of either form.
    pub(super) fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            PdfValue::String(bytes) => Some(Cow::Borrowed(bytes)),
            PdfValue::Hexadecimal(digits) => Some(Cow::Owned(bytes_of(digits).collect())),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<usize> {
        match self {
            PdfValue::Number(digits) => {
                value_of(digits).filter(|number| *number >= 0.0).map(|number| number as usize)
            }
            _ => None,
        }
    }

    pub(super) fn reference(&self) -> Option<u32> {
        match self {
            PdfValue::Reference(id) => Some(*id),
            _ => None,
        }
    }

    /// The items of an array; of anything else, the thing itself.
    pub(super) fn items(&self) -> &[PdfValue<'a>] {
        match self {
            PdfValue::Array(items) => items,
            one => std::slice::from_ref(one),
        }
    }
}

/// Tokens of a file or stream.
#[derive(Clone)]
pub(super) struct PdfTokens<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Numbers in arrays are passed over: those of a content stream only move glyphs.
    moves: bool,
}

impl<'a> PdfTokens<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, moves: false }
    }

    /// The tokens of a content stream, of whose arrays the strings are wanted.
    pub(super) fn of_content(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, moves: true }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !keep(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// The next object or operator; `None` at the end.
    pub(super) fn next(&mut self) -> Option<PdfValue<'a>> {
        self.value(0)
    }

    fn value(&mut self, depth: u8) -> Option<PdfValue<'a>> {
        if depth > DEPTH {
            return None;
        }
        self.take_while(is_space);
        match self.peek()? {
            b'%' => {
                self.take_while(|byte| byte != b'\n');
                self.value(depth + 1)
            }
            b'/' => {
                self.at += 1;
                Some(PdfValue::Name(self.take_while(is_regular)))
            }
            b'(' => Some(PdfValue::String(self.literal()?)),
            b'[' => {
                self.at += 1;
                // Those of a content stream are the glyphs of a line with what moves them; they go at once.
                let mut items = Vec::with_capacity(if depth == 0 { GLYPHS } else { 0 });
                loop {
                    self.take_while(is_space);
                    if self.peek()? == b']' {
                        self.at += 1;
                        return Some(PdfValue::Array(items));
                    }
                    if self.moves && self.peek().is_some_and(is_numeral) {
                        self.take_while(is_numeral);
                        if self.peek().is_some_and(is_regular) {
                            return None;
                        }
                        continue;
                    }
                    items.push(self.value(depth + 1)?);
                }
            }
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                let mut entries = Vec::new();
                loop {
                    self.take_while(is_space);
                    if self.peek()? == b'>' {
                        self.at += 2;
                        return Some(PdfValue::Dictionary(entries));
                    }
                    let PdfValue::Name(key) = self.value(depth + 1)? else { return None };
                    entries.push((key, self.value(depth + 1)?));
                }
            }
            b'<' => {
                self.at += 1;
                let digits = self.take_while(|byte| byte != b'>');
                self.at += 1;
                Some(PdfValue::Hexadecimal(digits))
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            _ => match self.take_while(is_regular) {
                [] => None,
                word => Some(PdfValue::Word(word)),
            },
        }
    }

    /// A number, or `12 0 R`.
    fn number(&mut self) -> Option<PdfValue<'a>> {
        let digits = self.take_while(is_regular);
        let after = self.bytes.get(self.at..)?;
        if after.starts_with(b" 0 R") && after.get(4).is_none_or(|byte| !is_regular(*byte)) {
            self.at += 4;
            return Some(PdfValue::Reference(value_of(digits)? as u32));
        }
        // A number that is none would end the tokens, as would what is no token.
        let sound = digits.iter().all(|byte| is_numeral(*byte));
        sound.then_some(PdfValue::Number(digits))
    }

    /// A literal string; borrowed where nothing is escaped.
    fn literal(&mut self) -> Option<Cow<'a, [u8]>> {
        self.at += 1;
        let rest = self.bytes.get(self.at..)?;
        let plain = rest.iter().position(|byte| matches!(byte, b'(' | b')' | b'\\'))?;
        if rest.get(plain) == Some(&b')') {
            self.at += plain + 1;
            return Some(Cow::Borrowed(rest.get(..plain)?));
        }
        let mut out = Vec::new();
        let mut open = 1;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'\\' => {
                    let escaped = self.peek()?;
                    self.at += 1;
                    match escaped {
                        b'n' => out.push(b'\n'),
                        b'r' => out.push(b'\r'),
                        b't' => out.push(b'\t'),
                        b'(' | b')' | b'\\' => out.push(escaped),
                        _ => return None,
                    }
                    continue;
                }
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                return Some(Cow::Owned(out));
            }
            out.push(byte);
        }
    }
}

/// The bytes that are white space, and those that delimit (ISO 32000-1, 7.2.2), each as a bit: asked of every byte of a
/// page, of some twice.
const SPACES: u64 = bits(b" \n\r\t\0\x0C").0;
const DELIMITERS: (u64, u64) = bits(b"()<>[]{}/%");

/// A bit for each of some ASCII characters, those under 64 and the others.
const fn bits(characters: &[u8]) -> (u64, u64) {
    let (mut low, mut high) = (0, 0);
    let mut rest = characters;
    while let [byte, behind @ ..] = rest {
        if *byte < 64 {
            low |= 1 << *byte;
        } else {
            high |= 1 << (*byte - 64);
        }
        rest = behind;
    }
    (low, high)
}

fn is_space(byte: u8) -> bool {
    byte < 64 && SPACES >> byte & 1 == 1
}

/// Whether a byte is part of a word or number: neither white space nor a delimiter.
fn is_regular(byte: u8) -> bool {
    match byte {
        0..64 => (SPACES | DELIMITERS.0) >> byte & 1 == 0,
        64..128 => DELIMITERS.1 >> (byte - 64) & 1 == 0,
        _ => true,
    }
}

/// Whether a byte is part of a number.
fn is_numeral(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+')
}

/// The bytes that hexadecimal digits write; white space between them counts for nothing, and a last digit alone
/// stands before a zero (ISO 32000-1, 7.3.4.3).
pub(super) fn bytes_of(digits: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let mut digits = digits.iter().filter_map(|digit| char::from(*digit).to_digit(16));
    std::iter::from_fn(move || u8::try_from(digits.next()? << 4 | digits.next().unwrap_or(0)).ok())
}

/// The value of a number.
fn value_of(digits: &[u8]) -> Option<f64> {
    whole(digits).or_else(|| std::str::from_utf8(digits).ok()?.parse::<f64>().ok())
}

/// A whole number, as most are: the parser of fractions took a tenth of the time of reading back.
fn whole(digits: &[u8]) -> Option<f64> {
    let (sign, digits) = match digits.strip_prefix(b"-") {
        Some(digits) => (-1.0, digits),
        None => (1.0, digits),
    };
    let short = (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let value = || digits.iter().fold(0u32, |value, digit| value * 10 + u32::from(digit - b'0'));
    short.then(|| sign * f64::from(value()))
}

/// Where an object lies.
#[derive(Clone, Copy)]
enum ObjectPlace {
    Nowhere,
    At(usize),
    In { stream: usize, index: usize },
}

/// A file with its object streams inflated.
pub(super) struct PdfObjects<'a> {
    bytes: &'a [u8],
    places: Vec<ObjectPlace>,
    /// Object streams by id: bytes, and offset of each object.
    packed: Vec<(u32, Vec<u8>, Vec<usize>)>,
    /// The catalog.
    pub root: u32,
}

impl<'a> PdfObjects<'a> {
    /// Reads the cross-references and the object streams.
    pub(super) fn open(bytes: &'a [u8], helpers: &dyn Helpers) -> Result<Self, Refusal> {
        let start = b"startxref";
        let at = bytes.windows(start.len()).rposition(|window| window == start);
        let offset = at.and_then(|at| PdfTokens::new(bytes, at + start.len()).next()?.number());
        let offset = offset.ok_or_else(|| damaged("the PDF has no end"))?;
        let (trailer, rows) = stream_at(bytes, offset)?;
        let root = trailer.get("Root").and_then(PdfValue::reference);
        let root = root.ok_or_else(|| damaged("the PDF has no catalog"))?;
        let index: Vec<usize> = trailer
            .get("Index")
            .map(PdfValue::items)
            .unwrap_or_default()
            .iter()
            .filter_map(PdfValue::number)
            .collect();
        let places = places(&rows, &index)?;
        let mut file = PdfObjects { bytes, places, packed: Vec::new(), root };
        let mut streams: Vec<u32> = file
            .places
            .iter()
            .filter_map(
                |place| if let ObjectPlace::In { stream, .. } = place { Some(*stream as u32) } else { None },
            )
            .collect();
        streams.sort_unstable();
        streams.dedup();
        let packed = each(helpers, &streams, |id| file.packed(*id));
        file.packed = packed.into_iter().collect::<Result<_, _>>()?;
        Ok(file)
    }

    /// An object stream: its id, its bytes, and the offset of each object in it.
    fn packed(&self, id: u32) -> Result<(u32, Vec<u8>, Vec<usize>), Refusal> {
        let (parts, bytes) = self.stream(id)?;
        let first = parts.get("First").and_then(PdfValue::number).unwrap_or(0);
        let mut index = PdfTokens::new(&bytes, 0);
        let count = parts.get("N").and_then(PdfValue::number).unwrap_or(0);
        let offsets = (0..count).map_while(|_| {
            index.next()?;
            Some(first + index.next()?.number()?)
        });
        let offsets = offsets.collect();
        Ok((id, bytes, offsets))
    }

    /// Numbers of objects, the greatest and one.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// An object that is not a stream.
    pub(super) fn object(&self, id: u32) -> Result<PdfValue<'_>, Refusal> {
        if let Some(ObjectPlace::At(offset)) = self.places.get(id as usize) {
            return Ok(object_at(self.bytes, *offset)?.0);
        }
        self.packed_object(id).ok_or_else(|| damaged(format!("the PDF's object {id} is missing")))
    }

    /// An object of an object stream; `None` where there is none.
    pub(super) fn packed_object(&self, id: u32) -> Option<PdfValue<'_>> {
        let ObjectPlace::In { stream, index } = self.places.get(id as usize)? else { return None };
        let found = self.packed.binary_search_by_key(&(*stream as u32), |packed| packed.0).ok()?;
        let (_, bytes, offsets) = self.packed.get(found)?;
        PdfTokens::new(bytes, *offsets.get(*index)?).next()
    }

    /// The object behind an entry of a dictionary, references followed.
    pub(super) fn entry<'v>(&'v self, value: &PdfValue<'v>, key: &str) -> Result<PdfValue<'v>, Refusal> {
        match value.get(key) {
            Some(PdfValue::Reference(id)) => self.object(*id),
            Some(value) => Ok(value.clone()),
            None => Err(damaged(format!("the PDF has no {key} where one must be"))),
        }
    }

    /// A stream, inflated.
    pub(super) fn stream(&self, id: u32) -> Result<(PdfValue<'a>, Vec<u8>), Refusal> {
        match self.places.get(id as usize) {
            Some(ObjectPlace::At(offset)) => stream_at(self.bytes, *offset),
            _ => Err(damaged(format!("the PDF's stream {id} is missing"))),
        }
    }
}

/// The object at an offset, and where it ends.
fn object_at(bytes: &[u8], offset: usize) -> Result<(PdfValue<'_>, usize), Refusal> {
    let mut tokens = PdfTokens::new(bytes, offset);
    let head = [tokens.next(), tokens.next(), tokens.next()];
    let [Some(PdfValue::Number(_)), Some(PdfValue::Number(_)), Some(PdfValue::Word(b"obj"))] = head else {
        return Err(damaged(format!("no object begins at byte {offset} of the PDF")));
    };
    let value = tokens.next().ok_or_else(|| damaged(format!("the object at byte {offset} is broken")))?;
    Ok((value, tokens.at))
}

/// The stream at an offset, inflated and its predictor undone.
fn stream_at(bytes: &[u8], offset: usize) -> Result<(PdfValue<'_>, Vec<u8>), Refusal> {
    let broken = || damaged(format!("the stream at byte {offset} of the PDF is broken"));
    let (parts, end) = object_at(bytes, offset)?;
    let rest = bytes.get(end..).map(<[u8]>::trim_ascii_start).and_then(|rest| rest.strip_prefix(b"stream\n"));
    let rest = rest.ok_or_else(broken)?;
    let length = parts.get("Length").and_then(PdfValue::number).ok_or_else(broken)?;
    let raw = rest.get(..length).ok_or_else(broken)?;
    let mut out = Vec::with_capacity(length * 4);
    match parts.get("Filter") {
        None => out.extend(raw),
        Some(PdfValue::Name(b"FlateDecode")) => {
            let mut inflater = flate2::read::ZlibDecoder::new(raw).take(INFLATED);
            inflater.read_to_end(&mut out).map_err(|_| broken())?;
        }
        Some(_) => return Err(broken()),
    }
    if let Some(columns) = parts.get("DecodeParms").and_then(|p| p.get("Columns")).and_then(PdfValue::number)
    {
        out = undo_up(&out, columns).ok_or_else(broken)?;
    }
    Ok((parts, out))
}

/// Undoes the PNG predictor "up".
fn undo_up(rows: &[u8], columns: usize) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rows.len());
    let mut above = vec![0u8; columns];
    for row in rows.chunks_exact(columns + 1) {
        let (2, row) = row.split_first().map(|(filter, row)| (*filter, row))? else { return None };
        above.iter_mut().zip(row).for_each(|(above, byte)| *above = above.wrapping_add(*byte));
        out.extend(&above);
    }
    Some(out)
}

/// Rows of a cross-reference stream of widths 1, 4 and 2; `index` has the first object and the count
/// of each section, or nothing where all objects are listed.
fn places(rows: &[u8], index: &[usize]) -> Result<Vec<ObjectPlace>, Refusal> {
    let broken = || damaged("the PDF's cross-references are broken");
    let mut rows = rows.chunks(7);
    let whole = [0, rows.len()];
    let mut places = Vec::with_capacity(rows.len());
    for section in if index.is_empty() { &whole } else { index }.chunks(2) {
        let &[first, count] = section else { return Err(broken()) };
        if first < places.len() || first > places.len() + MOST_ABSENT {
            return Err(broken());
        }
        places.resize(first, ObjectPlace::Nowhere);
        for row in rows.by_ref().take(count) {
            places.push(place(row).ok_or_else(broken)?);
        }
    }
    Ok(places)
}

/// Object numbers that may be left out between two sections.
const MOST_ABSENT: usize = 10_000;

fn place(row: &[u8]) -> Option<ObjectPlace> {
    let [kind, a, b, c, d, e, f] = *row else { return None };
    let field = u32::from_be_bytes([a, b, c, d]) as usize;
    match kind {
        0 => Some(ObjectPlace::Nowhere),
        1 => Some(ObjectPlace::At(field)),
        2 => Some(ObjectPlace::In { stream: field, index: usize::from(u16::from_be_bytes([e, f])) }),
        _ => None,
    }
}
