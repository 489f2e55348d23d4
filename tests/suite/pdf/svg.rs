//! SVG: shapes, words, clips and pictures inside.

use crate::graphics::drawing::{Drawing, DrawingItem};
use crate::graphics::{Graphic, PictureFault, PixelBudget, decode};

fn drawing(inner: &str) -> Result<Drawing, PictureFault> {
    let svg = format!(
        "<?xml version=\"1.0\"?><!-- made here --><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\" viewBox=\"0 0 100 50\">{inner}</svg>"
    );
    match decode(svg.as_bytes(), &mut PixelBudget::default())? {
        Graphic::Drawing(drawing) => Ok(drawing),
        Graphic::Raster(_) => panic!("pixels"),
    }
}

#[test]
fn shapes_and_words_are_kept() {
    let drawn = drawing(
        "<style>.w { font-size: 5px; font-weight: bold }</style><rect x='1' y='2' width='3' height='4' fill='#0000ff'/>\
         <g transform='translate(10 0)' fill='red' font-family='Arial'><text class='w' x='5' y='20' text-anchor='middle'>\
         Two <tspan>parts</tspan><tspan x='5' dy='6'>below</tspan></text></g><text x='1 4 9' y='9'>abc</text>",
    )
    .unwrap();
    assert_eq!((drawn.width, drawn.height), (200.0, 100.0));
    let words: Vec<_> = drawn
        .items
        .iter()
        .filter_map(|item| if let DrawingItem::Words(w) = item { Some(w) } else { None })
        .collect();
    let said: Vec<&str> = words.iter().map(|words| words.text.trim()).collect();
    assert_eq!(said, ["Two parts", "below", "abc"]);
    let first = words[0];
    assert_eq!((first.size, first.bold, first.anchor, first.colour), (5.0, true, 0.5, [255, 0, 0]));
    // Twice as large, and moved by the group.
    assert_eq!(first.place.apply((0.0, 0.0)), (30.0, 40.0));
    assert_eq!(words[1].place.apply((0.0, 0.0)), (30.0, 52.0));
    assert_eq!(words[2].stops, [0.0, 3.0, 8.0]);
    let DrawingItem::Path(path) = &drawn.items[0] else { panic!("no path") };
    assert_eq!(path.fill, Some([0, 0, 255]));
}

#[test]
fn nothing_outside_of_the_file_is_read_and_what_is_empty_is_told() {
    assert_eq!(
        drawing("<image href='file:///etc/hostname' width='5' height='5'/>"),
        Err(PictureFault::Empty)
    );
    assert_eq!(drawing("<g>"), Err(PictureFault::Damaged));
    let half = drawing("<path d='M0 0h9v9z' fill='#000' fill-opacity='0.5'/>").unwrap();
    let DrawingItem::Path(path) = &half.items[0] else { panic!("no path") };
    assert_eq!(path.fill, Some([128; 3]));
    // Entities that grow are refused, not expanded.
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>\
                <!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'>]>\
                <svg xmlns='http://www.w3.org/2000/svg'><text>&e;&e;&e;&e;&e;&e;&e;&e;</text></svg>";
    let _ = decode(bomb.as_bytes(), &mut PixelBudget::default());
}
