//! Forms that are a little off, and were read all the same: each is reported, none is lost.
//!
//! In: a parsed submission. Out: findings that say how a form was read. Never: a change to the text.

use crate::budget;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::lexicon::{Lexicon, provision};
use crate::model::{Call, Content, DocumentNumber, Proposal, ProposalId, Role, Submission};
use crate::text::View;

use super::symbol;

/// A proposal line that is not in its form.
pub(crate) static PROPOSAL_LINE: Rule = Rule {
    code: "PRP008",
    name: "proposal-line-form",
    severity: Severity::Warning,
    what: "A proposal line whose symbol or identifier is not in its form: another sign for a slash, spaces \
           inside, small letters, letters of another script, a symbol run together with the identifier.",
    why: "Proposals are registered by their line; one that other programs cannot read is one that is missed.",
    example: "`MOD BRA/31-2`, `ADDBRA/31/3`",
    remedy: "Correct the line, if it was read as it is meant.",
    source: "No. 42 of the General Rules of conferences: `ABC/25/3` is country, document, sequence",
};

/// A call that is not in its form.
pub(crate) static CALL: Rule = Rule {
    code: "STR009",
    name: "call-form",
    severity: Severity::Warning,
    what: "A line that is nearly a call, a call of another language than the text, or one whose addressee is misspelt.",
    why: "Calls part a resolution; one that is misspelt is set as running text by other programs.",
    example: "`recalllng`; `décide` in an English text",
    remedy: "Correct the call, if it was read as it is meant.",
    source: "Calls of the Resolutions of the Union, in six languages: the lexicon, each with its source",
};

/// One finding a call that was not in its form.
pub(super) fn calls(submission: &Submission, lexicon: &Lexicon) -> Vec<Finding> {
    let contents = submission.parts.iter().flat_map(|part| &part.contents);
    let instruments = contents.filter_map(|content| match content {
        Content::Proposal(proposal) => Some(&proposal.instrument),
        Content::Instrument(instrument) => Some(instrument.as_ref()),
        Content::Section(_) => None,
    });
    let calls = instruments.flat_map(|instrument| &instrument.calls).filter(|call| call.key.is_some());
    calls.take_while(|_| !budget::is_spent()).filter_map(|call| irregular_call(call, lexicon)).collect()
}

fn irregular_call(call: &Call, lexicon: &Lexicon) -> Option<Finding> {
    let text = call.text.text(View::Revised);
    let words = text.trim();
    let key = call.key?;
    if [&text, &call.text.all_text()].into_iter().any(|text| lexicon.call(text).is_some()) {
        let (word, meant) = lexicon.misspelt_addressee(words)?;
        let said = message!("“{word}” in this call is nearly “{meant}”, whom calls address.", word, meant);
        return Some(Finding::new(&CALL, call.text.span, said));
    }
    let said = match lexicon.call_of_another(words) {
        Some((language, _)) => {
            message!(
                "“{words}” is a call of another language ({other}); the text is in {language}.",
                words,
                other = language.code(),
                language = lexicon.language().code(),
            )
        }
        None => message!("“{words}” is nearly a call, and was read as one ({key}).", words, key),
    };
    Some(Finding::new(&CALL, call.text.span, said))
}

/// One finding a proposal line that was not in its form.
pub(super) fn proposal_lines(submission: &Submission) -> Vec<Finding> {
    let contents = submission.parts.iter().flat_map(|part| &part.contents);
    contents
        .filter_map(|content| match content {
            Content::Proposal(proposal) => proposal_line(proposal),
            _ => None,
        })
        .collect()
}

/// Lines that begin as a proposal's and were read as text, for nothing on them is an identifier: `MOD КУБ/70/1`.
pub(super) fn unread_lines(submission: &Submission) -> Vec<Finding> {
    const LONGEST: usize = 60;
    let mut found = Vec::new();
    submission.passages(&mut |met| {
        let Some(paragraph) =
            met.paragraph.filter(|_| !matches!(met.context.role, Role::ProposalLine | Role::Comment(_)))
        else {
            return;
        };
        let head = paragraph.runs.first().map(|run| run.text.trim_start()).unwrap_or_default();
        let begins = head.starts_with(['A', 'M', 'N', 'S', '(']);
        let tail = paragraph.runs.last().map(|run| run.text.trim_end()).unwrap_or_default();
        if !begins && !tail.ends_with(['D', 'P', 'C', ')', '*']) {
            return;
        }
        let text = paragraph.text(View::Revised);
        let line = text.trim();
        if line.len() <= LONGEST && ends_as_proposal(line) {
            let said = message!(
                "“{line}” ends as the line of a proposal; it is not in its form, and it stays text.",
                line
            );
            found.push(Finding::new(&PROPOSAL_LINE, paragraph.span, said));
            return;
        }
        let Some((_, length)) = symbol::symbol(line).filter(|_| line.len() <= LONGEST) else { return };
        let rest = line.get(length..).unwrap_or_default().trim();
        // `RCC62A13`: where no provision of a treaty is named so.
        let run =
            rest.bytes().take_while(u8::is_ascii_uppercase).count() > 1 && provision(rest, true).is_none();
        let signs =
            (run || rest.contains(['/', '\\', '-', '.'])) && rest.contains(|c: char| c.is_ascii_digit());
        let capitals = rest.starts_with(char::is_uppercase) && !rest.contains(char::is_whitespace);
        if signs && capitals {
            let said = message!(
                "“{line}” begins as the line of a proposal; no identifier could be read, and it stays text.",
                line,
            );
            found.push(Finding::new(&PROPOSAL_LINE, paragraph.span, said));
        }
    });
    found
}

/// Whether words stand before an identifier and a symbol that end a line: `Proposal ABC/70/2: MOD`.
fn ends_as_proposal(line: &str) -> bool {
    let mut words = line.rsplit(char::is_whitespace).filter(|word| !word.is_empty());
    let (Some(last), Some(before)) = (words.next(), words.next()) else { return false };
    let before = before.trim_end_matches([':', '：', ',', '،', '–', '-']);
    words.next().is_some()
        && symbol::symbol(last).is_some_and(|(_, length)| length == last.len())
        && symbol::identifier(before).is_some_and(|(_, length)| length == before.len())
}

fn proposal_line(proposal: &Proposal) -> Option<Finding> {
    let id = proposal.id.as_ref()?;
    let line = proposal.line.text(View::Revised);
    let line = line.trim();
    if is_regular(line) {
        return None;
    }
    let symbol = proposal.symbol.as_str();
    let said = message!("“{line}” was read as {symbol} {id}.", line, symbol, id = shown(id));
    Some(Finding::new(&PROPOSAL_LINE, proposal.line.span, said))
}

/// Whether symbol and identifier stand there in their form, in either order.
fn is_regular(line: &str) -> bool {
    let exact = |rest: &str| {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        symbol::identifier(rest).is_some_and(|(_, length)| {
            let (written, behind) = rest.split_at_checked(length).unwrap_or_default();
            !behind.starts_with(char::is_alphanumeric) && !written.contains(' ')
        })
    };
    let (first, rest) =
        line.split_at_checked(line.find(char::is_whitespace).unwrap_or(line.len())).unwrap_or_default();
    let first = first.trim_end_matches([':', '：']);
    let spaced = symbol::symbol(first)
        .is_some_and(|(symbol, length)| length == first.len() && symbol.as_str() == first);
    if spaced { exact(rest) } else { symbol::symbol(line).is_none() && exact(line) }
}

/// An identifier in its form.
pub(crate) fn shown(id: &ProposalId) -> String {
    format!("{}/{}/{}", id.sources.join("/"), number(&id.document), id.serial)
}

fn number(document: &DocumentNumber) -> String {
    let mut shown = document.number.clone();
    for (letter, value) in [('R', document.revision), ('A', document.addendum), ('C', document.corrigendum)] {
        if let Some(value) = value {
            shown.push(letter);
            shown.push_str(&value.to_string());
        }
    }
    shown
}
