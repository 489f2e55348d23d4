//! Glyphs of our own in a subset: several glyphs drawn as one, and glyphs of another width.
//!
//! In: a TrueType program and what to put behind its glyphs. Out: the program with these added as
//! composite glyphs (OpenType, `glyf`). A reader of a PDF finds words by the codes and their widths: a
//! letter whose dots are glyphs of their own, or a digit that stands a quarter of an em off, is one
//! code only if the font has it as one glyph. Never: a change to a glyph that is there.

use crate::diagnostics::Refusal;

/// A glyph made of others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Composite {
    /// Its parts; none for a glyph that draws nothing.
    pub parts: Vec<GlyphComponent>,
    /// Advance, font units.
    pub advance: u16,
}

/// A part of a composite glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GlyphComponent {
    /// Glyph index in the program.
    pub glyph: u16,
    /// Shift to the right, font units.
    pub x: i16,
    /// Shift upwards, font units.
    pub y: i16,
}

/// Flags of a component (OpenType, `glyf`): both arguments are words; they are a shift; more follow.
const WORDS: u16 = 0x0001;
const SHIFT: u16 = 0x0002;
const MORE: u16 = 0x0020;

/// Number of contours that says that a glyph is made of others.
const MADE_OF_OTHERS: i16 = -1;

/// A table of a program: its tag and its bytes.
type SfntTable = ([u8; 4], Vec<u8>);

/// Left, lower, right and upper edge of a glyph, font units.
type Edges = [i32; 4];

/// Puts glyphs behind those of a program; the index of the first.
pub(super) fn append(program: &[u8], added: &[Composite]) -> Result<(Vec<u8>, u16), Refusal> {
    let lost = || Refusal::internal("a font program that is not as its subset should be");
    let mut tables = tables(program).ok_or_else(lost)?;
    let long = word(table(&tables, b"head").ok_or_else(lost)?, 50).ok_or_else(lost)? != 0;
    let first = word(table(&tables, b"maxp").ok_or_else(lost)?, 4).ok_or_else(lost)?;
    let mut glyf = table(&tables, b"glyf").ok_or_else(lost)?.to_vec();
    let mut ends = offsets(table(&tables, b"loca").ok_or_else(lost)?, long);
    let boxes = ends.windows(2).map(|pair| bounds(&glyf, pair)).collect::<Vec<_>>();
    let bearings = extend(&mut glyf, &mut ends, &boxes, added);
    let metrics = metrics(&tables, usize::from(first), added, &bearings).ok_or_else(lost)?;
    let count = u16::try_from(usize::from(first) + added.len());
    let count = count.map_err(|_| Refusal::internal("over 65,535 glyphs of one font"))?;
    let loca = ends.iter().flat_map(|end| end.to_be_bytes()).collect();
    replace(&mut tables, b"glyf", glyf);
    replace(&mut tables, b"loca", loca);
    replace(&mut tables, b"hmtx", metrics);
    edit(&mut tables, b"head", 50, 1);
    edit(&mut tables, b"hhea", 34, count);
    edit(&mut tables, b"maxp", 4, count);
    raise_limits(&mut tables, added);
    Ok((assemble(&tables), first))
}

/// The tables of a program.
fn tables(program: &[u8]) -> Option<Vec<SfntTable>> {
    let count = word(program, 4)?;
    let record = |at: u16| {
        let record = program.get(12 + usize::from(at) * 16..)?.get(..16)?;
        let tag: [u8; 4] = record.get(..4)?.try_into().ok()?;
        let (start, length) = (double(record, 8)? as usize, double(record, 12)? as usize);
        Some((tag, program.get(start..start.checked_add(length)?)?.to_vec()))
    };
    (0..count).map(record).collect()
}

fn table<'t>(tables: &'t [SfntTable], tag: &[u8; 4]) -> Option<&'t [u8]> {
    tables.iter().find(|table| table.0 == *tag).map(|table| table.1.as_slice())
}

fn replace(tables: &mut [SfntTable], tag: &[u8; 4], bytes: Vec<u8>) {
    if let Some(table) = tables.iter_mut().find(|table| table.0 == *tag) {
        table.1 = bytes;
    }
}

/// Sets a word of a table.
fn edit(tables: &mut [SfntTable], tag: &[u8; 4], at: usize, value: u16) {
    let table = tables.iter_mut().find(|table| table.0 == *tag);
    if let Some(slot) = table.and_then(|table| table.1.get_mut(at..at + 2)) {
        slot.copy_from_slice(&value.to_be_bytes());
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

fn double(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes)
}

/// Where glyphs begin in `glyf`, and where the last one ends.
fn offsets(loca: &[u8], long: bool) -> Vec<u32> {
    if long {
        loca.chunks_exact(4).filter_map(|entry| double(entry, 0)).collect()
    } else {
        loca.chunks_exact(2).filter_map(|entry| word(entry, 0)).map(|half| u32::from(half) * 2).collect()
    }
}

/// The edges of a glyph; `None` for one that draws nothing.
fn bounds(glyf: &[u8], ends: &[u32]) -> Option<Edges> {
    let &[start, end] = ends else { return None };
    let glyph = glyf.get(start as usize..end as usize)?;
    let edge = |at: usize| word(glyph, at).map(|edge| i32::from(edge.cast_signed()));
    Some([edge(2)?, edge(4)?, edge(6)?, edge(8)?])
}

/// Writes the glyphs into `glyf`; the left bearing of each.
fn extend(glyf: &mut Vec<u8>, ends: &mut Vec<u32>, boxes: &[Option<Edges>], added: &[Composite]) -> Vec<i16> {
    let mut bearings = Vec::with_capacity(added.len());
    for composite in added {
        let drawn = composite.parts.iter().filter_map(|part| {
            let [left, low, right, high] = (*boxes.get(usize::from(part.glyph))?)?;
            let (x, y) = (i32::from(part.x), i32::from(part.y));
            Some([left + x, low + y, right + x, high + y])
        });
        let edges = drawn.reduce(|[l, b, r, t], [left, low, right, high]| {
            [l.min(left), b.min(low), r.max(right), t.max(high)]
        });
        let edges = edges.map(|edges| edges.map(|edge| edge.clamp(-32_768, 32_767) as i16));
        if let Some(edges) = edges {
            let head = [MADE_OF_OTHERS].into_iter().chain(edges);
            glyf.extend(head.flat_map(i16::to_be_bytes));
            write_parts(glyf, &composite.parts);
        }
        bearings.push(edges.map_or(0, |[left, ..]| left));
        ends.push(glyf.len() as u32);
    }
    bearings
}

fn write_parts(glyf: &mut Vec<u8>, parts: &[GlyphComponent]) {
    for (at, part) in parts.iter().enumerate() {
        let more = if at + 1 < parts.len() { MORE } else { 0 };
        glyf.extend((WORDS | SHIFT | more).to_be_bytes());
        glyf.extend(part.glyph.to_be_bytes());
        glyf.extend(part.x.to_be_bytes());
        glyf.extend(part.y.to_be_bytes());
    }
}

/// Advance and left bearing of every glyph, each with an advance of its own.
fn metrics(tables: &[SfntTable], count: usize, added: &[Composite], bearings: &[i16]) -> Option<Vec<u8>> {
    let hmtx = table(tables, b"hmtx")?;
    let whole = usize::from(word(table(tables, b"hhea")?, 34)?);
    let mut metrics = Vec::with_capacity((count + added.len()) * 4);
    for glyph in 0..count {
        let advance = word(hmtx, glyph.min(whole.checked_sub(1)?) * 4)?;
        let bearing = if glyph < whole { glyph * 4 + 2 } else { whole * 4 + (glyph - whole) * 2 };
        metrics.extend(advance.to_be_bytes());
        metrics.extend(word(hmtx, bearing)?.to_be_bytes());
    }
    for (composite, bearing) in added.iter().zip(bearings) {
        metrics.extend(composite.advance.to_be_bytes());
        metrics.extend(bearing.to_be_bytes());
    }
    Some(metrics)
}

/// Raises what `maxp` says of composite glyphs: points and contours of the largest, parts, depth.
fn raise_limits(tables: &mut [SfntTable], added: &[Composite]) {
    let most = added.iter().map(|composite| composite.parts.len()).max().unwrap_or(0);
    let most = u16::try_from(most).unwrap_or(u16::MAX);
    let maxp = table(tables, b"maxp").map(<[u8]>::to_vec).unwrap_or_default();
    let at = |place: usize| word(&maxp, place).unwrap_or(0);
    // A part has at most what any glyph has, made of others or not.
    let (points, contours) = (at(6).max(at(10)), at(8).max(at(12)));
    edit(tables, b"maxp", 10, points.saturating_mul(most.max(1)));
    edit(tables, b"maxp", 12, contours.saturating_mul(most.max(1)));
    edit(tables, b"maxp", 28, at(28).max(most));
    edit(tables, b"maxp", 30, at(30).saturating_add(1));
}

/// A program of tables (OpenType, "Organization of an OpenType Font").
fn assemble(tables: &[SfntTable]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.max(1).ilog2() as u16;
    let range = 16u16 << power;
    let mut program = Vec::with_capacity(tables.iter().map(|table| table.1.len() + 20).sum::<usize>() + 12);
    program.extend(0x0001_0000u32.to_be_bytes());
    let search = [count, range, power, (count * 16).saturating_sub(range)];
    program.extend(search.into_iter().flat_map(u16::to_be_bytes));
    let mut start = 12 + tables.len() * 16;
    for (tag, bytes) in tables {
        program.extend(tag);
        program.extend(checksum(bytes).to_be_bytes());
        program.extend((start as u32).to_be_bytes());
        program.extend((bytes.len() as u32).to_be_bytes());
        start += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        program.extend(bytes);
        program.resize(program.len().next_multiple_of(4), 0);
    }
    program
}

/// Sum of a table's words (OpenType, "Calculating Checksums").
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0u32, |sum, chunk| {
        let mut padded = [0; 4];
        padded.iter_mut().zip(chunk).for_each(|(slot, byte)| *slot = *byte);
        sum.wrapping_add(u32::from_be_bytes(padded))
    })
}
