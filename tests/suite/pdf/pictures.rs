//! Pictures: formats, alpha, and those that cannot be drawn.

use std::io::Write as _;

use crate::graphics::Drawing;
use crate::text::{Picture, PictureView};

use lopdf::Document;

use super::tools::run;
use super::*;

/// A PNG of 4 by 2 pixels.
fn png(colour: u8, depth: u8, extra: &[(&[u8; 4], &[u8])], row: &[u8], filter: u8) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], body: &[u8]| {
        out.extend((body.len() as u32).to_be_bytes());
        out.extend(kind);
        out.extend(body);
        // The check sum is for transport; the writer does not read it.
        out.extend([0; 4]);
    };
    chunk(b"IHDR", &[0, 0, 0, 4, 0, 0, 0, 2, depth, colour, 0, 0, 0]);
    for (kind, body) in extra {
        chunk(kind, body);
    }
    let rows: Vec<u8> = (0..2).flat_map(|_| std::iter::once(filter).chain(row.iter().copied())).collect();
    let mut deflated = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    deflated.write_all(&rows).unwrap();
    chunk(b"IDAT", &deflated.finish().unwrap());
    chunk(b"IEND", &[]);
    out
}

fn picture(bytes: Vec<u8>) -> Picture {
    Picture {
        bytes,
        media_type: "image/png".into(),
        width: 914_400,
        height: 457_200,
        description: None,
        view: PictureView::default(),
    }
}

fn is_drawable(picture: &Picture) -> bool {
    Images::of(std::slice::from_ref(picture)).fault(0).is_none()
}

fn page_with(picture: &Picture) -> Vec<u8> {
    let mut set = Setting::new("en");
    let paragraph = set.element(0, StructureKind::Paragraph);
    set.run(LATIN, 12.0, LEFT, "Before", PageTag::Element(paragraph));
    let figure = set.element(0, StructureKind::Figure);
    let tag = PageTag::Element(figure);
    set.put(PageItem::Picture(PlacedPicture {
        picture: 0,
        x: 100.0,
        y: 400.0,
        width: 72.0,
        height: 36.0,
        tag,
    }));
    let paragraph = set.element(0, StructureKind::Paragraph);
    set.y -= 20.0;
    set.run(LATIN, 12.0, LEFT, "after", PageTag::Element(paragraph));
    // What layout gives in place of a picture that cannot be drawn.
    set.pages.drawings = vec![Some(Drawing { width: 72.0, height: 36.0, items: Vec::new(), whole: true })];
    let images = Images::of(std::slice::from_ref(picture));
    write(&mut set.pages, std::slice::from_ref(picture), images, &PdfOptions::default()).unwrap()
}

#[test]
fn every_kind_of_png_is_drawn() {
    let palette: &[u8] = &[255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0];
    let cases: [(&str, Vec<u8>, bool); 7] = [
        ("grey", png(0, 8, &[], &[0, 80, 160, 255], 1), false),
        ("bits", png(0, 1, &[], &[0b1010_0000], 0), false),
        ("colour", png(2, 8, &[], &[9; 12], 2), false),
        ("palette", png(3, 2, &[(b"PLTE", palette)], &[0b0001_1011], 0), false),
        (
            "palette with alpha",
            png(3, 2, &[(b"PLTE", palette), (b"tRNS", &[0, 128])], &[0b0001_1011], 0),
            true,
        ),
        ("grey with alpha", png(4, 8, &[], &[1, 2, 3, 4, 5, 6, 7, 8], 3), true),
        ("colour with alpha", png(6, 16, &[], &[7; 32], 4), true),
    ];
    for (name, bytes, alpha) in cases {
        let picture = picture(bytes);
        assert!(is_drawable(&picture), "{name}");
        let bytes = page_with(&picture);
        let document = Document::load_mem(&bytes).unwrap();
        let masks = document.objects.values().filter(|o| o.as_stream().is_ok_and(|s| s.dict.has(b"SMask")));
        assert_eq!(masks.count(), usize::from(alpha), "{name}");
        assert_eq!(crate::verify::pdf::text(&bytes).unwrap().body, "Before\nafter\n");
        if let Some(output) = run("pdftoppm", &["-r", "10"], &bytes, &["/dev/null"]) {
            assert!(output.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        }
        if let Some(output) = run("qpdf", &["--check"], &bytes, &[]) {
            assert!(output.status.success(), "{name}: {output:?}");
        }
    }
}

#[test]
fn the_filters_of_rows_are_undone() {
    // "Sub" on grey and alpha: 10,20 then +1,+1 each; the colour plane is what is left.
    let bytes = page_with(&picture(png(4, 8, &[], &[10, 20, 1, 1, 1, 1, 1, 1], 1)));
    let document = Document::load_mem(&bytes).unwrap();
    let image =
        document.objects.values().find(|o| o.as_stream().is_ok_and(|s| s.dict.has(b"SMask"))).unwrap();
    let image = image.as_stream().unwrap();
    assert_eq!(image.decompressed_content().unwrap(), [10, 11, 12, 13, 10, 11, 12, 13]);
    let mask = document.get_object(image.dict.get(b"SMask").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(mask.as_stream().unwrap().decompressed_content().unwrap(), [20, 21, 22, 23, 20, 21, 22, 23]);
}

#[test]
fn what_cannot_be_drawn_is_a_form_in_its_place() {
    let whole = png(0, 8, &[], &[1; 4], 0);
    let short = png(0, 8, &[], &[1; 3], 0);
    let mut huge = whole.clone();
    huge[16..24].fill(0xFF);
    let cases = [short, huge, b"GIF89a".to_vec(), Vec::new(), b"\xFF\xD8\xFF".to_vec()];
    for bytes in cases.into_iter().chain((0..whole.len() - 30).map(|cut| whole[..cut].to_vec())) {
        let picture = picture(bytes);
        assert!(!is_drawable(&picture));
        let bytes = page_with(&picture);
        let document = Document::load_mem(&bytes).unwrap();
        let form = |o: &&lopdf::Object| {
            o.as_stream()
                .is_ok_and(|s| s.dict.get(b"Subtype").is_ok_and(|n| n.as_name().is_ok_and(|n| n == b"Form")))
        };
        assert_eq!(document.objects.values().filter(form).count(), 1);
    }
}

/// A picture of 2 by 1 pixels, red and half transparent green where the format knows opacity, in each format.
fn in_other_formats() -> Vec<(&'static str, Vec<u8>)> {
    let gif = b"GIF89a\x02\0\x01\0\x80\0\0\xFF\0\0\0\xFF\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0;";
    let mut bmp = b"BM\x3E\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x02\0\0\0\x01\0\0\0\x01\0\x18\0".to_vec();
    bmp.extend([0; 24]);
    bmp.extend([0, 0, 255, 0, 255, 0, 0, 0]);
    let mut tiff = b"II*\0\x0E\0\0\0\xFF\0\0\0\xFF\0\x09\0".to_vec();
    for (tag, kind, value) in [
        (256u16, 3u16, 2u32),
        (257, 3, 1),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 2),
        (273, 4, 8),
        (277, 3, 3),
        (278, 3, 1),
        (279, 4, 6),
    ] {
        tiff.extend(tag.to_le_bytes());
        tiff.extend(kind.to_le_bytes());
        tiff.extend(1u32.to_le_bytes());
        tiff.extend(value.to_le_bytes());
    }
    tiff.extend([0; 4]);
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&[255, 0, 0, 255, 0, 255, 0, 128], 2, 1, image_webp::ColorType::Rgba8).unwrap();
    vec![("gif", gif.to_vec()), ("bmp", bmp), ("tiff", tiff), ("webp", webp)]
}

#[test]
fn other_raster_formats_are_decoded() {
    use crate::graphics::{Graphic, PixelBudget, decode};
    for (name, bytes) in in_other_formats() {
        let Ok(Graphic::Raster(raster)) = decode(&bytes, &mut PixelBudget::default()) else {
            panic!("{name}")
        };
        assert_eq!((raster.width, raster.height), (2, 1), "{name}");
        assert_eq!(raster.pixels, [255, 0, 0, 0, 255, 0], "{name}");
        assert_eq!(raster.alpha.is_some(), name == "webp", "{name}");
        let picture = picture(bytes);
        assert!(is_drawable(&picture), "{name}");
        assert!(String::from_utf8_lossy(&page_with(&picture)).contains("/Subtype/Image"), "{name}");
    }
}

#[test]
fn a_picture_of_too_many_pixels_takes_no_memory() {
    use crate::graphics::{PictureFault, PixelBudget, decode};
    // A GIF that says it is 65,535 by 65,535.
    let mut gif = in_other_formats().remove(0).1;
    gif[6..10].fill(0xFF);
    assert_eq!(decode(&gif, &mut PixelBudget::default()), Err(PictureFault::TooLarge));
    let mut budget = PixelBudget::default();
    let taken = (0..100).take_while(|_| budget.take(4000, 4000).is_ok()).count();
    assert_eq!(taken as u64, crate::limits::DOCUMENT_PIXELS / 16_000_000);
}

#[test]
fn what_is_cut_off_lies_outside_the_clip_and_turns_are_about_the_middle() {
    let content = |view: PictureView| {
        let bytes = page_with(&Picture { view, ..picture(png(0, 8, &[], &[1; 4], 0)) });
        let document = Document::load_mem(&bytes).unwrap();
        let page = *document.get_pages().get(&1).unwrap();
        String::from_utf8_lossy(&document.get_page_content(page)).into_owned()
    };
    let plain = content(PictureView::default());
    assert!(plain.contains("72 0 0 36 100 400 cm"), "{plain}");
    // The left half is cut off: the picture is twice as wide as its frame and begins a frame to the left.
    let half = content(PictureView { crop: [50_000, 0, 0, 0], ..PictureView::default() });
    assert!(half.contains("-36 -18 72 36 re") && half.contains("144 0 0 36 -108 -18 cm"), "{half}");
    // A quarter clockwise, in a frame that is laid out upright: 72 by 36 of a picture that is 36 by 72.
    let turned = Picture {
        view: PictureView { rotation: 90 * 60_000, ..PictureView::default() },
        ..picture(Vec::new())
    };
    assert_eq!(turned.box_size(), (457_200.0, 914_400.0));
    let turned = content(turned.view);
    assert!(turned.contains("0 -1 1 0 136 418 cm"), "{turned}");
    let mirrored = content(PictureView { flip_horizontal: true, ..PictureView::default() });
    assert!(mirrored.contains("-1 0 0 1 0 0 cm"), "{mirrored}");
}

#[test]
fn a_jpeg_goes_in_as_it_is() {
    let head = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 17, 8, 0, 5, 0, 7, 3];
    let bytes: Vec<u8> = head.into_iter().chain([0; 20]).collect();
    let bytes = page_with(&picture(bytes.clone()));
    let document = Document::load_mem(&bytes).unwrap();
    let image = document.objects.values().find_map(|o| {
        o.as_stream()
            .ok()
            .filter(|s| s.dict.get(b"Filter").is_ok_and(|f| f.as_name().is_ok_and(|n| n == b"DCTDecode")))
    });
    let image = image.unwrap();
    assert_eq!(image.dict.get(b"Width").unwrap().as_i64().unwrap(), 7);
    assert_eq!(image.dict.get(b"Height").unwrap().as_i64().unwrap(), 5);
    assert!(image.content.starts_with(&head));
}
