//! What a picture's file says of its maker is taken out: place, camera, dates, comments, thumbnails.
//!
//! In: the bytes of a picture. Out: the same picture without them. Never: another pixel. Word places a
//! picture by its own record alone and does not heed the orientation in it, so that goes too.

use std::borrow::Cow;
use std::io::Read;

/// A picture without what is about its maker. What is not understood to its end stays as it is.
pub(crate) fn cleaned(bytes: &[u8]) -> Cow<'_, [u8]> {
    let clean = match bytes {
        [0xFF, 0xD8, 0xFF, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif(bytes),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => super::tiff_tags::cleaned(bytes),
        [b'<', ..] | [0xEF, 0xBB, 0xBF, b'<', ..] => svg(bytes),
        _ => None,
    };
    clean.map_or(Cow::Borrowed(bytes), Cow::Owned)
}

/// A JPEG without comments and without application segments, save those that its colours need: JFIF,
/// ICC profile, Adobe's transform (ITU-T T.81, B.2.4.6). What follows its end goes too.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(bytes.get(..2)?);
    let mut rest = bytes.get(2..)?;
    loop {
        let [0xFF, marker, tail @ ..] = rest else { return None };
        match marker {
            0xFF => rest = rest.get(1..)?,
            0xD9 => {
                clean.extend([0xFF, 0xD9]);
                return Some(clean);
            }
            0x01 | 0xD0..=0xD7 => {
                clean.extend([0xFF, *marker]);
                rest = tail;
            }
            _ => {
                let length = usize::from(u16::from_be_bytes(*tail.first_chunk()?));
                let segment = tail.get(2..length)?;
                rest = tail.get(length..)?;
                match marker {
                    0xE0 if segment.starts_with(b"JFIF\0") => {
                        // Its thumbnail shows what may be cropped away.
                        let head = segment.get(..12)?;
                        clean.extend([0xFF, 0xE0, 0, 16]);
                        clean.extend(head);
                        clean.extend([0, 0]);
                    }
                    0xE2 if is_profile(segment) => copy(&mut clean, *marker, segment),
                    0xEE if segment.starts_with(b"Adobe") => copy(&mut clean, *marker, segment),
                    0xE0..=0xEF | 0xFE => {}
                    _ => copy(&mut clean, *marker, segment),
                }
                if *marker == 0xDA {
                    let scan = scan_length(rest);
                    clean.extend(rest.get(..scan)?);
                    rest = rest.get(scan..)?;
                    if rest.is_empty() {
                        // Cut short: decoders show what there is.
                        return Some(clean);
                    }
                }
            }
        }
    }
}

/// Whether a segment holds a piece of an ICC profile (ICC.1, annex B.4): the first has the profile's signature.
fn is_profile(segment: &[u8]) -> bool {
    let Some(piece) = segment.strip_prefix(b"ICC_PROFILE\0") else { return false };
    let is_first = piece.first() == Some(&1);
    !is_first || piece.get(2 + 36..2 + 40) == Some(b"acsp")
}

fn copy(clean: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    clean.extend([0xFF, marker]);
    // It was read from a length of two bytes.
    clean.extend(u16::try_from(segment.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    clean.extend(segment);
}

/// Bytes of coded data up to the next marker that is no restart (ITU-T T.81, B.1.1.5).
fn scan_length(rest: &[u8]) -> usize {
    let marker = |pair: &[u8]| matches!(pair, [0xFF, code] if !matches!(code, 0 | 0xD0..=0xD7 | 0xFF));
    rest.windows(2).position(marker).unwrap_or(rest.len())
}

/// Chunks of a PNG that its picture needs (ISO/IEC 15948, 11).
const PNG_CHUNKS: &[&[u8]] =
    &[b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs", b"bKGD"];

/// The chunk of a PNG's colour profile under a name that says nothing (ISO/IEC 15948, 11.3.2.3); `None` where it
/// holds no profile.
fn nameless(profile: &[u8]) -> Option<Vec<u8>> {
    let name = profile.iter().position(|byte| *byte == 0)?;
    let packed = profile.get(name + 2..)?;
    let mut head = [0; 40];
    flate2::read::ZlibDecoder::new(packed).read_exact(&mut head).ok()?;
    if head.get(36..) != Some(b"acsp") {
        return None;
    }
    let body = [b"iCCPicc\0\0".as_slice(), packed].concat();
    let length = u32::try_from(body.len().checked_sub(4)?).ok()?;
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    Some([&length.to_be_bytes(), body.as_slice(), &sum.sum().to_be_bytes()].concat())
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut clean = Vec::with_capacity(bytes.len());
    clean.extend(head);
    loop {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let chunk = rest.get(..length.checked_add(12)?)?;
        let kind = chunk.get(4..8)?;
        if kind == b"iCCP" {
            clean.extend(nameless(chunk.get(8..length + 8)?).unwrap_or_default());
        } else if PNG_CHUNKS.contains(&kind) {
            clean.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(clean);
        }
        rest = rest.get(length + 12..)?;
    }
}

/// A GIF without comments, plain texts, and the data of applications but for the one that repeats
/// (GIF89a, 24 to 26).
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3usize << ((flags & 7) + 1) };
    let blocks = |rest: &[u8]| {
        let mut at = 0;
        loop {
            match rest.get(at)? {
                0 => return Some(at + 1),
                length => at += 1 + usize::from(*length),
            }
        }
    };
    let head = 13 + table(*bytes.get(10)?);
    let mut clean = bytes.get(..head)?.to_vec();
    let mut rest = bytes.get(head..)?;
    loop {
        let length = match rest {
            [0x3B, ..] | [] => {
                clean.push(0x3B);
                return Some(clean);
            }
            [0x2C, ..] => {
                let data = 10 + table(*rest.get(9)?) + 1;
                data + blocks(rest.get(data..)?)?
            }
            [0x21, ..] => 2 + blocks(rest.get(2..)?)?,
            _ => return None,
        };
        let block = rest.get(..length)?;
        let kept = match block {
            [0x21, 0xF9, ..] | [0x2C, ..] => true,
            [0x21, 0xFF, name @ ..] => name.get(1..12) == Some(b"NETSCAPE2.0"),
            _ => false,
        };
        if kept {
            clean.extend(block);
        }
        rest = rest.get(length..)?;
    }
}

/// A WebP without EXIF and XMP (RFC 9649, 2.7.1.4).
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = bytes.get(12..).filter(|_| bytes.get(8..12) == Some(b"WEBP"))?;
    let mut body = b"WEBP".to_vec();
    while rest.len() >= 8 {
        let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
        let whole = length.checked_add(8 + length % 2)?.min(rest.len());
        let chunk = rest.get(..whole)?;
        match chunk.get(..4)? {
            b"VP8X" => {
                // Bits 2 and 3 of the flags announce the two.
                let at = body.len() + 8;
                body.extend(chunk);
                *body.get_mut(at)? &= !0x0C;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => body.extend(chunk),
            _ => {}
        }
        rest = rest.get(whole..)?;
    }
    let mut clean = b"RIFF".to_vec();
    clean.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
    clean.extend(body);
    Some(clean)
}

/// An SVG without comments and without the element that says who made it.
fn svg(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let next = [("<!--", "-->"), ("<metadata", "</metadata>")]
            .into_iter()
            .filter_map(|(open, close)| Some((rest.find(open)?, open, close)))
            .min();
        let Some((at, open, close)) = next else { break };
        let (before, from) = rest.split_at_checked(at)?;
        clean.push_str(before);
        let inside = from.get(open.len()..)?;
        let closed = inside.find('>').filter(|end| inside.get(..*end).is_some_and(|tag| tag.ends_with('/')));
        rest = match closed.filter(|_| open != "<!--") {
            Some(end) => inside.get(end + 1..)?,
            None => inside.get(inside.find(close)? + close.len()..)?,
        };
    }
    clean.push_str(rest);
    Some(clean.into_bytes())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::cleaned;

    fn holds(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    /// The beginning of a colour profile: its signature stands at byte 36.
    fn profile() -> Vec<u8> {
        [&[0; 36][..], b"acsp", &[0; 88]].concat()
    }

    /// A profile is kept under a name that says nothing; words in its place are not.
    #[test]
    fn a_png_keeps_its_profile_and_not_its_name() {
        let packed = |bytes: &[u8]| {
            let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(bytes).unwrap();
            packer.finish().unwrap()
        };
        let file = |profile: &[u8]| {
            let chunk = [b"Mary's screen\0\0".as_slice(), &packed(profile)].concat();
            let length = u32::try_from(chunk.len()).unwrap().to_be_bytes();
            let end = b"\0\0\0\0IEND\xAE\x42\x60\x82";
            [b"\x89PNG\r\n\x1a\n", &length[..], b"iCCP", &chunk, b"\0\0\0\0", end].concat()
        };
        let clean = cleaned(&file(&profile())).into_owned();
        assert!(holds(&clean, b"iCCPicc\0\0") && !holds(&clean, b"Mary") && clean.ends_with(b"\x42\x60\x82"));
        assert_eq!(cleaned(&clean), clean);
        assert!(!holds(&cleaned(&file(b"taken by Mary")), b"iCCP"));
    }

    #[test]
    fn a_jpeg_keeps_its_picture_alone() {
        let mut file = vec![0xFF, 0xD8];
        let colours = [b"ICC_PROFILE\0\x01\x01", profile().as_slice()].concat();
        for (marker, segment) in [
            (0xE0u8, &b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01PIX"[..]),
            (0xE1, b"Exif\0\0GPS 46.2 N"),
            (0xE2, &colours),
            (0xE2, b"ICC_PROFILE\0\x01\x01HERE"),
            (0xED, b"Photoshop 3.0"),
            (0xFE, b"taken by M."),
            (0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0"),
            (0xDA, b"\x01\x01\0\0\x3F\0"),
        ] {
            super::copy(&mut file, marker, segment);
        }
        file.extend([0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34, 0xFF, 0xD9]);
        let picture = file.clone();
        file.extend(b"trailer");
        let clean = cleaned(&file);
        for words in [&b"GPS"[..], b"Photoshop", b"taken", b"trailer", b"PIX", b"HERE"] {
            assert!(!holds(&clean, words), "{}", String::from_utf8_lossy(words));
        }
        assert!(
            holds(&clean, b"ICC_PROFILE")
                && holds(&clean, b"JFIF")
                && clean.ends_with(&picture[picture.len() - 8..])
        );
        assert_eq!(cleaned(&clean), clean);
    }

    #[test]
    fn other_formats_lose_their_comments() {
        let mut gif = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
        gif.extend(b"\x21\xFE\x05HELLO\0");
        gif.extend(b"\x21\xFF\x0BXMP DataXMP\x03abc\0");
        gif.extend(b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;");
        let clean = cleaned(&gif);
        assert!(!holds(&clean, b"HELLO") && !holds(&clean, b"abc") && clean.ends_with(b"\x44\x01\0;"));
        let svg = b"<svg><!-- by me --><metadata id='1'><x/></metadata><metadata/><path d='M0 0'/></svg>";
        assert_eq!(&*cleaned(svg), b"<svg><path d='M0 0'/></svg>");
        let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\x0C\0\0\0\0\0\0\0\0\0EXIF\x03\0\0\0abc\0".to_vec();
        webp.extend(b"VP8L\x01\0\0\0x\0");
        let clean = cleaned(&webp);
        assert!(!holds(&clean, b"abc") && holds(&clean, b"VP8L") && clean[20] == 0);
        assert_eq!(clean[4..8], (clean.len() as u32 - 8).to_le_bytes());
    }

    #[test]
    fn what_breaks_off_stays_as_it_is() {
        for bytes in
            [&b"\xFF\xD8\xFF\xE1\xFF\xFF"[..], b"\x89PNG\r\n\x1a\n\0\0\0\xFFIHDR", b"GIF89a", b"<!-- x"]
        {
            assert_eq!(&*cleaned(bytes), bytes);
        }
    }
}
