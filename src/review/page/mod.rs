//! The pages of the desk as HTML: what holds for all of them.
//!
//! In: words of the interface, and text of documents. Out: HTML in which no word of a document can be a tag,
//! without script or style in it. Never: an address from elsewhere.

pub(super) mod document;
pub(super) mod points;
pub(super) mod queue;

use maud::{DOCTYPE, Markup, html};

use super::guard::Session;
use crate::diagnostics::render::visible;
use crate::interface::{InterfaceWords, LANGUAGES};
use crate::language::Language;

/// The style of all pages.
pub(super) const STYLE: &str = include_str!("../review.css");
/// The script of all pages: keys, and pages that follow.
pub(super) const SCRIPT: &str = include_str!("../review.js");

/// Left to right, or right to left.
pub(super) fn direction(language: Language) -> &'static str {
    if language.is_right_to_left() { "rtl" } else { "ltr" }
}

/// Text of a document on one line, with characters that steer the direction of text shown by their number.
pub(super) fn seen(text: &str) -> String {
    visible(&text.replace(['\t', '\n', '\r'], " ")).into_owned()
}

/// A page.
pub(super) fn shell(
    words: InterfaceWords,
    session: &Session,
    title: &str,
    kind: &str,
    content: &Markup,
) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(words.0.code()) dir=(direction(words.0)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content="itudoc review";
                title { (seen(title)) " \u{2013} itudoc" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/review.css";
                script src="/review.js" defer {}
            }
            body class=(kind) {
                a.skip href="#main" { (words.say("skip")) }
                (content)
                (officer(words, session))
                (help(words))
            }
        }
    };
    page.into_string()
}

/// A page that says one thing.
pub(super) fn plain(words: InterfaceWords, said: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(words.0.code()) dir=(direction(words.0)) {
            head {
                meta charset="utf-8";
                title { "itudoc" }
                link rel="stylesheet" href="/review.css";
            }
            body.plain { main { h1 { "itudoc" } p { (said) } } }
        }
    };
    page.into_string()
}

/// Who sits here, and in which language.
fn officer(words: InterfaceWords, session: &Session) -> Markup {
    html! {
        footer.officer {
            form method="post" action="/me" {
                label { (words.say("officer")) " " input name="officer" value=(seen(&session.officer)) autocomplete="name"; }
                label { (words.say("language")) " "
                    select name="language" {
                        @for language in LANGUAGES {
                            option value=(language.code()) lang=(language.code()) selected[language == words.0] {
                                (InterfaceWords(language).say("own-name"))
                            }
                        }
                    }
                }
                button { (words.say("save")) }
                button type="button" data-help="" aria-keyshortcuts="?" { (words.say("help")) " " kbd { "?" } }
            }
        }
    }
}

/// The keys, each with what it does.
const KEYS: [(&[&str], &str); 10] = [
    (&["j", "k"], "help-next"),
    (&["a"], "help-accept"),
    (&["r"], "help-reject"),
    (&["q"], "help-ask"),
    (&["e"], "help-extent"),
    (&["u"], "help-undo"),
    (&["m"], "help-facts"),
    (&["p"], "help-publish"),
    (&["o"], "help-queue"),
    (&["?"], "help-help"),
];

fn help(words: InterfaceWords) -> Markup {
    html! {
        dialog #help aria-labelledby="help-title" {
            h2 #help-title { (words.say("help")) }
            dl {
                @for (keys, what) in KEYS {
                    div {
                        dt { @for key in keys { kbd { (key) } " " } }
                        dd { (words.say(what)) }
                    }
                }
            }
            p { label { input type="checkbox" #use-keys checked; " " (words.say("help-switch")) } }
            form method="dialog" { button { (words.say("close")) } }
        }
    }
}
