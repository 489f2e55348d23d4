//! The review page: documents from arrival to publication, in a browser of the same machine.
//!
//! ```text
//! paths ─look→ desk ─┬─ queue page      request ─guard→ session ─┬─ page
//!                    └─ document page                            └─ change → files beside the document
//! ```
//!
//! In: a desk, and requests as plain data. Out: pages without script or style in them, changes of the files
//! beside documents, publications. Never: a change by GET, a request answered before host, token and origin
//! are judged, a word of a document as markup.

mod change;
mod connections;
pub(crate) mod desk;
pub(crate) mod guard;
mod holds;
pub(crate) mod http;
mod intake;
mod letter;
mod page;
mod places;
mod points;
mod publish;
pub(crate) mod server;
mod summary;

use desk::{Desk, DeskDocument};
use guard::{GuardVerdict, Refused, Session};
use http::{Asked, HttpAnswer};
use page::document::Said;
use server::Answering;

use crate::interface::{InterfaceWords, LANGUAGES};
use crate::language::Language;
use crate::write::svg;

impl Answering for Desk {
    fn turn_away(&self, head: &Asked) -> Option<HttpAnswer> {
        // A token is looked at once, by whoever answers: it makes a session.
        if head.method == "GET" && self.guard.knows_host(head) {
            return None;
        }
        match self.guard.judge(head) {
            GuardVerdict::Out(refused) => Some(turned_away(head, &refused)),
            GuardVerdict::In(_) | GuardVerdict::Cookie(_) => None,
        }
    }

    fn answer(&self, asked: &Asked) -> HttpAnswer {
        let session = match self.guard.judge(asked) {
            GuardVerdict::In(session) => session,
            GuardVerdict::Cookie(answer) => return answer,
            GuardVerdict::Out(refused) => return turned_away(asked, &refused),
        };
        let words = InterfaceWords(session.language.unwrap_or_else(|| wanted(asked)));
        let parts: Vec<&str> = asked.path.split('/').filter(|part| !part.is_empty()).collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("GET", []) => page::queue::page(self, &session, words, asked),
            ("GET", ["review.css"]) => HttpAnswer::of(200, "text/css; charset=utf-8", page::STYLE),
            ("GET", ["review.js"]) => HttpAnswer::of(200, "text/javascript; charset=utf-8", page::SCRIPT),
            ("GET", ["font", script]) => self.font(script, words),
            ("POST", ["me"]) => self.name(&session, asked),
            (method, ["d", id, rest @ ..]) => match self.document(id) {
                Some(document) => self.of_document(&session, words, asked, &document, method, rest),
                None => nothing(words),
            },
            _ => nothing(words),
        }
    }
}

impl Desk {
    fn of_document(
        &self,
        session: &Session,
        words: InterfaceWords,
        asked: &Asked,
        document: &DeskDocument,
        method: &str,
        rest: &[&str],
    ) -> HttpAnswer {
        let show = |status, said: &Said| page::document::page(self, session, words, document, status, said);
        match (method, rest) {
            ("GET", []) => {
                let at = asked.query("at").unwrap_or_default().to_owned();
                show(200, &Said { at, is_undone: asked.query("undone").is_some(), sentence: None })
            }
            ("GET", ["page", number, band]) => self.drawn(document, number, band, words),
            ("GET", ["letter"]) => self.letter(session, document, words),
            ("POST", ["hold"]) => match self.hold(document, session) {
                Ok(()) => back_to(document),
                Err(hold) => show(409, &Said::problem(words, &change::Problem::Held(hold))),
            },
            ("POST", ["take"]) => {
                self.take_over(document, session);
                back_to(document)
            }
            ("POST", ["release"]) => {
                self.release(document, session);
                back_to(document)
            }
            ("POST", ["publish"]) => match publish::publish(self, document, session, asked) {
                Ok(made) => {
                    let sentence = Some((words.with("published-now", &[&made]), false));
                    show(200, &Said { sentence, ..Said::default() })
                }
                Err(problem) => show(status_of(&problem), &Said::problem(words, &problem)),
            },
            ("POST", ["reopen"]) => match publish::reopen(self, document, session, asked) {
                Ok(()) => back_to(document),
                Err(problem) => show(status_of(&problem), &Said::problem(words, &problem)),
            },
            ("POST", [what @ ("mark" | "finding" | "fix" | "facts" | "carry" | "undo")]) => {
                match change::change(self, document, session, asked, what) {
                    Ok(at) => {
                        let undone = if *what == "undo" { "&undone=1" } else { "" };
                        HttpAnswer::elsewhere(&format!("/d/{}?at={}{undone}", document.id, escaped(&at)))
                    }
                    Err(problem) => show(status_of(&problem), &Said::problem(words, &problem)),
                }
            }
            _ => nothing(words),
        }
    }

    /// A band of a page of the document as it prints.
    fn drawn(&self, document: &DeskDocument, number: &str, band: &str, words: InterfaceWords) -> HttpAnswer {
        let drawing = || {
            let opened = self.opened(document).ok()?;
            let pages = opened.preview.pages.as_ref().ok()?;
            let page = pages.pages.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
            let bands = svg::bands(page);
            let band = bands.get(band.parse::<usize>().ok()?.checked_sub(1)?)?;
            Some(svg::band(page, band, &pages.fonts, &opened.preview.pictures))
        };
        let Some(drawing) = drawing() else { return nothing(words) };
        // Its address has a digest of what is on it.
        HttpAnswer::of(200, "image/svg+xml", drawing).header("cache-control", "private, max-age=3600")
    }

    /// A font of the program for a script: the first of its own that has a common letter of it.
    fn font(&self, script: &str, words: InterfaceWords) -> HttpAnswer {
        let letter = if script == "ar" { '\u{0627}' } else { '\u{56FD}' };
        let fonts = &self.converter.engine().fonts;
        let face = fonts.with_glyph(letter, false).and_then(|index| fonts.face(index));
        let Some(face) = face else { return nothing(words) };
        HttpAnswer::of(200, "font/ttf", face.font.data.to_vec())
            .header("cache-control", "private, max-age=86400")
    }

    fn letter(&self, session: &Session, document: &DeskDocument, words: InterfaceWords) -> HttpAnswer {
        let Ok(opened) = self.opened(document) else { return nothing(words) };
        let text = letter::of(document, &opened, &session.officer);
        HttpAnswer::text(200, text.unwrap_or_else(|| words.say("letter-none").to_owned()))
    }

    fn name(&self, session: &Session, asked: &Asked) -> HttpAnswer {
        let language = LANGUAGES.into_iter().find(|language| language.code() == asked.field("language"));
        self.guard.set(&session.key, asked.field("officer"), language);
        // Back to where the form stood; the browser says so to pages of its own site only.
        let referrer =
            asked.header("referer").and_then(|address| address.split_once("://")?.1.split_once('/'));
        let path = referrer.map_or(String::new(), |(_, path)| path.to_owned());
        let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic());
        HttpAnswer::elsewhere(&format!("/{}", if is_plain { path.trim_start_matches('/') } else { "" }))
    }
}

/// The language that the browser asks for first, of those that the interface has (RFC 9110, 12.5.4).
fn wanted(asked: &Asked) -> Language {
    let asked = asked.header("accept-language").unwrap_or_default();
    let tags = asked.split(',').filter_map(|tag| tag.split([';', '-']).next()).map(str::trim);
    let known = |tag: &str| LANGUAGES.into_iter().find(|language| language.code() == tag);
    tags.into_iter().find_map(known).unwrap_or(Language::English)
}

fn turned_away(asked: &Asked, refused: &Refused) -> HttpAnswer {
    match refused {
        // No page: whoever asks is not at our address.
        Refused::Host | Refused::Origin => HttpAnswer::text(403, "forbidden\n"),
        Refused::Token => {
            if asked.path == "/review.css" {
                return HttpAnswer::of(200, "text/css; charset=utf-8", page::STYLE);
            }
            let words = InterfaceWords(wanted(asked));
            HttpAnswer::page(403, page::plain(words, words.say("refused-entry")))
        }
    }
}

fn nothing(words: InterfaceWords) -> HttpAnswer {
    HttpAnswer::page(404, page::plain(words, words.say("not-found")))
}

fn back_to(document: &DeskDocument) -> HttpAnswer {
    HttpAnswer::elsewhere(&format!("/d/{}", document.id))
}

/// The status that says why nothing was stored.
fn status_of(problem: &change::Problem) -> u16 {
    match problem {
        change::Problem::Stale | change::Problem::Held(_) | change::Problem::Locked => 409,
        change::Problem::Wrong(..) => 422,
    }
}

/// An anchor as a value in an address: anchors are letters, digits and hyphens.
fn escaped(anchor: &str) -> String {
    anchor.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}
