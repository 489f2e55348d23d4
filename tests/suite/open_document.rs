//! OpenDocument texts and Word packages of one XML file, with what they show.

use crate::diagnostics::RefusalKind;
use crate::read::read;
use crate::source::{Source, SourceBlock, SourceFormat};
use crate::text::{Format, Paragraph, View};

use crate::suite::packages;
use crate::suite::readers::{converted, lines, shown};
use crate::suite::word::sound;

const HEAD: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document",
    " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"",
    " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"",
    " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"",
    " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\"",
    " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"",
    " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"",
    " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\"",
    " xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"",
    " office:mimetype=\"application/vnd.oasis.opendocument.text\">"
);

fn flat(styles: &str, body: &str) -> Vec<u8> {
    let styles = format!("<office:automatic-styles>{styles}</office:automatic-styles>");
    format!("{HEAD}{styles}<office:body><office:text>{body}</office:text></office:body></office:document>")
        .into_bytes()
}

fn source(bytes: &[u8]) -> Source {
    let source = read("a.fodt", bytes).unwrap_or_else(|refusal| panic!("{}", refusal.found));
    sound(&source);
    source
}

fn first(source: &Source) -> &Paragraph {
    match &source.blocks[0] {
        SourceBlock::Paragraph(paragraph) => paragraph,
        SourceBlock::Table(_) => panic!("a table"),
    }
}

#[test]
fn words_and_white_space() {
    let body = "<text:p>Mexico  proposes\n that<text:s text:c=\"2\"/>the <text:span text:style-name=\"B\">Union </text:span>act<text:tab/>now<text:line-break/>and on.</text:p><text:p/><text:h text:outline-level=\"2\">Scope</text:h>";
    let styles = "<style:style style:name=\"B\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>";
    let bytes = flat(styles, body);
    assert_eq!(shown("a.fodt", &bytes).0, ["Mexico proposes that  the Union act\tnow\nand on.", "", "Scope"]);
    let source = source(&bytes);
    assert_eq!(source.format, SourceFormat::FlatOdt);
    let bold = first(&source).runs.iter().find(|run| run.format.has(Format::BOLD)).unwrap();
    assert_eq!(bold.text, "Union ");
}

/// What somebody says of a change is a comment on it, and no word that was deleted.
#[test]
fn the_reason_of_a_change_is_a_comment() {
    let info = |why: &str| {
        format!(
            "<office:change-info><dc:creator>Ada</dc:creator><dc:date>2014-05-01T10:00:00</dc:date><text:p>{why}</text:p></office:change-info>"
        )
    };
    let body = format!(
        "<text:tracked-changes><text:changed-region text:id=\"d\"><text:deletion>{}<text:p>gone</text:p></text:deletion></text:changed-region><text:changed-region text:id=\"i\"><text:insertion>{}</text:insertion></text:changed-region></text:tracked-changes><text:p>One <text:change text:change-id=\"d\"/><text:change-start text:change-id=\"i\"/>two<text:change-end text:change-id=\"i\"/></text:p>",
        info("too long"),
        info("needed"),
    );
    let source = source(&flat("", &body));
    let said: Vec<String> = source.comments.iter().map(|comment| comment.paragraphs[0].all_text()).collect();
    assert_eq!(said, ["too long", "needed"]);
    assert!(source.comments.iter().all(|comment| comment.author.as_deref() == Some("Ada")));
    assert_eq!(first(&source).all_text(), "One gonetwo");
    assert!(source.revisions.iter().all(|mark| mark.author.as_deref() == Some("Ada")));
}

#[test]
fn lists_count_as_they_are_shown() {
    let styles = concat!(
        "<text:list-style style:name=\"L\">",
        "<text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/>",
        "<text:list-level-style-number text:level=\"2\" style:num-format=\"1\" text:display-levels=\"2\"/>",
        "</text:list-style>",
        "<text:list-style style:name=\"D\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"–\"/></text:list-style>"
    );
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let body = format!(
        "<text:list text:style-name=\"L\">{}<text:list-item><text:p>b</text:p><text:p>more</text:p><text:list>{}{}</text:list></text:list-item></text:list><text:p>between</text:p><text:list text:style-name=\"L\" text:continue-numbering=\"true\">{}</text:list><text:list text:style-name=\"L\">{}<text:list-item text:start-value=\"7\"><text:p>f</text:p></text:list-item>{}</text:list><text:list text:style-name=\"D\">{}</text:list>",
        item("a"),
        item("b1"),
        item("b2"),
        item("c"),
        item("d"),
        item("g"),
        item("h")
    );
    assert_eq!(
        shown("a.fodt", &flat(styles, &body)).0,
        [
            "1.\ta", "2.\tb", "more", "2.1\tb1", "2.2\tb2", "between", "3.\tc", "1.\td", "7.\tf", "8.\tg",
            "–\th"
        ]
    );
}

#[test]
fn tracked_changes_are_marks() {
    let region = |id: &str, kind: &str, content: &str| {
        format!(
            "<text:changed-region text:id=\"{id}\"><text:{kind}><office:change-info><dc:creator>Ana</dc:creator><dc:date>2024-05-06T07:08:09</dc:date></office:change-info>{content}</text:{kind}></text:changed-region>"
        )
    };
    let changes = region("i", "insertion", "")
        + &region("d", "deletion", "<text:p>old </text:p>")
        + &region("m", "deletion", "<text:p/><text:p/>");
    let body = format!(
        "<text:tracked-changes>{changes}</text:tracked-changes><text:p>the <text:change text:change-id=\"d\"/><text:change-start text:change-id=\"i\"/>new <text:change-end text:change-id=\"i\"/>text</text:p><text:p>one<text:change text:change-id=\"m\"/> two</text:p>"
    );
    let bytes = flat("", &body);
    let source = source(&bytes);
    let paragraph = first(&source);
    assert_eq!(
        (paragraph.text(View::Base), paragraph.text(View::Revised)),
        ("the old text".to_owned(), "the new text".to_owned())
    );
    assert_eq!(source.revisions[0].author.as_deref(), Some("Ana"));
    assert_eq!(source.revisions[0].date.as_deref(), Some("2024-05-06T07:08:09"));
    let SourceBlock::Paragraph(second) = &source.blocks[1] else { panic!() };
    assert!(second.mark.deletion.is_some(), "the mark between the two is deleted");
    converted("a.fodt", &bytes).unwrap();
}

#[test]
fn notes_tables_comments_boxes_and_pictures() {
    const PNG: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let body = format!(
        "<text:p>a<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p></text:note-body></text:note>b<office:annotation><dc:creator>Bo</dc:creator><dc:date>2024-01-02T03:04:05.6</dc:date><text:p>a remark</text:p></office:annotation><text:a xlink:href=\"https://www.itu.int/\">c</text:a></text:p>\
         <table:table><table:table-column table:number-columns-repeated=\"2\"/><table:table-row><table:table-cell table:number-rows-spanned=\"2\"><text:p>tall</text:p></table:table-cell><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>y</text:p></table:table-cell></table:table-row></table:table>\
         <text:p>end<draw:frame svg:width=\"2cm\" svg:height=\"1cm\"><draw:image><office:binary-data>{PNG}</office:binary-data></draw:image><svg:title>a dot</svg:title></draw:frame><draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame><draw:custom-shape><text:p>in a shape</text:p></draw:custom-shape></text:p>"
    );
    let bytes = flat("", &body);
    assert_eq!(
        shown("a.fodt", &bytes).0,
        ["abc", "tall", "x", "y", "end", "boxed", "in a shape", "the note"]
    );
    let source = source(&bytes);
    assert_eq!(source.pictures.len(), 1);
    assert_eq!(source.pictures[0].description.as_deref(), Some("a dot"));
    assert_eq!(source.comments[0].author.as_deref(), Some("Bo"));
    assert_eq!(source.comments[0].date.as_deref(), Some("2024-01-02T03:04:05"));
    let link = first(&source).runs.iter().find_map(|run| run.link.as_deref());
    assert_eq!(link, Some("https://www.itu.int/"));
}

#[test]
fn headings_are_numbered_by_the_outline_and_styles_keep_their_names() {
    let styles = concat!(
        "<text:outline-style><text:outline-level-style text:level=\"1\" style:num-format=\"I\" style:num-suffix=\".\"/><text:outline-level-style text:level=\"2\" style:num-format=\"\"/></text:outline-style>",
        "<style:style style:name=\"Annex_20_title\" style:display-name=\"Annex title\" style:family=\"paragraph\"/>",
        "<style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Annex_20_title\"/>"
    );
    let bytes = flat(
        styles,
        "<text:p text:style-name=\"P1\">Title</text:p><text:h text:outline-level=\"1\">One</text:h><text:h text:outline-level=\"2\">Two</text:h><text:h text:outline-level=\"1\">Three</text:h>",
    );
    assert_eq!(shown("a.fodt", &bytes).0, ["Title", "I.\tOne", "Two", "II.\tThree"]);
    assert_eq!(first(&source(&bytes)).hint.style.as_deref(), Some("Annex title"));
}

#[test]
fn packages_of_open_document() {
    let content = flat("", "<text:p>words of a package</text:p>");
    let zip =
        packages::zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &content)]);
    assert_eq!(shown("a.odt", &zip).0, ["words of a package"]);
    let sheet = packages::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
    ]);
    let refusal = read("a.ods", &sheet).map(|source| source.text).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Format);
    assert!(refusal.found.contains("spreadsheet"), "{}", refusal.found);
    let closed = packages::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", b"x"),
        ("META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>"),
    ]);
    assert_eq!(read("a.odt", &closed).map(|source| source.text).unwrap_err().kind, RefusalKind::Encrypted);
}

/// A package of our tests as one XML file, namespaces declared at its root.
fn one_file(package: &[u8]) -> Vec<u8> {
    let mut file = "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>\n<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">".to_owned();
    for (name, content) in packages::parts(package) {
        let text = String::from_utf8(content).unwrap();
        let xml = text.split_once("?>").map_or(text.as_str(), |(_, xml)| xml);
        file += &format!("<pkg:part pkg:name=\"/{name}\"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>");
    }
    (file + "</pkg:package>").into_bytes()
}

#[test]
fn packages_of_one_xml_file() {
    let package = packages::document(&[
        ("document", include_bytes!("../cases/word/notes/document.xml")),
        ("footnotes", include_bytes!("../cases/word/notes/footnotes.xml")),
    ]);
    let mut zipped = read("a.docx", &package).unwrap();
    let single = read("a.docx", &one_file(&package)).unwrap();
    assert_eq!(single.format, SourceFormat::FlatDocx);
    zipped.format = SourceFormat::FlatDocx;
    assert_eq!(lines(&zipped), lines(&single));
    assert_eq!(zipped.text, single.text);
    assert_eq!(zipped.blocks, single.blocks);
    converted("a.xml", &one_file(&package)).unwrap();
    let around = "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\" xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document><w:body><w:p><w:r><w:t>words</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part></pkg:package>";
    assert_eq!(shown("a.xml", around.as_bytes()).0, ["words"]);
}

#[test]
fn a_folder_that_was_zipped_is_read() {
    let package = packages::document(&[("document", b"<w:p><w:r><w:t>words</w:t></w:r></w:p>")]);
    let parts = packages::parts(&package);
    let names: Vec<String> = parts.iter().map(|(name, _)| format!("Proposal/{name}")).collect();
    let mut entries: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(parts.iter().map(|(_, c)| c.as_slice())).collect();
    entries.push(("__MACOSX/._Proposal", b"x"));
    assert_eq!(shown("a.docx", &packages::zip(&entries)).0, ["words"]);
    let nested = packages::zip(&[("Proposal.docx", &package)]);
    let refusal = read("a.zip", &nested).map(|source| source.text).unwrap_err();
    assert!(
        refusal.found.contains("proposal.docx") && refusal.advice.contains("unpack"),
        "{}",
        refusal.found
    );
}

#[test]
fn parts_in_a_declared_encoding_are_read() {
    let xml = "<?xml version=\"1.0\" encoding=\"GB2312\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>决议</w:t></w:r></w:p></w:body></w:document>";
    let bytes = encoding_rs::GB18030.encode(xml).0.into_owned();
    assert_eq!(shown("a.docx", &packages::zip(&[("word/document.xml", &bytes)])).0, ["决议"]);
}

/// Word 2003 XML around a body.
fn word_2003(lists: &str, body: &str) -> Vec<u8> {
    let spaces = concat!(
        "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"",
        " xmlns:aml=\"http://schemas.microsoft.com/aml/2001/core\" xmlns:v=\"urn:schemas-microsoft-com:vml\"",
        " xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:wx=\"http://schemas.microsoft.com/office/word/2003/auxHint\""
    );
    format!("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument {spaces}><o:DocumentProperties><o:Title>Work of the Union</o:Title></o:DocumentProperties>{lists}<w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>").into_bytes()
}

#[test]
fn word_2003_xml() {
    let lists = "<w:lists><w:listDef w:listDefId=\"4\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:nfc w:val=\"4\"/><w:suff w:val=\"Space\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:listDef><w:list w:ilfo=\"2\"><w:ilst w:val=\"4\"/></w:list></w:lists><w:styles><w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"H1\"/></w:pPr>{}</w:p>\
         <w:p><w:pPr><w:listPr><w:ilvl w:val=\"0\"/><w:ilfo w:val=\"2\"/><wx:t wx:val=\"c)\"/></w:listPr></w:pPr>{}</w:p>\
         <w:p><aml:annotation aml:id=\"1\" w:type=\"Word.Deletion\" aml:author=\"Ana\" aml:createdate=\"2004-05-06T07:08:09Z\"><aml:content><w:r><w:delText>old</w:delText></w:r></aml:content></aml:annotation><aml:annotation aml:id=\"2\" w:type=\"Word.Insertion\" aml:author=\"Bo\" aml:createdate=\"2004-05-06T07:08:09Z\"><aml:content>{}</aml:content></aml:annotation> {}<w:r><w:footnote><w:p>{}</w:p></w:footnote></w:r><w:r><aml:annotation aml:id=\"3\" w:type=\"Word.Comment\" aml:author=\"Cy\" aml:createdate=\"2004-05-06T07:08:09Z\" w:initials=\"C\"><aml:content><w:p>{}</w:p></aml:content></aml:annotation></w:r></w:p>\
         <w:p><w:hlink w:dest=\"https://www.itu.int/\">{}</w:hlink></w:p>\
         <w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val=\"restart\"/></w:tcPr><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>\
         <w:sectPr><w:hdr w:type=\"odd\"><w:p>{}</w:p></w:hdr></w:sectPr>",
        run("Scope"),
        run("third"),
        run("new"),
        run(" text"),
        run("the note"),
        run("a remark"),
        run("link"),
        run("x"),
        run("y"),
        run("Page header")
    );
    let bytes = word_2003(lists, &body);
    assert_eq!(shown("a.doc", &bytes).0, ["Scope", "c) third", "oldnew text", "link", "x", "y", "the note"]);
    let source = read("a.doc", &bytes).unwrap();
    sound(&source);
    assert_eq!(source.format, SourceFormat::WordXml);
    assert_eq!(first(&source).hint.style.as_deref(), Some("heading 1"));
    let authors: Vec<_> = source.revisions.iter().filter_map(|revision| revision.author.as_deref()).collect();
    assert_eq!(authors, ["Ana", "Bo"]);
    assert_eq!(source.comments[0].author.as_deref(), Some("Cy"));
    assert_eq!(source.properties.title.as_deref(), Some("Work of the Union"));
    assert!(source.text.contains("Page header") && source.furniture.len() == 1);
}

#[test]
fn rows_and_cells_that_stand_several_times() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"3\"/>\
         <table:table-row table:number-rows-repeated=\"2\">{}<table:table-cell table:number-columns-repeated=\"2\">\
         <text:p>twice</text:p></table:table-cell></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
         table:number-columns-repeated=\"3\"/></table:table-row></table:table><text:p>end</text:p>",
        cell("row")
    );
    let source = source(&flat("", &body));
    let SourceBlock::Table(table) = &source.blocks[0] else { panic!("no table") };
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().flat_map(|cell| &cell.paragraphs).map(Paragraph::all_text).collect())
        .collect();
    assert_eq!(rows[..2], [["row", "twice", "twice"], ["row", "twice", "twice"]]);
    // A row that shows nothing stands once.
    assert_eq!(rows.len(), 3);
    let many = body.replace("number-rows-repeated=\"2\"", "number-rows-repeated=\"300000\"");
    assert_eq!(read("a.fodt", &flat("", &many)).unwrap_err().kind, RefusalKind::Limit);
}

#[test]
fn numbered_paragraphs_and_hidden_fields() {
    let styles = "<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\" style:num-suffix=\".\"/><text:list-level-style-number text:level=\"2\" style:num-format=\"a\" style:num-suffix=\")\"/></text:list-style>";
    let one = |level: u8, more: &str, text: &str| {
        format!(
            "<text:numbered-paragraph text:style-name=\"L\" text:level=\"{level}\"{more}><text:p>{text}</text:p></text:numbered-paragraph>"
        )
    };
    let body =
        [one(1, "", "x"), one(2, "", "y"), one(1, "", "z"), one(1, " text:start-value=\"7\"", "w")].concat();
    assert_eq!(shown("a.fodt", &flat(styles, &body)).0, ["1.\tx", "a)\ty", "2.\tz", "7.\tw"]);
    let hidden =
        "<text:p>a<text:variable-set text:name=\"v\" text:display=\"none\">HID</text:variable-set>b</text:p>";
    assert_eq!(shown("a.fodt", &flat("", hidden)).0, ["ab"]);
}

/// Word's form fields as LibreOffice keeps them: what a box or list shows stands in attributes.
#[test]
fn form_fields_show_what_was_chosen() {
    let field = |kind: &str, parameters: &[(&str, &str)]| {
        let inner: String = parameters
            .iter()
            .map(|(name, value)| format!("<field:param field:name=\"{name}\" field:value=\"{value}\"/>"))
            .collect();
        format!(
            "<field:fieldmark xmlns:field=\"urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0\" \
             field:type=\"vnd.oasis.opendocument.field.{kind}\">{inner}</field:fieldmark>"
        )
    };
    let body = format!(
        "<text:p>Voice {}, remote {}, zone {}.</text:p>",
        field("FORMCHECKBOX", &[("Checkbox_Checked", "true")]),
        field("FORMCHECKBOX", &[]),
        field(
            "FORMDROPDOWN",
            &[("Dropdown_ListEntry", "north"), ("Dropdown_ListEntry", "south"), ("Dropdown_Selected", "1")]
        ),
    );
    let bytes = flat("", &body);
    assert_eq!(shown("a.fodt", &bytes).0, ["Voice ☒, remote ☐, zone south."]);
    converted("a.fodt", &bytes).unwrap();
}

/// A field without text of its own shows its value, or a placeholder where only an update can tell.
#[test]
fn fields_without_text_show_their_values() {
    let declared = concat!(
        "<text:user-field-decls><text:user-field-decl text:name=\"body\" office:value-type=\"string\"",
        " office:string-value=\"the Council\"/></text:user-field-decls>"
    );
    for (field, shown_as) in [
        ("<text:user-field-get text:name=\"body\"/>", "the Council"),
        ("<text:user-field-get text:name=\"body\">the Union</text:user-field-get>", "the Union"),
        ("<text:variable-set text:name=\"n\" office:value=\"12\"/>", "12"),
        (
            "<text:variable-set text:name=\"n\" office:value=\"12\" text:display=\"none\"/><text:variable-get text:name=\"n\"/>",
            "12",
        ),
        (
            "<text:drop-down text:name=\"d\"><text:label text:value=\"yes\"/><text:label text:value=\"no\" text:current-selected=\"true\"/></text:drop-down>",
            "no",
        ),
        (
            "<text:drop-down text:name=\"d\"><text:label text:value=\"yes\" text:current-selected=\"true\"/>yes</text:drop-down>",
            "yes",
        ),
        (
            "<text:conditional-text text:current-value=\"true\" text:string-value-if-true=\"shall\" text:string-value-if-false=\"may\"/>",
            "shall",
        ),
        ("<text:hidden-text text:is-hidden=\"false\" text:string-value=\"open\"/>", "open"),
        ("<text:date text:date-value=\"2022-10-14\"/>", "2022-10-14"),
        ("<text:expression office:value-type=\"float\" office:value=\"2\"/>", "2"),
        ("<text:title/>", "[…]"),
        ("<text:sequence text:name=\"Table\"/>", "[…]"),
        ("<text:bookmark-ref text:ref-name=\"b\"/>", "[…]"),
    ] {
        let bytes = flat("", &format!("{declared}<text:p>a {field} b</text:p>"));
        assert_eq!(shown("a.fodt", &bytes).0, [format!("a {shown_as} b")], "{field}");
        let told =
            source(&bytes).findings.iter().any(|finding| finding.message.to_string().contains("updated"));
        assert_eq!(told, shown_as == "[…]", "{field}");
    }
}
