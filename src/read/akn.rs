//! Akoma Ntoso (3.0, and what 3.1 keeps of it) into a [`Source`], by way of HTML, whose elements most of its
//! own are.
//!
//! | | |
//! |---|---|
//! | kept | paragraphs, headings, items with their numbers, class as style name; `ins` and `del` with author and date where they say so; bold, italic, underline, super- and subscript; tables with spans; notes; links; languages |
//! | degraded, reported | pictures (placeholder), comments, marks at the ends of paragraphs and on rows |
//! | not carried | metadata: the text is what counts, and it is read anew |

use std::fmt::Write as _;

use super::html;
use super::xml::{Space, Token, Xml, decode};
use crate::diagnostics::{Finding, Refusal, Rule, Severity, message};
use crate::source::{Source, SourceFormat};

/// Something of the file is not carried.
static NOT_CARRIED: Rule = Rule {
    code: "AKN001",
    name: "akn-not-carried",
    severity: Severity::Warning,
    what: "An Akoma Ntoso file holds comments, or marks at the ends of paragraphs and on rows, that are not \
           carried.",
    why: "What was said in a comment, or that a paragraph was to be joined to the next, is lost.",
    example: "`<note class=\"comment\">` in the metadata; `itudoc:mark=\"del\"` on a paragraph.",
    remedy: "Convert the Word file or text that it was made from.",
    source: "Akoma Ntoso 3.0 has no element for either.",
};

/// The rules of this reader.
pub(crate) static RULES: &[&Rule] = &[&NOT_CARRIED];

/// Elements that HTML has too.
const SAME: [&str; 12] = ["b", "i", "u", "sub", "sup", "table", "tr", "td", "th", "ul", "ol", "li"];
/// Classes of formats and the HTML that says so.
const CLASSES: [(&str, &str); 4] = [
    ("strike", "text-decoration:line-through"),
    ("caps", "text-transform:uppercase"),
    ("small-caps", "font-variant:small-caps"),
    ("hidden", "mso-hide:all"),
];

/// Reads a document.
///
/// # Errors
/// XML that is not well-formed; a bound met.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Source, Refusal> {
    let content = decode("the file", bytes)?;
    let mut page = Page::default();
    page.read(&mut Xml::new("the file", &content))?;
    let mut source = html::read(name, page.finish().as_bytes())?;
    source.format = SourceFormat::AkomaNtoso;
    for (count, said) in [
        (page.comments, message!("{count} comments are not carried.", count = page.comments)),
        (
            page.marks,
            message!("{count} marks at ends of paragraphs and on rows are not carried.", count = page.marks),
        ),
    ] {
        if count > 0 {
            source.findings.push(Finding::new(&NOT_CARRIED, None, said));
        }
    }
    Ok(source)
}

/// An open element and what its end writes.
enum Open {
    /// Nothing, or a tag.
    End(&'static str),
    /// A number, for the paragraph behind it.
    Number,
    /// A note's text.
    Note(String),
    /// Metadata.
    Hidden,
}

/// The document as HTML.
#[derive(Default)]
struct Page {
    /// The text, and the stories that stand open in it: a number, a note.
    stories: Vec<String>,
    /// Notes that are complete.
    notes: String,
    /// A number that waits for its paragraph.
    number: Option<String>,
    numbers: u32,
    comments: usize,
    marks: usize,
}

impl Page {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut open: Vec<Open> = Vec::new();
        self.stories.push(String::new());
        loop {
            match xml.next()? {
                Token::Start(element) => {
                    let hidden = open.iter().any(|open| matches!(open, Open::Hidden));
                    let attributes = Attributes(xml.attributes(&element)?);
                    let name = String::from_utf8_lossy(element.local()).into_owned();
                    open.push(if hidden {
                        self.metadata(&name, &attributes)
                    } else {
                        self.start(&name, &attributes)
                    });
                }
                Token::End => match open.pop() {
                    Some(Open::End(tag)) => self.put(tag),
                    Some(Open::Number) => {
                        self.number = self.stories.pop().filter(|_| !self.stories.is_empty())
                    }
                    Some(Open::Note(close)) => {
                        let text = self.stories.pop().unwrap_or_default();
                        self.notes.push_str(&text);
                        self.notes.push_str(&close);
                    }
                    Some(Open::Hidden) | None => {}
                },
                Token::Text(text) if !open.iter().any(|open| matches!(open, Open::Hidden)) => {
                    self.text(&text)
                }
                Token::Text(_) => {}
                Token::Eof => return Ok(()),
            }
        }
    }

    fn put(&mut self, html: &str) {
        if let Some(story) = self.stories.last_mut() {
            story.push_str(html);
        }
    }

    fn text(&mut self, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let text = text.replace('\t', "<span style=\"mso-tab-count:1\"></span>");
        self.put(&text);
    }

    /// An element of the metadata: comments are counted.
    fn metadata(&mut self, name: &str, attributes: &Attributes) -> Open {
        self.comments += usize::from(name == "note" && attributes.get("class") == Some("comment"));
        Open::End("")
    }

    fn start(&mut self, name: &str, attributes: &Attributes) -> Open {
        self.marks += usize::from(attributes.own("mark").is_some());
        if let Some(same) = SAME.into_iter().find(|same| *same == name) {
            return self.same(same, attributes);
        }
        match name {
            "meta" => Open::Hidden,
            "p" | "heading" | "subheading" | "listIntroduction" | "listWrapUp" | "caption" | "block"
            | "docTitle" => self.paragraph(attributes),
            "num" => {
                self.stories.push(String::new());
                Open::Number
            }
            "ins" => self.mark("<ins", "</ins>", attributes),
            "del" => self.mark("<del", "</del>", attributes),
            "eol" | "br" => {
                self.put("<br>");
                Open::End("")
            }
            "img" => {
                self.put("<img>");
                Open::End("")
            }
            "a" => {
                let address = attributes.get("href").map(quoted).unwrap_or_default();
                self.put(&format!("<a href={address}>"));
                Open::End("</a>")
            }
            "span" | "inline" => self.span(attributes),
            "authorialNote" => self.note(attributes),
            // What holds blocks, and what marks words without a look of its own.
            _ => Open::End(""),
        }
    }

    /// A paragraph, its number before it.
    fn paragraph(&mut self, attributes: &Attributes) -> Open {
        let class =
            attributes.get("class").map(|class| format!(" class={}", quoted(class))).unwrap_or_default();
        self.put(&format!("<p{class}>"));
        if let Some(number) = self.number.take() {
            self.put(&number);
            self.text("\t");
        }
        Open::End("</p>")
    }

    fn same(&mut self, name: &'static str, attributes: &Attributes) -> Open {
        let mut tag = format!("<{name}");
        for span in ["rowspan", "colspan"] {
            if let Some(value) = attributes.get(span) {
                let _ = write!(tag, " {span}={}", quoted(value));
            }
        }
        self.put(&(tag + ">"));
        Open::End(match name {
            "b" => "</b>",
            "i" => "</i>",
            "u" => "</u>",
            "sub" => "</sub>",
            "sup" => "</sup>",
            "table" => "</table>",
            "tr" => "</tr>",
            "td" => "</td>",
            "th" => "</th>",
            "ul" => "</ul>",
            "ol" => "</ol>",
            _ => "</li>",
        })
    }

    fn mark(&mut self, begin: &str, end: &'static str, attributes: &Attributes) -> Open {
        let mut tag = begin.to_owned();
        for (own, html) in [("by", "cite"), ("date", "datetime")] {
            if let Some(value) = attributes.own(own) {
                let _ = write!(tag, " {html}={}", quoted(value));
            }
        }
        self.put(&(tag + ">"));
        Open::End(end)
    }

    fn span(&mut self, attributes: &Attributes) -> Open {
        let classes = attributes.get("class").unwrap_or_default();
        let styles: Vec<&str> = CLASSES
            .iter()
            .filter(|(class, _)| classes.split_whitespace().any(|own| own == *class))
            .map(|(_, style)| *style)
            .collect();
        let language = attributes.language().map(|tag| format!(" lang={}", quoted(tag))).unwrap_or_default();
        self.put(&format!("<span{language} style={}>", quoted(&styles.join(";"))));
        Open::End("</span>")
    }

    /// A note: its call here, its text behind the body.
    fn note(&mut self, attributes: &Attributes) -> Open {
        self.numbers += 1;
        let kind = if attributes.get("class") == Some("endnote") { "endnote" } else { "footnote" };
        let id = format!("note{}", self.numbers);
        self.put(&format!("<a style=\"mso-{kind}-id:{id}\" href=\"#{id}\">1</a>"));
        self.stories.push(format!("<div style=\"mso-element:{kind}\" id=\"{id}\">"));
        Open::Note("</div>".to_owned())
    }

    /// The whole page.
    fn finish(&mut self) -> String {
        let body = std::mem::take(&mut self.stories).concat();
        format!("<html><head><meta charset=\"utf-8\"></head><body>{body}{}</body></html>", self.notes)
    }
}

/// The attributes of an element.
struct Attributes(Vec<(Space, String, String)>);

impl Attributes {
    fn get(&self, name: &str) -> Option<&str> {
        self.of(Space::None, name)
    }

    /// An attribute beyond the standard.
    fn own(&self, name: &str) -> Option<&str> {
        self.of(Space::Other, name)
    }

    fn language(&self) -> Option<&str> {
        self.of(Space::Xml, "lang")
    }

    fn of(&self, space: Space, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(in_space, own, _)| *in_space == space && own == name);
        found.map(|(_, _, value)| value.as_str())
    }
}

/// A value as HTML quotes it.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"))
}
