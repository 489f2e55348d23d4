//! The user's own Word template: its styles, parts and page stand in our documents, and nothing
//! that it must not bring.

use std::io::{Cursor, Read};

use crate::language::Language;
use crate::verify;
use crate::write::docx::{ReferenceDocument, TemplatePackage};

use crate::suite::docx_lint::faults;
use crate::suite::docx_sample::{rich, template};
use crate::suite::packages::zip;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const HEADER: &str = r#"<w:p><w:r><w:t>Ministry</w:t><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata r:id="rId1"/></v:shape></w:pict></w:r></w:p>"#;

/// A logo of two pixels, with a chunk before its end.
fn logo(chunk: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 1);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[9, 99]).unwrap();
    writer.finish().unwrap();
    let end = bytes.split_off(bytes.len() - 12);
    [bytes.as_slice(), chunk, &end].concat()
}

/// A template as a German Word has it: ids of its own, a numbered heading, a logo in its header.
struct Sample {
    parts: Vec<(String, Vec<u8>)>,
}

impl Sample {
    fn new() -> Self {
        let part =
            |root: &str, inner: &str| format!("<?xml version=\"1.0\"?><{root} {SPACES}>{inner}</{root}>");
        let link = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>"#)
        };
        let links = |inner: &str| {
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>"#
            )
        };
        let named = |name: &str, family: &str| {
            format!(r#"<Override PartName="/word/{name}.xml" ContentType="{WORD}.{family}+xml"/>"#)
        };
        let types = [
            named("document", "template.main"),
            named("styles", "styles"),
            named("settings", "settings"),
            named("header1", "header"),
            named("numbering", "numbering"),
        ];
        let types = format!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="xml" ContentType="application/xml"/>{}</Types>"#,
            types.concat()
        );
        let styles = r#"<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Call"><w:name w:val="Call mark"/></w:style>"#;
        let settings = r#"<w:zoom w:percent="90"/><w:attachedTemplate r:id="rId1"/><w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:defaultTabStop w:val="567"/>"#;
        let section = r#"<w:p><w:r><w:t>Words of the template</w:t></w:r></w:p><w:sectPr><w:headerReference w:type="default" r:id="rId7"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1000" w:bottom="1134" w:left="1000" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>"#;
        let numbering = r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>"#;
        let body_links = [
            link("rId1", "styles", "styles.xml"),
            link("rId2", "settings", "settings.xml"),
            link("rId3", "numbering", "numbering.xml"),
            link("rId7", "header", "/word/header1.xml"),
        ];
        let parts = [
            ("[Content_Types].xml", types),
            ("_rels/.rels", links(&link("rId1", "officeDocument", "word/document.xml"))),
            ("word/document.xml", part("w:document", &format!("<w:body>{section}</w:body>"))),
            ("word/_rels/document.xml.rels", links(&body_links.concat())),
            ("word/styles.xml", part("w:styles", styles)),
            ("word/settings.xml", part("w:settings", settings)),
            ("word/numbering.xml", part("w:numbering", numbering)),
            ("word/header1.xml", part("w:hdr", HEADER)),
            ("word/_rels/header1.xml.rels", links(&link("rId1", "image", "media/image1.png"))),
        ];
        let mut parts: Vec<(String, Vec<u8>)> =
            parts.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
        let named = b"\0\0\0\x12tEXtAuthor\0SECRETMAKER\0\0\0\0";
        parts.push(("word/media/image1.png".to_owned(), logo(named)));
        Self { parts }
    }

    /// With something replaced in a part; it must be there.
    fn with(mut self, name: &str, from: &str, to: &str) -> Self {
        let (_, bytes) = self.parts.iter_mut().find(|(known, _)| known == name).expect("the part");
        let text = String::from_utf8(bytes.clone()).expect("text");
        assert!(text.contains(from), "{name} has no {from}");
        *bytes = text.replace(from, to).into_bytes();
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let parts: Vec<(&str, &[u8])> = self.parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        zip(&parts)
    }

    fn written(&self, language: Language) -> (TemplatePackage, Vec<u8>) {
        let reference = ReferenceDocument::read(&self.bytes()).expect("a reference");
        let package = TemplatePackage::with_reference(&template(), language, &reference).expect("a package");
        let bytes = package.write(&rich(language)).expect("a document");
        (package, bytes)
    }

    fn refused(&self) -> String {
        let refusal = ReferenceDocument::read(&self.bytes()).expect_err("a refusal");
        format!("{} {}", refusal.kind.code(), refusal.found)
    }
}

fn raw(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut found = Vec::new();
    archive.by_name(name).unwrap_or_else(|_| panic!("no {name}")).read_to_end(&mut found).expect("bytes");
    found
}

fn text(bytes: &[u8], name: &str) -> String {
    String::from_utf8(raw(bytes, name)).expect("UTF-8")
}

#[test]
fn every_word_stands_and_the_package_is_sound_in_every_language() {
    for language in Language::ALL {
        let (_, bytes) = Sample::new().written(language);
        assert_eq!(faults(&bytes), Vec::<String>::new(), "{language}");
        let plain = TemplatePackage::new(&template(), language)
            .expect("a package")
            .write(&rich(language))
            .expect("bytes");
        assert_eq!(verify::docx::text(&bytes).expect("text"), verify::docx::text(&plain).expect("text"));
        assert_eq!(bytes, Sample::new().written(language).1, "the same bytes again");
    }
}

#[test]
fn the_logo_comes_with_its_header_on_the_first_page_too() {
    let (_, bytes) = Sample::new().written(Language::English);
    let header = HEADER.replace(r#" xmlns:v="urn:schemas-microsoft-com:vml""#, "");
    assert!(text(&bytes, "word/reference/header2.xml").contains(&header));
    assert_eq!(raw(&bytes, "word/reference/image3.png"), logo(b""));
    let body = text(&bytes, "word/document.xml");
    for pages in ["default", "first"] {
        let wanted = format!(r#"<w:headerReference w:type="{pages}" r:id="rIdKept1"/>"#);
        assert!(body.contains(&wanted), "no header for {pages}: {body}");
    }
    assert!(body.contains(r#"<w:pgMar w:top="1417""#), "the template's margins");
    assert!(!body.contains("Words of the template"));
    assert!(!text(&bytes, "word/_rels/document.xml.rels").contains("header1.xml"), "ours stands aside");
}

#[test]
fn styles_are_found_by_name_and_the_missing_ones_are_told() {
    let (package, bytes) = Sample::new().written(Language::English);
    let styles = text(&bytes, "word/styles.xml");
    assert_eq!(styles.matches(r#"w:default="1""#).count(), 1, "one default style");
    assert!(!styles.contains("de-DE"), "the language is the document's");
    // `Call` is a character style here: ours comes under an id and a name that are free.
    assert!(
        styles.contains(r#"w:styleId="Call2""#)
            && text(&bytes, "word/document.xml").contains(r#"<w:pStyle w:val="Call2"/>"#)
    );
    assert!(package.added().iter().any(|name| name == "Call"), "{:?}", package.added());
    assert!(!package.added().iter().any(|name| name == "Normal"));
    assert!(!styles.contains(r#"<w:basedOn w:val="Normal"/>"#), "ours are based on theirs");
    let call = styles.split("<w:style ").find(|style| style.contains(r#"w:styleId="Call2""#)).expect("Call2");
    assert!(
        !call.contains("<w:rFonts") && !call.contains("<w:sz "),
        "the face of running text is theirs: {call}"
    );
}

#[test]
fn a_numbered_style_adds_no_number_to_the_words_of_a_delegation() {
    let sample = || {
        Sample::new().with(
            "word/styles.xml",
            r#"<w:name w:val="Normal"/>"#,
            r#"<w:name w:val="Normal"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>"#,
        )
    };
    let (_, bytes) = sample().written(Language::English);
    let body = text(&bytes, "word/document.xml");
    let suppressed = body.matches(r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#).count();
    assert!(suppressed > 3, "{suppressed}");
    assert_eq!(faults(&bytes), Vec::<String>::new());
    let only_headings = text(&Sample::new().written(Language::English).1, "word/document.xml");
    assert!(
        only_headings.matches("w:numPr>").count() < 2 * suppressed,
        "styles without numbers say nothing of them"
    );
}

#[test]
fn the_direction_is_that_of_the_language() {
    let has =
        |language, what: &str| text(&Sample::new().written(language).1, "word/document.xml").contains(what);
    assert!(has(Language::Arabic, "<w:bidi/>"));
    assert!(!has(Language::French, "<w:bidi"));
    let turned = Sample::new().with(
        "word/styles.xml",
        r#"<w:name w:val="Normal"/>"#,
        r#"<w:name w:val="Normal"/><w:pPr><w:bidi/></w:pPr>"#,
    );
    assert!(
        text(&turned.written(Language::French).1, "word/document.xml").contains(r#"<w:bidi w:val="0"/>"#)
    );
}

#[test]
fn settings_of_one_file_stay_behind() {
    let settings = text(&Sample::new().written(Language::English).1, "word/settings.xml");
    for gone in ["attachedTemplate", "documentProtection"] {
        assert!(!settings.contains(gone), "{gone} in {settings}");
    }
    assert!(settings.contains(r#"<w:defaultTabStop w:val="567"/>"#), "{settings}");
    let order = ["w:zoom", "w:defaultTabStop", "w:characterSpacingControl", "w:footnotePr", "w:compat"];
    let places: Vec<usize> = order.map(|name| settings.find(&format!("<{name}")).expect(name)).into();
    assert!(places.is_sorted(), "{settings}");
}

#[test]
fn what_must_not_come_in_is_refused_by_name() {
    let types = "[Content_Types].xml";
    let header = "word/_rels/header1.xml.rels";
    let cases = [
        (types, "template.main+xml", "template.macroEnabledTemplate.main+xml", "macros"),
        (
            types,
            "</Types>",
            r#"<Override PartName="/word/v.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>"#,
            "macros",
        ),
        (
            types,
            r#"<Default Extension="png" ContentType="image/png"/>"#,
            "",
            "the type of word/media/image1.png",
        ),
        (header, "/image\"", "/oleObject\"", "\"oleObject\""),
        (
            header,
            "Target=\"media/image1.png\"",
            "Target=\"http://example.org/l.png\" TargetMode=\"External\"",
            "lies elsewhere",
        ),
        (header, "media/image1.png", "../../media/none.png", "media/none.png"),
        ("word/header1.xml", "<w:hdr", "<!DOCTYPE w:hdr [<!ENTITY a \"b\">]><w:hdr", "E-ENTITY"),
        ("word/styles.xml", "<?xml version=\"1.0\"?>", "<!DOCTYPE w:styles>", "E-ENTITY"),
        (
            "word/styles.xml",
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "urn:other",
            "as Word writes it",
        ),
        ("word/styles.xml", "</w:styles>", "", "word/styles.xml"),
        ("word/_rels/document.xml.rels", "/styles\"", "/stylesWithEffects\"", "no styles"),
        ("word/_rels/document.xml.rels", "rId7", "rId8", "header rId7"),
        ("_rels/.rels", OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships", "strict"),
    ];
    for (name, from, to, wanted) in cases {
        let refused = Sample::new().with(name, from, to).refused();
        assert!(refused.contains(wanted), "{name}, {to}: {refused}");
    }
    let deep = "<w:p>".repeat(600) + &"</w:p>".repeat(600);
    assert!(Sample::new().with("word/header1.xml", HEADER, &deep).refused().starts_with("E-LIMIT"));
    assert!(ReferenceDocument::read(b"no zip at all").is_err());
    let whole = Sample::new().bytes();
    for cut in [10, whole.len() / 2, whole.len() - 30] {
        assert!(ReferenceDocument::read(&whole[..cut]).is_err(), "cut at {cut}");
    }
}

/// Fields that fetch, start or ask something, addresses outside, controls: each is named.
#[test]
fn a_template_that_reaches_elsewhere_is_refused_by_name() {
    let field = |code: &str| {
        format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:instrText>{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>x</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
            code.get(..2).unwrap_or_default(),
            code.get(2..).unwrap_or_default()
        )
    };
    let names = [
        "DDE",
        "DDEAUTO",
        "LINK",
        "INCLUDETEXT",
        "INCLUDEPICTURE",
        "MACROBUTTON",
        "HYPERLINK",
        "DATABASE",
        "ASK",
        "AUTHOR",
    ];
    for name in names {
        for body in [
            field(&format!("{name} C:\\a")),
            field(&format!(" {} x", name.to_lowercase())),
            format!("<w:p><w:fldSimple w:instr=\" {name} x \"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>"),
            field(" IF 1 = 1 ").replace(
                "<w:r><w:fldChar w:fldCharType=\"separate\"/>",
                &format!("{}<w:r><w:fldChar w:fldCharType=\"separate\"/>", field(&format!("{name} y"))),
            ),
        ] {
            let refused = Sample::new().with("word/header1.xml", HEADER, &body).refused();
            assert!(refused.contains(name), "{body}: {refused}");
        }
    }
    let made = format!("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>{}", field("IF 1 = 1 \"DDEAUTO c\""));
    assert!(Sample::new().with("word/header1.xml", HEADER, &made).refused().contains("another field"));
    for (body, wanted) in [
        (
            r#"<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://example.org/a.png"/></v:shape></w:pict></w:r></w:p>"#,
            "http://example.org/a.png",
        ),
        ("<w:p><w:r><w:object/></w:r></w:p>", "w:object"),
        ("<w:p><w:r><w:control/></w:r></w:p>", "w:control"),
    ] {
        let refused = Sample::new().with("word/header1.xml", HEADER, body).refused();
        assert!(refused.contains(wanted), "{body}: {refused}");
    }
    let rels = "word/_rels/header1.xml.rels";
    for target in ["javascript:alert(1)", "file:///etc/passwd", "\\\\server\\share"] {
        let link = format!(
            "<Relationship Id=\"l\" Type=\"{OFFICE}/hyperlink\" Target=\"{target}\" TargetMode=\"External\"/></Relationships>"
        );
        let refused = Sample::new().with(rels, "</Relationships>", &link).refused();
        assert!(refused.contains(target), "{refused}");
    }
}

/// Names are judged by their namespaces, whatever prefix they stand under.
#[test]
fn another_prefix_is_no_way_in() {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let field = format!(
        r#"<q:fldSimple xmlns:q="{main}" q:instr=" DDEAUTO a b "><q:r><q:t>x</q:t></q:r></q:fldSimple>"#
    );
    let own = format!(r#"<fldSimple xmlns="{main}" xmlns:q="{main}" q:instr="INCLUDETEXT a"/>"#);
    let code = format!(
        r#"<q:r xmlns:q="{main}"><q:fldChar q:fldCharType="begin"/></q:r><q:r xmlns:q="{main}"><q:instrText>LINK a</q:instrText></q:r>"#
    );
    let object = format!(r#"<q:r xmlns:q="{main}"><q:object/></q:r>"#);
    for (body, wanted) in [(field, "DDEAUTO"), (own, "INCLUDETEXT"), (code, "LINK"), (object, "w:object")] {
        let refused = Sample::new().with("word/header1.xml", HEADER, &format!("<w:p>{body}</w:p>")).refused();
        assert!(refused.contains(wanted), "{body}: {refused}");
    }
    // A prefix that means something else does not stand for what it usually does; what nobody knows stays behind.
    let other = format!(
        r#"<w:p><w:r><w:t>Shown</w:t></w:r><k:x xmlns:k="urn:SECRET" k:a="SECRET">SECRET</k:x><q:del xmlns:q="{main}"><q:r><q:t>SECRET</q:t></q:r></q:del></w:p>"#
    );
    let header = text(
        &Sample::new().with("word/header1.xml", HEADER, &other).written(Language::English).1,
        "word/reference/header2.xml",
    );
    assert!(header.contains("Shown") && !header.contains("SECRET"), "{header}");
}

/// A field's name is told from a switch that follows it at once.
#[test]
fn page_fields_pass_in_every_form() {
    for code in
        ["PAGE", " page ", "PAGE\\* MERGEFORMAT", "NUMPAGES  \\* Arabic", "= 1 + 1", "SYMBOL 61 \\f Symbol"]
    {
        let body =
            format!("<w:p><w:fldSimple w:instr=\"{code}\"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>");
        let (_, bytes) = Sample::new().with("word/header1.xml", HEADER, &body).written(Language::English);
        assert!(text(&bytes, "word/reference/header2.xml").contains(code), "{code}");
    }
    for code in ["\\DDEAUTO", "&quot;DDEAUTO&quot; x", "&#68;DEAUTO x", "PAGEX", "DATEDDE"] {
        let body = format!("<w:p><w:fldSimple w:instr=\"{code}\"/></w:p>");
        assert!(Sample::new().with("word/header1.xml", HEADER, &body).refused().contains("field"), "{code}");
    }
}

/// Parts and pictures are what they are said to be.
#[test]
fn a_part_of_another_kind_is_refused() {
    let types = "[Content_Types].xml";
    for (from, to) in [
        (r#"ContentType="image/png""#, r#"ContentType="text/html""#),
        ("wordprocessingml.header+xml", "wordprocessingml.comments+xml"),
        ("wordprocessingml.numbering+xml", "ms-word.activeX+xml"),
    ] {
        let refused = Sample::new().with(types, from, to).refused();
        assert!(refused.contains("is said to be"), "{to}: {refused}");
    }
    let mut sample = Sample::new();
    sample.parts.last_mut().unwrap().1 = b"<html>no picture</html>".to_vec();
    assert!(sample.refused().contains("no picture that can be read"));
    let refused = Sample::new().with("word/header1.xml", "w:hdr", "w:ftr").refused();
    assert!(refused.contains("its root is not w:hdr"), "{refused}");
}

/// What shows is kept; what is deleted, hidden, commented or about somebody is not.
#[test]
fn a_template_gives_what_it_shows_and_nothing_else() {
    let body = concat!(
        "<w:p w:rsidR=\"00SECRET\"><w:r><w:t>Shown</w:t></w:r>",
        "<w:del w:id=\"1\" w:author=\"SECRETONE\"><w:r><w:delText>SECRETDELETED</w:delText></w:r></w:del>",
        "<w:ins w:id=\"2\" w:author=\"SECRETTWO\"><w:r><w:t> inserted &amp; kept</w:t></w:r></w:ins>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRETHIDDEN</w:t></w:r>",
        "<w:hyperlink r:id=\"l\"><w:r><w:t>linked words</w:t></w:r></w:hyperlink>",
        "<w:r><w:commentReference w:id=\"SECRET\"/></w:r>",
        "<w:r><w:rPr><w:rStyle w:val=\"Hidden\"/></w:rPr><w:t>SECRETSTYLE</w:t></w:r>",
        "<w:r><w:rPr><w:rStyle w:val=\"Hidden2\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>told to show</w:t></w:r>",
        "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:docPr id=\"1\" hidden=\"1\" name=\"SECRETSHAPE\"/></wp:inline></w:drawing></w:r>",
        "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"><wp:docPr id=\"1\" name=\"SECRETFILE.png\" descr=\"a crest\"/></wp:inline></w:drawing></w:r>",
        "<w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" style=\"width:9pt;Visibility: Hidden\"><v:textbox><w:txbxContent><w:p><w:r><w:t>SECRETBOX</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
        "<w:sdt><w:sdtPr><w:alias w:val=\"SECRETALIAS\"/><w15:dataBinding xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\" w15:xpath=\"SECRETPATH\"/></w:sdtPr><w:sdtContent><w:r><w:t>in a control</w:t></w:r></w:sdtContent></w:sdt>",
        "<mc:AlternateContent xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><mc:Choice xmlns:zz=\"urn:zz\" Requires=\"zz\"><w:r><w:t>SECRETCHOICE</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>for the others</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>",
        "<w:p><w:pPr><w:pStyle w:val=\"HiddenLine\"/></w:pPr><w:r><w:t>SECRETLINE</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>SECRETROW</w:t></w:r></w:p></w:tc></w:tr>",
        "<w:tr><w:trPr><w:del w:id=\"7\" w:author=\"x\"/></w:trPr><w:tc><w:p><w:r><w:t>SECRETGONE</w:t></w:r></w:p></w:tc></w:tr>",
        "<w:tr><w:tc><w:tcPr><w:cellIns w:id=\"8\" w:author=\"SECRETCELL\"/></w:tcPr><w:p><w:r><w:t>a cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    let hiding = concat!(
        "<w:style w:type=\"character\" w:styleId=\"Hidden\"><w:name w:val=\"h\"/><w:rsid w:val=\"00SECRET\"/><w:rPr><w:vanish/><w:rPrChange w:id=\"4\" w:author=\"SECRETSTYLER\"><w:rPr/></w:rPrChange></w:rPr></w:style>",
        "<w:style w:type=\"character\" w:styleId=\"Hidden2\"><w:name w:val=\"h2\"/><w:basedOn w:val=\"Hidden\"/></w:style>",
        "<w:style w:type=\"paragraph\" w:styleId=\"HiddenLine\"><w:name w:val=\"h3\"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>",
    );
    let link = format!(
        "<Relationship Id=\"l\" Type=\"{OFFICE}/hyperlink\" Target=\"https://SECRET.example/\" TargetMode=\"External\"/></Relationships>"
    );
    let sample =
        Sample::new().with("word/header1.xml", HEADER, body).with("word/styles.xml", "</w:styles>", hiding);
    let sample = sample.with("word/_rels/header1.xml.rels", "</Relationships>", &link);
    let (_, bytes) = sample.written(Language::English);
    let mut all = String::new();
    for (name, part) in crate::suite::packages::parts(&bytes) {
        all.push_str(&name);
        all.push_str(&String::from_utf8_lossy(&part));
    }
    for kept in [
        "Shown",
        " inserted &amp; kept",
        "linked words",
        " PAGE ",
        "told to show",
        "a crest",
        "in a control",
        "for the others",
        "a cell",
    ] {
        assert!(all.contains(kept), "{kept}");
    }
    assert!(
        !all.contains("SECRET"),
        "{}",
        all.get(all.find("SECRET").unwrap_or(0)..).unwrap_or_default().get(..200).unwrap_or_default()
    );
}
