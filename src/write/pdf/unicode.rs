//! The map from codes to texts, `ToUnicode` (ISO 32000-1, 9.10.3).
//!
//! In: the texts of a font's codes, from code 1 on. Out: the CMap, as printpdf words it. Never: a range, which would
//! tie the texts of two codes together.

/// Entries of one block at most (Adobe Technical Note 5411, 1.4.2).
const A_BLOCK: usize = 100;

const DIGITS: [u8; 16] = *b"0123456789ABCDEF";

/// The CMap of a font, by its name among the resources.
pub(super) fn map<'t>(name: &str, texts: impl Iterator<Item = &'t str>) -> Vec<u8> {
    let mut out = head(name);
    let coded: Vec<(u16, &str)> = (1u16..).zip(texts).filter(|(_, text)| !text.is_empty()).collect();
    for block in
        coded.chunk_by(|(one, _), (next, _)| one >> 8 == next >> 8).flat_map(|page| page.chunks(A_BLOCK))
    {
        out.extend(format!("{} beginbfchar\n", block.len()).into_bytes());
        for (code, text) in block {
            out.push(b'<');
            unit(&mut out, *code);
            out.extend(b"> <");
            text.encode_utf16().for_each(|part| unit(&mut out, part));
            out.extend(b">\n");
        }
        out.extend(b"endbfchar\n");
    }
    out.extend(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

fn head(name: &str) -> Vec<u8> {
    format!(
        "/CIDInit /ProcSet findresource begin\n\n12 dict begin\n\nbegincmap\n\n%!PS-Adobe-3.0 Resource-CMap\n\
         %%DocumentNeededResources: procset CIDInit\n%%IncludeResource: procset CIDInit\n\n\
         /CIDSystemInfo 3 dict dup begin\n/Registry (FontSpecific) def\n/Ordering ({name}) def\n/Supplement 0 def\n\
         end def\n\n/CMapName /FontSpecific-{name} def\n/CMapVersion 1 def\n/CMapType 2 def\n/WMode 0 def\n\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    )
    .into_bytes()
}

/// Two bytes as four hexadecimal digits.
fn unit(out: &mut Vec<u8>, unit: u16) {
    let digit = |shift: u32| DIGITS.get(usize::from(unit >> shift & 0xF)).copied().unwrap_or(b'0');
    out.extend([digit(12), digit(8), digit(4), digit(0)]);
}
