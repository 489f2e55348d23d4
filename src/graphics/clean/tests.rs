//! Tests of what is taken out of pictures: small files of each format, made here.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::Write;

use super::{CleanPicture, cleaned};
use crate::graphics::{PixelBudget, Raster, cut::encoded};

fn clean(bytes: &[u8]) -> CleanPicture<'_> {
    cleaned(bytes, &mut PixelBudget::default())
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// The beginning of a colour profile: its length, and its signature at byte 36.
fn profile() -> Vec<u8> {
    [&128u32.to_be_bytes()[..], &[0; 32], b"acsp", &[0; 88]].concat()
}

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let body = [kind, data].concat();
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    [&u32::try_from(data.len()).unwrap().to_be_bytes(), body.as_slice(), &sum.sum().to_be_bytes()].concat()
}

/// A PNG with chunks before its pixels.
fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let plain =
        encoded(&Raster { width: 2, height: 1, samples: 1, pixels: vec![7, 9], alpha: None }).unwrap();
    let (head, rest) = plain.split_at(8 + 25);
    [head, &chunks.concat(), rest].concat()
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
        png(&[chunk(b"iCCP", &[b"Mary's screen\0\0".as_slice(), &packed(profile)].concat())])
    };
    let with = file(&profile());
    let made = clean(&with);
    assert!(holds(&made.bytes, b"iCCPicc\0\0") && !holds(&made.bytes, b"Mary") && made.understood);
    assert_eq!(clean(&made.bytes), made);
    assert!(!holds(&clean(&file(b"taken by Mary")).bytes, b"iCCP"));
}

#[test]
fn a_png_keeps_what_it_needs_and_no_more_of_it_than_there_can_be() {
    let file = png(&[
        chunk(b"tEXt", b"Author\0Mary"),
        chunk(b"gAMA", b"\0\0\xB1\x8FMary"),
        chunk(b"pHYs", b"\0\0\x0B\x13\0\0\x0B\x13\x01"),
    ]);
    let made = clean(&file);
    assert!(!holds(&made.bytes, b"Mary") && holds(&made.bytes, b"pHYs") && made.understood);
    // Without an end nothing of it is drawn: what was understood is left, and it is said that it is damaged.
    let cut = &file[..file.len() - 30];
    let made = clean(cut);
    assert!(!holds(&made.bytes, b"Mary") && !made.understood);
}

fn segment(file: &mut Vec<u8>, marker: u8, data: &[u8]) {
    file.extend([0xFF, marker]);
    file.extend(u16::try_from(data.len() + 2).unwrap().to_be_bytes());
    file.extend(data);
}

fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut file = vec![0xFF, 0xD8];
    segments.iter().for_each(|(marker, data)| segment(&mut file, *marker, data));
    segment(&mut file, 0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0");
    segment(&mut file, 0xDA, b"\x01\x01\0\0\x3F\0");
    file.extend([0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34, 0xFF, 0xD9]);
    file
}

#[test]
fn a_jpeg_keeps_its_picture_alone() {
    let colours = [b"ICC_PROFILE\0\x01\x01", profile().as_slice()].concat();
    let picture = jpeg(&[
        (0xE0u8, &b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01PIX"[..]),
        (0xE1, b"Exif\0\0GPS 46.2 N"),
        (0xE2, &colours),
        (0xED, b"Photoshop 3.0"),
        (0xEE, b"Adobe\0\x64\0\0\0\0\x01HERE"),
        (0xF0, b"HERE"),
        (0xFE, b"taken by M."),
    ]);
    let file = [picture.as_slice(), b"trailer"].concat();
    let made = clean(&file);
    for words in [&b"GPS"[..], b"Photoshop", b"taken", b"trailer", b"PIX", b"HERE"] {
        assert!(!holds(&made.bytes, words), "{}", String::from_utf8_lossy(words));
    }
    for words in [&b"ICC_PROFILE"[..], b"JFIF", b"Adobe", &picture[picture.len() - 8..]] {
        assert!(holds(&made.bytes, words));
    }
    assert_eq!(clean(&made.bytes), made);
}

#[test]
fn a_profile_is_no_place_for_words() {
    let long = [b"ICC_PROFILE\0\x01\x01", profile().as_slice(), b"HERE"].concat();
    let first = [b"ICC_PROFILE\0\x01\x02", profile().as_slice()].concat();
    let kinds: [&[(u8, &[u8])]; 3] = [
        &[(0xE2, &long)],
        &[(0xE2, &first), (0xE2, b"ICC_PROFILE\0\x02\x02HERE")],
        &[(0xE2, b"ICC_PROFILE\0\x02\x02HERE")],
    ];
    for segments in kinds {
        let file = jpeg(segments);
        let made = clean(&file);
        assert!(!holds(&made.bytes, b"HERE") && !holds(&made.bytes, b"acsp") && made.understood);
    }
}

#[test]
fn other_formats_lose_their_comments() {
    let mut gif = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
    gif.extend(b"\x21\xFE\x05HELLO\0");
    gif.extend(b"\x21\xFF\x0BXMP DataXMP\x03abc\0");
    gif.extend(b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x99HELLO");
    let made = clean(&gif).bytes;
    assert!(!holds(&made, b"HELLO") && !holds(&made, b"abc") && made.ends_with(b"\x44\x01\0;"));
    let mut webp = b"RIFF\x2D\0\0\0WEBPVP8X\x0A\0\0\0\x0C\0\0\0\0\0\0\0\0\0EXIF\x03\0\0\0abc\0".to_vec();
    webp.extend(b"VP8L\x01\0\0\0x\0HELLO");
    webp[4] = u8::try_from(webp.len() - 8 - 5).unwrap();
    let made = clean(&webp).bytes;
    assert!(!holds(&made, b"abc") && holds(&made, b"VP8L") && !holds(&made, b"HELLO") && made[20] == 0);
    assert_eq!(made[4..8], (made.len() as u32 - 8).to_le_bytes());
}

#[test]
fn a_bitmap_keeps_no_byte_between_its_parts() {
    let mut file = b"BM\0\0\0\0HERE\x3E\0\0\0".to_vec();
    file.extend([40u32, 1, 1, 1 | 24 << 16, 0, 0, 0, 0, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    file.extend(b"HERELIES\x01\x02\x03\0HERE");
    let made = clean(&file);
    assert!(!holds(&made.bytes, b"HERE") && made.bytes.ends_with(&[1, 2, 3, 0]));
    assert_eq!((made.bytes.len(), made.media_type, made.understood), (58, None, true));
}

fn record(kind: u32, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len() + 8).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn metafile(records: &[Vec<u8>]) -> Vec<u8> {
    let words: Vec<u8> = "Tool\0Mary\0\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut head = [0; 88];
    head[..8].copy_from_slice(&[1, 0, 0, 0, 112, 0, 0, 0]);
    head[32] = 200;
    head[36] = 200;
    head[40..44].copy_from_slice(b" EMF");
    head[60] = 11;
    head[64] = 88;
    [&head[..], &words, &[0, 0], &records.concat(), &record(14, b"\0\0\0\0\x10\0\0\0\x14\0\0\0"), b"HERE"]
        .concat()
}

#[test]
fn a_metafile_keeps_the_records_that_draw() {
    let plus = |records: &[u8]| {
        let data = [b"EMF+", records].concat();
        record(70, &[&u32::try_from(data.len()).unwrap().to_le_bytes()[..], &data].concat())
    };
    let square = record(43, &[1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0]);
    let end = b"\x02\x40\0\0\x0C\0\0\0\0\0\0\0";
    let remark = b"\x03\x40\0\0\x10\0\0\0\x04\0\0\0HERE";
    let file = metafile(&[
        record(70, b"\x04\0\0\0HERE"),
        plus(b"HERE not records"),
        plus(&[&remark[..], end].concat()),
        square.clone(),
        record(113, b"HERE"),
        record(900, b"HERE"),
    ]);
    let made = clean(&file);
    let bare: Vec<u8> = made.bytes.iter().copied().filter(|byte| *byte != 0).collect();
    assert!(!holds(&bare, b"HERE") && !holds(&bare, b"Mary") && made.understood);
    assert!(holds(&made.bytes, &square) && holds(&made.bytes, &plus(end)));
    assert_eq!(made.bytes[48..52], u32::try_from(made.bytes.len()).unwrap().to_le_bytes());
    assert_eq!(made.bytes[52], 4);
    let mut packer = flate2::GzBuilder::new().filename("HERE").write(Vec::new(), flate2::Compression::fast());
    packer.write_all(&file).unwrap();
    let packed = packer.finish().unwrap();
    assert_eq!(clean(&packed).bytes, made.bytes);
    assert_eq!(clean(&packed).media_type, Some("image/x-emf"));
}

#[test]
fn an_old_metafile_keeps_no_escape() {
    let mut file = b"\x01\0\x09\0\0\x03\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    file.extend(b"\x07\0\0\0\x26\x06\x0F\0\x04\0HERE");
    let square = b"\x07\0\0\0\x1B\x04\x09\0\x09\0\x01\0\x01\0";
    file.extend(square);
    file.extend(b"\x03\0\0\0\0\0HERE");
    let made = clean(&file);
    assert!(!holds(&made.bytes, b"HERE") && holds(&made.bytes, square));
    assert_eq!((made.bytes.len(), made.bytes[6], made.bytes[12]), (38, 19, 7));
}

#[test]
fn a_drawing_is_written_with_what_draws() {
    let inner = base64::engine::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        png(&[chunk(b"tEXt", b"Author\0Mary")]),
    );
    let file = format!(
        r##"<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY who "HERE">]><!-- HERE --><v:svg xmlns:v="http://www.w3.org/2000/svg"
        xmlns:x="http://www.w3.org/1999/xlink" xmlns:k="urn:k" width="9" height="9" k:file="/home/HERE" onload="HERE()" id="HERE">
        <v:metadata>HERE</v:metadata><v:title>HERE</v:title><v:desc>HERE</v:desc><v:script>HERE</v:script><k:view>HERE</k:view>
        <v:style>/* HERE */ .gone {{ display : none }} .red {{ fill: red }}</v:style>
        <v:defs><v:path id="used" d="M0 0h3"/><v:text id="none">HERE</v:text></v:defs><v:use x:href="#used"/>
        <v:text display="none">HERE</v:text><v:text style="fill:red; visibility: hidden">HERE</v:text><v:text class="gone">HERE</v:text>
        <v:text opacity="0">HERE</v:text><v:foreignObject>HERE</v:foreignObject><v:image x:href="http://HERE/a.png"/>
        <v:a x:href="javascript:HERE()"><v:text class="red" fill="url(http://HERE/)">Shown &amp; <v:tspan>kept</v:tspan></v:text></v:a>
        <v:image x:href="data:image/png;base64,{inner}" width="3" height="3"/></v:svg>"##
    );
    let made = clean(file.as_bytes());
    let text = std::str::from_utf8(&made.bytes).unwrap();
    assert!(!text.contains("HERE") && made.understood, "{text}");
    for kept in [
        "<path id=\"used\" d=\"M0 0h3\"></path>",
        "xlink:href=\"#used\"",
        "Shown &amp; <tspan>kept",
        "fill: red",
    ] {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    let picture = text.split("base64,").nth(1).unwrap().split('"').next().unwrap();
    assert!(picture.len() < inner.len());
    assert_eq!(clean(&made.bytes).bytes, made.bytes);
}

#[test]
fn what_is_not_understood_is_said_to_be_so() {
    for bytes in
        [&b"\xFF\xD8\xFF\xE1\xFF\xFF"[..], b"\x89PNG\r\n\x1a\n\0\0\0\xFFIHDR", b"GIF89a", b"<!-- x", b"words"]
    {
        let made = clean(bytes);
        assert!(!made.understood && bytes.starts_with(&made.bytes), "{bytes:?}");
    }
}
