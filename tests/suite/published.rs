//! What is published holds what it shows and nothing else: a marker in every place where a Word file can
//! hide one, looked for in every byte of every output, packages and streams inflated.

use crate::options::{Metadata, Registry, Review};
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::suite::packages;
use crate::text::View;
use crate::write::pdf::PdfStandard;

/// Beginning of every marker that no published output may hold.
const MARK: &str = "SECRET";

/// A package with a marker in every place; `{}` numbers are the places.
fn marked() -> Vec<u8> {
    let image = |id: &str| {
        format!(
            r#"<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="SECRETSHAPE" descr="a square"/><a:graphic><a:graphicData><pic:pic><pic:nvPicPr><pic:cNvPr id="0" name="SECRETFILE.png"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        )
    };
    let body = format!(
        concat!(
            r#"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRETHEAD first words of the file</w:t></w:r></w:p>"#,
            r#"<w:p w:rsidR="00SECRET"><w:r><w:t>RESOLUTION 64 (Rev. </w:t></w:r>"#,
            r#"<w:del w:id="1" w:author="SECRETONE" w:date="2014-01-01T00:00:00Z"><w:r><w:delText>SECRETPLACE, 1999</w:delText></w:r></w:del>"#,
            r#"<w:ins w:id="2" w:author="SECRETTWO" w:date="2014-01-02T00:00:00Z"><w:r><w:t>Busan, 2014</w:t></w:r></w:ins><w:r><w:t>)</w:t></w:r></w:p>"#,
            r#"<w:p><w:r><w:t>Words </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRETHIDDEN</w:t></w:r>"#,
            r#"<w:moveFromRangeStart w:id="31" w:name="SECRETMOVENAME" w:author="SECRETMOVER"/><w:moveFrom w:id="3" w:author="SECRETMOVER"><w:r><w:t>SECRETMOVED</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id="31"/>"#,
            r#"<w:commentRangeStart w:id="5"/><w:r><w:t>that stay</w:t></w:r><w:commentRangeEnd w:id="5"/><w:r><w:commentReference w:id="5"/></w:r>"#,
            r#"<w:bookmarkStart w:id="9" w:name="SECRETBOOKMARK"/><w:bookmarkEnd w:id="9"/></w:p>"#,
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR SECRETFIELD</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>shown</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
            r#"<w:p><w:del w:id="6" w:author="x"><w:r><w:delText>SECRETPARAGRAPH</w:delText></w:r></w:del></w:p>"#,
            r#"<w:p><w:r><w:t>noted</w:t></w:r><w:del w:id="7" w:author="x"><w:r><w:footnoteReference w:id="1"/></w:r></w:del><w:r><w:footnoteReference w:id="2"/></w:r></w:p>"#,
            r#"<w:tbl><w:tr><w:trPr><w:del w:id="8" w:author="x"/></w:trPr><w:tc><w:p><w:r><w:t>SECRETROW</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>kept</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            r#"<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>chosen</w:t></mc:Choice><mc:Fallback><w:t>SECRETFALLBACK</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"#,
            r#"<w:p>{image}<w:del w:id="10" w:author="x">{deleted}</w:del></w:p>"#,
            r#"<w:p><w:hyperlink r:id="link"><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>"#,
            r#"<w:p><w:r><w:object><o:OLEObject Type="Embed" ProgID="SECRETPROGRAM" r:id="ole"/></w:object></w:r></w:p>"#,
            r#"<w:p><w:r><w:t>pictures</w:t></w:r>{vanished}{hidden}</w:p>"#,
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="SECRETFORMNAME"/><w:helpText w:val="SECRETFORMHELP"/><w:textInput><w:default w:val="SECRETFORMDEFAULT"/></w:textInput></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>typed</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>XE "SECRETINDEX"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:permStart w:id="81" w:ed="SECRETEDITOR"/><w:r><w:t>indexed</w:t></w:r><w:permEnd w:id="81"/></w:p>"#,
            r#"<w:sdt><w:sdtPr><w:alias w:val="SECRETALIAS"/><w:tag w:val="SECRETTAG"/><w:dataBinding w:xpath="SECRETXPATH"/><w:comboBox><w:listItem w:displayText="SECRETCHOICE" w:value="v"/></w:comboBox></w:sdtPr><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>"#,
            r#"<w:tbl><w:tblPr><w:tblCaption w:val="SECRETCAPTION"/></w:tblPr><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>SECRETHIDDENROW</w:t></w:r>{gone}</w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            r#"<w:p><w:hyperlink w:anchor="b" w:tooltip="SECRETTOOLTIP"><w:r><w:t>within</w:t></w:r></w:hyperlink><w:smartTag w:element="SECRETELEMENT"><w:r><w:t>tagged</w:t></w:r></w:smartTag></w:p>"#,
            r#"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>SECRETBOX</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>boxes</w:t></w:r></w:p>"#,
            r#"<w:p><w:r><w:pict><v:shape style="width:9pt; Visibility: hidden"><v:textbox><w:txbxContent><w:p><w:r><w:t>SECRETSHAPEBOX</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:drawing><wp:anchor><wp:docPr id="3" name="b" hidden="true"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>SECRETDRAWNBOX</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r><w:r><w:t>shapes</w:t></w:r></w:p>"#,
            r#"<w:p><w:hyperlink r:id="share"><w:r><w:t>a path</w:t></w:r></w:hyperlink></w:p>"#,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Gone"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>SECRETSTYLED</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="Head"/><w:tblLook w:val="0020"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>SECRETFIRSTROW</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>second row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
            r#"<!-- SECRETXMLCOMMENT --><w:sectPr><w:headerReference w:type="first" r:id="header1"/></w:sectPr>"#,
        ),
        image = image("shown"),
        deleted = image("gone"),
        gone = image("gone"),
        vanished = image("gone")
            .replacen("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>", 1)
            .replace("a square", "SECRETVANISHED"),
        hidden = image("gone")
            .replace("<wp:docPr ", "<wp:docPr hidden=\"1\" ")
            .replace("a square", "SECRETHIDDENPICTURE"),
    );
    let comments = r#"<w:comment w:id="5" w:author="SECRETCOMMENTER" w:initials="SECRETINITIALS"><w:p><w:r><w:t>SECRETCOMMENT</w:t></w:r></w:p></w:comment>"#;
    let notes = concat!(
        r#"<w:footnote w:id="1"><w:p><w:r><w:t>SECRETNOTE</w:t></w:r></w:p></w:footnote>"#,
        r#"<w:footnote w:id="2"><w:p><w:r><w:t>a note</w:t></w:r><w:del w:id="11" w:author="x"><w:r><w:delText>SECRETINNOTE</w:delText></w:r></w:del></w:p></w:footnote>"#,
    );
    let styles = concat!(
        r#"<w:style w:type="table" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>"#,
        r#"<w:style w:type="table" w:styleId="Head"><w:tblStylePr w:type="firstRow"><w:rPr><w:vanish/></w:rPr></w:tblStylePr></w:style>"#,
    );
    let of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = [
        ("shown", "image", "media/shown.png", ""),
        ("gone", "image", "media/gone.png", ""),
        ("ole", "oleObject", "embeddings/object.bin", ""),
        (
            "link",
            "hyperlink",
            "https://SECRETUSER:SECRETPASSWORD@example.org/page",
            r#" TargetMode="External""#,
        ),
        ("vba", "vbaProject", "vbaProject.bin", ""),
        ("share", "hyperlink", "file://SECRETSERVER/SECRETSHARE/draft.docx", r#" TargetMode="External""#),
    ]
    .map(|(id, kind, target, mode)| {
        format!(r#"<Relationship Id="{id}" Type="{of}/{kind}" Target="{target}"{mode}/>"#)
    })
    .concat();
    let core = r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>SECRETTITLE of the author</dc:title><dc:creator>SECRETCREATOR</dc:creator><cp:keywords>SECRETKEYWORDS</cp:keywords></cp:coreProperties>"#;
    let shown = picture("SECRETARTIST");
    let gone = picture("SECRETDELETEDPICTURE");
    packages::document(&[
        ("document", body.as_bytes()),
        ("comments", comments.as_bytes()),
        ("styles", styles.as_bytes()),
        ("footnotes", notes.as_bytes()),
        ("header1", b"<w:p><w:r><w:t>SECRETHEADER not shown</w:t></w:r></w:p>"),
        ("rels", rels.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
        ("docProps/app.xml", b"<Properties><Company>SECRETCOMPANY</Company></Properties>"),
        ("docProps/thumbnail.jpeg", b"SECRETTHUMBNAIL"),
        ("customXml/item1.xml", b"<a>SECRETCUSTOM</a>"),
        ("word/people.xml", b"<a>SECRETPEOPLE</a>"),
        ("word/vbaProject.bin", b"SECRETMACRO"),
        ("word/embeddings/object.bin", b"SECRETOBJECT"),
        ("word/SECRETENTRY.xml", b"<a>SECRETPART</a>"),
        ("word/activeX/activeX1.xml", b"<a>SECRETACTIVE</a>"),
        ("word/printerSettings1.bin", b"SECRETPRINTER"),
        ("word/glossary/document.xml", b"<a>SECRETGLOSSARY</a>"),
        ("word/media/shown.png", &shown),
        ("word/media/gone.png", &gone),
    ])
}

/// A PNG of one row of grey pixels whose text chunk names somebody.
fn picture(by: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 4, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.add_text_chunk("Author".to_owned(), by.to_owned()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[0, 80, 160, 240]).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The markers in some bytes: as they stand, in UTF-16, in hexadecimal strings of PDF.
fn markers(place: &str, bytes: &[u8], found: &mut Vec<String>) {
    let mut forms = vec![bytes.to_vec(), bytes.iter().copied().filter(|byte| *byte != 0).collect()];
    let text = String::from_utf8_lossy(bytes);
    for string in text.split('<').skip(1).filter_map(|rest| rest.split_once('>')) {
        let digits: Vec<u8> =
            string.0.bytes().filter_map(|digit| (digit as char).to_digit(16)).map(|d| d as u8).collect();
        forms.push(
            digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).filter(|byte| *byte != 0).collect(),
        );
    }
    for form in forms {
        let form = String::from_utf8_lossy(&form).into_owned();
        let words = form.split(|letter: char| !letter.is_ascii_uppercase());
        found.extend(words.filter(|word| word.starts_with(MARK)).map(|word| format!("{place}: {word}")));
    }
}

/// The markers in an output, whatever is packed in it.
fn in_output(kind: OutputKind, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    markers(kind.extension(), bytes, &mut found);
    match kind {
        OutputKind::Docx => {
            for (name, part) in packages::parts(bytes) {
                markers(&name, &[name.as_bytes(), b"\n", &part].concat(), &mut found);
            }
        }
        OutputKind::Pdf => {
            let file = lopdf::Document::load_mem(bytes).unwrap();
            for (id, object) in &file.objects {
                let place = format!("object {}", id.0);
                markers(&place, format!("{object:?}").as_bytes(), &mut found);
                if let Ok(stream) = object.as_stream() {
                    markers(&place, &stream.decompressed_content().unwrap_or_default(), &mut found);
                }
            }
        }
        OutputKind::Json | OutputKind::Akn | OutputKind::Html => {}
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn a_published_view_holds_nothing_that_it_does_not_show() {
    let engine = Engine::default();
    let input = marked();
    for view in [View::Revised, View::Base] {
        let run = RunOptions { outputs: OutputKind::ALL.to_vec(), view, ..RunOptions::default() };
        let made = engine.convert("paper.docx", &input, &run, &FileOptions::default()).unwrap();
        assert_eq!(made.outputs.len(), OutputKind::ALL.len());
        for (kind, bytes) in &made.outputs {
            let mut found = in_output(*kind, bytes);
            // What was deleted and what was moved away stands in the base text.
            let of_base =
                ["PLACE", "MOVED", "PARAGRAPH", "NOTE", "ROW", "INNOTE"].map(|word| format!("{MARK}{word}"));
            found.retain(|found| view == View::Revised || !of_base.iter().any(|word| found.ends_with(word)));
            assert_eq!(found, Vec::<String>::new(), "{view:?}, {kind:?}");
        }
    }
}

/// A final document shows the proposal's marks, and so what was deleted; whatever is hidden, commented or of a
/// person stays behind.
#[test]
fn a_final_document_holds_marks_and_nothing_hidden_or_personal() {
    let engine = Engine::default();
    let facts = "date = 2014-09-15\noriginal = \"en\"\ndocument = \"70\"\nsource = \"RUR\"\n\
        conference = \"PP-14\"\ntitle = \"A paper\"\n";
    let metadata = Metadata::from_toml("paper.toml", facts, Registry::builtin()).unwrap();
    for (name, input) in [
        ("paper.docx", marked()),
        ("paper.rtf", RTF.into()),
        ("paper.html", HTML.into()),
        ("paper.odt", open_document()),
    ] {
        let mut file = FileOptions { metadata: metadata.clone(), ..FileOptions::default() };
        let examined = engine.examine(name, &input, &RunOptions::default(), &file).unwrap();
        let review = examined.review_file().replace("\"open\"", "\"waive\"");
        file.review = Some(Review::read("paper.review.toml", &review).unwrap());
        let run = RunOptions { outputs: OutputKind::ALL.to_vec(), ..RunOptions::default() };
        let made = engine.convert(name, &input, &run.for_publication().unwrap(), &file).unwrap();
        assert_eq!(made.outputs.len(), OutputKind::ALL.len());
        for (kind, bytes) in &made.outputs {
            let mut found = in_output(*kind, bytes);
            let deleted = ["PLACE", "MOVED", "PARAGRAPH", "NOTE", "ROW", "INNOTE", "DELETED"];
            found.retain(|found| !deleted.iter().any(|word| found.ends_with(&format!("{MARK}{word}"))));
            assert_eq!(found, Vec::<String>::new(), "{name}, {kind:?}");
        }
    }
}

/// The markers are found where they stand: without this, the test above could not fail.
#[test]
fn the_markers_are_seen_where_they_stand() {
    let run = RunOptions {
        outputs: OutputKind::ALL.to_vec(),
        pdf_standard: PdfStandard::A3a,
        ..RunOptions::default()
    };
    let made = Engine::default().convert("paper.docx", &marked(), &run, &FileOptions::default()).unwrap();
    for (kind, bytes) in &made.outputs {
        assert!(!in_output(*kind, bytes).is_empty(), "{kind:?} shows deleted text");
    }
}

const RTF: &str = r"{\rtf1\ansi{\info{\title SECRETTITLE}{\author SECRETAUTHOR}{\doccomm SECRETDOCCOMM}}{\*\revtbl{Unknown;}{SECRETREVISER;}}{\*\docvar{SECRETVARIABLE}{SECRETVALUE}}{\*\generator SECRETGENERATOR;}
Words that stay {\v SECRETHIDDEN}here.\par {\deleted\revauthdel1 SECRETDELETED}{\revised\revauth1 kept}\par
{\*\atnid SECRETINITIALS}{\*\atnauthor SECRETCOMMENTER}\chatn{\*\annotation SECRETCOMMENT}\par {\xe SECRETINDEX}{\object\objemb{\*\objdata 534543524554}{\result result}}\par {\v{\shp{\*\shpinst{\shptxt SECRETANCHORED\par}}}}{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 1}}{\shptxt SECRETBOX\par}}}boxes\par}";

const HTML: &str = r#"<html><head><title>SECRETTITLE</title><meta name="author" content="SECRETMETA"><script>SECRETSCRIPT</script><!-- SECRETREMARK --><style>/* SECRETCSS */ #gone { display: none } div > .kid, .a b .c { DISPLAY: None !important } p.x.y { visibility: collapse }</style></head><body>
<p>Words that stay<span style="mso-hide:all;display:none">SECRETHIDDEN</span><span id=gone>SECRETPLACED</span><span style="Display:NONE ! important">SECRETLOUD</span><svg><metadata>SECRETDRAWN</metadata></svg></p><div><i class=kid>SECRETKID</i></div><p class="a">shown<b><i><u class=c>SECRETDEEP</u></i></b></p><p class="y x">SECRETCLASSES</p><p hidden>SECRETATTRIBUTE</p><p><del cite="mailto:SECRETDELETER">SECRETDELETED</del><ins cite="mailto:SECRETINSERTER">kept</ins></p>
<p><a href="https://SECRETUSER:SECRETWORD@example.org/" title="SECRETTOOLTIP">link</a><a href="javascript:SECRETACTION()">script</a><input type=hidden value="SECRETINPUT"><dialog>SECRETDIALOG</dialog>
<span class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="_msocom_1" name="_msoanchor_1">[SECRETANCHOR]</a></span></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><p class=MsoCommentText>SECRETCOMMENT</p></div></div></div></body></html>"#;

/// An OpenDocument text with markers.
fn open_document() -> Vec<u8> {
    let spaces = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0""#;
    let content = format!(
        r#"<office:document-content {spaces}><office:automatic-styles><style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style></office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>SECRETDELETER</dc:creator><text:p>SECRETREASON</text:p></office:change-info><text:p>SECRETDELETED</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Words <text:change text:change-id="c1"/>stay<text:span text:style-name="H">SECRETHIDDEN</text:span></text:p><text:p>SECRETBEFORE<text:hidden-paragraph text:is-hidden="true"/>SECRETPARAGRAPH</text:p><text:section text:name="SECRETNAME" text:display="none"><text:p>SECRETSECTION</text:p></text:section><text:section text:name="s" text:display="condition" text:condition="ooow:SECRETCONDITION" text:is-hidden="true"><text:p>SECRETCONDITIONAL</text:p></text:section><table:table><table:table-row table:visibility="collapse"><table:table-cell><text:p>SECRETROWHIDDEN</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>row</text:p></table:table-cell></table:table-row></table:table><text:p>c<office:annotation><dc:creator>SECRETCOMMENTER</dc:creator><text:p>SECRETCOMMENT</text:p></office:annotation>d</text:p></office:text></office:body></office:document-content>"#
    );
    let meta = format!(
        r#"<office:document-meta {spaces}><office:meta><dc:title>SECRETTITLE</dc:title><meta:initial-creator>SECRETCREATOR</meta:initial-creator></office:meta></office:document-meta>"#
    );
    packages::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("meta.xml", meta.as_bytes()),
        ("Thumbnails/thumbnail.png", b"SECRETTHUMBNAIL"),
        ("META-INF/manifest.xml", b"<manifest/>"),
    ])
}

#[test]
fn other_formats_hide_nothing_in_a_published_view_either() {
    let engine = Engine::default();
    let inputs = [("a.rtf", RTF.as_bytes().to_vec()), ("a.html", HTML.into()), ("a.odt", open_document())];
    for (name, input) in inputs {
        for view in [View::Revised, View::Base] {
            let run = RunOptions { outputs: OutputKind::ALL.to_vec(), view, ..RunOptions::default() };
            let made = engine.convert(name, &input, &run, &FileOptions::default()).unwrap();
            for (kind, bytes) in &made.outputs {
                let mut found = in_output(*kind, bytes);
                // What was deleted stands in the base text.
                found.retain(|found| view == View::Revised || !found.ends_with("SECRETDELETED"));
                assert_eq!(found, Vec::<String>::new(), "{name}, {view:?}, {kind:?}");
            }
        }
    }
}

/// What is no picture that can be read goes out in no published document, and that is said; as it was sent it stays in
/// the author's own.
#[test]
fn a_picture_that_is_not_understood_is_not_published() {
    let body = r#"<w:p><w:r><w:t>Words</w:t><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="1" name="p" descr="a square"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="odd"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#;
    let rels = r#"<Relationship Id="odd" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/odd.png"/>"#;
    for odd in [&b"SECRETBYTES of no format"[..], b"\x89PNG\r\n\x1a\n\0\0\0\x0CtEXtSECRETBYTES\0\0\0\0"] {
        let input = packages::document(&[
            ("document", body.as_bytes()),
            ("rels", rels.as_bytes()),
            ("word/media/odd.png", odd),
        ]);
        for view in [View::Marked, View::Revised] {
            let run = RunOptions { outputs: OutputKind::ALL.to_vec(), view, ..RunOptions::default() };
            let made = Engine::default().convert("a.docx", &input, &run, &FileOptions::default()).unwrap();
            let published = view == View::Revised;
            let found: Vec<String> =
                made.outputs.iter().flat_map(|(kind, bytes)| in_output(*kind, bytes)).collect();
            assert!(!published || found.is_empty(), "{found:?}");
            let said = made.findings.iter().filter(|finding| finding.rule.code == "DOC009").count();
            assert_eq!(said, usize::from(published));
        }
    }
}

#[test]
fn what_carries_the_input_is_no_view_of_it() {
    for (view, is_final) in [(View::Revised, false), (View::Base, false), (View::Marked, true)] {
        let run = RunOptions { view, is_final, pdf_standard: PdfStandard::A3a, ..RunOptions::default() };
        let refusal = Engine::default().convert("a.txt", b"text", &run, &FileOptions::default()).unwrap_err();
        assert!(refusal.found.contains("PDF/A-3a"), "{refusal}");
    }
}

#[test]
fn hidden_words_are_no_title() {
    let run = RunOptions { outputs: vec![OutputKind::Pdf], ..RunOptions::default() };
    let made = Engine::default().convert("paper.docx", &marked(), &run, &FileOptions::default()).unwrap();
    let file = lopdf::Document::load_mem(&made.outputs[0].1).unwrap();
    assert!(!format!("{:?}", file.trailer).contains("SECRETHEAD"));
    assert!(
        !in_output(OutputKind::Pdf, &made.outputs[0].1).iter().any(|found| found.contains("SECRETHEAD "))
    );
}
