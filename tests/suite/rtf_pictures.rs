//! Pictures in Rich Text.

use crate::{OutputKind, convert};

use super::packages;

#[test]
fn a_picture_in_rich_text_is_carried_with_size_and_crop() {
    // A GIF of two pixels, half of it cut off, shown at half its size.
    let gif = "474946383961020001008000 00FF000000FF002C0000000002000100 00020244 0A003B";
    let rtf = format!(
        "{{\\rtf1\\ansi Before {{\\*\\shppict{{\\pict{{\\*\\picprop{{\\sp{{\\sn x}}{{\\sv 1}}}}}}\\picscalex50\\picscaley50\\piccropl720\\picwgoal1440\\pichgoal1440\\pngblip\n{gif}}}}}{{\\nonshppict{{\\pict\\wmetafile8 0102}}}} and {{\\pict\\macpict\\picwgoal10\\pichgoal10 00}} after.\\par}}"
    );
    let made = convert("picture.rtf", rtf.as_bytes()).unwrap();
    let bytes = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
    let parts = packages::parts(bytes);
    let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let body = String::from_utf8_lossy(body);
    // What is cut off is in no byte: the picture has one pixel left.
    assert!(body.contains("<a:srcRect l=\"1\""), "{body}");
    // Half an inch, half of it cut off.
    assert!(body.contains("<wp:extent cx=\"228600\" cy=\"457200\"/>"), "{body}");
    assert_eq!(parts.iter().filter(|(name, _)| name.starts_with("word/media/")).count(), 1);
    assert!(body.contains("[…]") && made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}
