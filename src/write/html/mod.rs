//! The review sheet: one page for a file, findings first, then the marks, then the input beside what
//! was made of it.
//!
//! In: a file as read and what is to be reported of it. Out: one HTML page that needs nothing else.
//! Never: a resource from elsewhere, a script but our own (the page's policy forbids any other), a
//! word of the input that HTML could take for a tag, the clock.

mod escape;
mod source;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostics::render::severity_name;
use crate::diagnostics::{Finding, Severity};
use crate::language::Language;
use crate::lines::LineIndex;
use crate::model::Submission;
use crate::recover::{Mark, Recovery, Ruling, Witness};
use crate::registry::Registry;
use crate::text::{RevisionIndex, RevisionKind, RevisionOrigin, Run, Span};
use crate::write::tree;

use source::{Lines, Range};

const STYLE: &str = include_str!("sheet.css");
const SCRIPT: &str = include_str!("sheet.js");

/// Marks a page as ours (HTML, 4.2.5.1 `generator`), so that it is never taken for a contribution.
const GENERATOR: &str = "<meta name=\"generator\" content=\"itudoc review sheet\">\n";

/// Bytes at the beginning of a page within which the mark of a sheet stands.
pub(crate) const HEAD_BYTES: usize = 512;

/// Whether a page that begins so is a review sheet.
pub(crate) fn is_sheet(head: &[u8]) -> bool {
    let mark = GENERATOR.trim_end().as_bytes();
    head.windows(mark.len()).take(HEAD_BYTES).any(|window| window == mark)
}

/// What a sheet shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet<'a> {
    /// File name.
    pub name: &'a str,
    /// The decoded input.
    pub text: &'a str,
    /// Its structure.
    pub submission: &'a Submission,
    /// Marks recovered and suspected.
    pub recovery: &'a Recovery,
    /// What counts.
    pub findings: &'a [Finding],
    /// What a person has waived.
    pub waived: &'a [Finding],
    /// Name of the official form.
    pub template: &'a str,
}

/// Writes the page.
pub(crate) fn write(sheet: &Sheet<'_>, registry: &Registry) -> Vec<u8> {
    let page = Page { sheet, index: LineIndex::new(sheet.text), out: String::new() };
    page.whole(registry).into_bytes()
}

/// The input line by line as HTML, with its marks and findings shown in it: each line with its number.
#[cfg(feature = "review")]
pub(crate) fn source_lines(sheet: &Sheet<'_>) -> Vec<(u32, String)> {
    Lines::new(sheet.text, &LineIndex::new(sheet.text), ranges(sheet)).html()
}

struct Page<'a> {
    sheet: &'a Sheet<'a>,
    index: LineIndex,
    out: String,
}

/// What the filters tell apart, with the words beside each box.
const KINDS: [(&str, &str); 8] = [
    ("error", "Errors"),
    ("warning", "Warnings"),
    ("note", "Notes"),
    ("waived", "Waived"),
    ("suspected", "Suspected marks"),
    ("recovered", "Marks"),
    ("rejected", "Rejected marks"),
    ("line", "Lines"),
];

impl Page<'_> {
    fn whole(mut self, registry: &Registry) -> String {
        self.head();
        self.out.push_str("<main>\n");
        self.findings();
        self.marks();
        self.masthead(registry);
        self.lines(registry);
        self.out.push_str("</main>\n<script>");
        self.out.push_str(SCRIPT);
        self.out.push_str("</script>\n</body>\n</html>\n");
        self.out
    }

    fn head(&mut self) {
        let (style, script) = (escape::policy_hash(STYLE), escape::policy_hash(SCRIPT));
        self.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.raw(GENERATOR);
        self.raw(&format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {style}; \
             script-src {script}; base-uri 'none'; form-action 'none'\">\n"
        ));
        self.raw(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Review of ",
        );
        self.text(self.sheet.name);
        self.raw("</title>\n<style>");
        self.raw(STYLE);
        self.raw("</style>\n</head>\n<body>\n<header>\n<h1>Review of ");
        self.text(self.sheet.name);
        self.raw("</h1>\n<dl>");
        let language = self.sheet.submission.language.map_or("not known", Language::code);
        let count = |severity| self.sheet.findings.iter().filter(|f| f.severity == severity).count();
        let facts = [
            ("Language", language.to_owned()),
            ("Form", self.sheet.template.to_owned()),
            ("Errors", count(Severity::Error).to_string()),
            ("Warnings", count(Severity::Warning).to_string()),
            ("Notes", count(Severity::Information).to_string()),
            ("Marks recovered", self.sheet.recovery.marks.len().to_string()),
            ("Suspected", self.sheet.recovery.suggestions.len().to_string()),
            ("Rejected", self.sheet.recovery.rejected.len().to_string()),
        ];
        for (term, value) in facts {
            self.raw(&format!("<div><dt>{term}</dt><dd>"));
            self.text(&value);
            self.raw("</dd></div>");
        }
        self.raw("</dl>\n</header>\n<nav aria-label=\"Filter\">\n");
        self.raw("<input type=\"search\" id=\"search\" placeholder=\"Search\" aria-label=\"Search\">\n");
        for (value, words) in KINDS {
            self.raw(&format!(
                "<label><input type=\"checkbox\" value=\"{value}\" checked> {words}</label>\n"
            ));
        }
        self.raw("<output id=\"count\"></output>\n<span class=\"none\"><kbd>j</kbd> <kbd>k</kbd> next, previous · ");
        self.raw("<kbd>o</kbd> its place · <kbd>/</kbd> search · <kbd>Esc</kbd> all</span>\n</nav>\n");
    }

    fn findings(&mut self) {
        self.raw("<section id=\"findings\">\n<h2>Findings</h2>\n");
        if self.sheet.findings.is_empty() && self.sheet.waived.is_empty() {
            self.raw("<p class=\"none\">None.</p>\n");
        }
        let sheet = self.sheet;
        let mut list: Vec<&Finding> = sheet.findings.iter().collect();
        // The gravest first; within one severity in the order of the text.
        list.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        self.raw("<ol class=\"cards\">\n");
        for finding in list {
            self.finding(finding, severity_name(finding.severity));
        }
        for finding in sheet.waived {
            self.finding(finding, "waived");
        }
        self.raw("</ol>\n</section>\n");
    }

    fn finding(&mut self, finding: &Finding, kind: &str) {
        self.raw(&format!(
            "<li class=\"card {kind}\" data-kind=\"{kind}\" tabindex=\"-1\"><div class=\"head\">\
             <span class=\"badge\">{kind}</span> <code>{}</code> <span>",
            finding.rule.code
        ));
        self.text(finding.rule.name);
        self.raw("</span> ");
        self.place(finding.span);
        self.raw("</div><p>");
        self.text(&finding.message);
        self.raw("</p>");
        self.words(finding.span);
        for (span, label) in &finding.related {
            self.raw("<p>");
            self.place(Some(*span));
            self.raw(" ");
            self.text(label);
            self.raw("</p>");
        }
        self.raw("<p class=\"help\">");
        self.text(finding.help.as_deref().unwrap_or(finding.rule.remedy));
        self.raw("</p></li>\n");
    }

    fn marks(&mut self) {
        let recovery = self.sheet.recovery;
        self.raw("<section id=\"marks\">\n<h2>Marks</h2>\n");
        let all = [
            ("suspected", &recovery.suggestions),
            ("recovered", &recovery.marks),
            ("rejected", &recovery.rejected),
        ];
        if all.iter().all(|(_, marks)| marks.is_empty()) {
            self.raw("<p class=\"none\">None was recovered.</p>\n");
        }
        self.raw("<ol class=\"cards\">\n");
        for (kind, marks) in all {
            for mark in marks {
                self.mark(mark, kind);
            }
        }
        self.raw("</ol>\n</section>\n");
    }

    fn mark(&mut self, mark: &Mark, kind: &str) {
        self.raw(&format!(
            "<li class=\"card\" data-kind=\"{kind}\" tabindex=\"-1\"><div class=\"head\">\
             <span class=\"badge\">{kind}</span> <code>{}</code> <span>{:.0} %, {}</span> ",
            mark.rule,
            mark.confidence * 100.0,
            witness(mark.witness)
        ));
        self.place(mark.span());
        self.raw("</div><p");
        self.direction();
        self.raw(">");
        for edit in &mark.edits {
            let tag = if edit.kind == RevisionKind::Deletion { "del" } else { "ins" };
            self.raw(&format!("<{tag}>"));
            self.text(&edit.text);
            self.raw(&format!("</{tag}> "));
        }
        self.raw("</p><p>");
        self.text(&mark.reason);
        if let Some(ruling) = mark.ruling.as_ref().and_then(Ruling::decided) {
            self.raw("</p><p class=\"ruling\"><strong>");
            self.text(&ruling);
            self.raw("</strong>");
        }
        self.raw("</p><p class=\"help\"><code>");
        self.text(&mark.anchor);
        self.raw("</code></p></li>\n");
    }

    /// What is known of the head of the document, and how.
    fn masthead(&mut self, registry: &Registry) {
        self.raw("<section id=\"head\">\n<h2>Head of the document</h2>\n<ul class=\"facts\">\n");
        for fact in tree::head(self.sheet.submission, self.sheet.text, registry).lines() {
            self.raw("<li dir=\"auto\">");
            self.text(fact.trim());
            self.raw("</li>\n");
        }
        self.raw("</ul>\n</section>\n");
    }

    fn lines(&mut self, registry: &Registry) {
        let sheet = self.sheet;
        let mut made: BTreeMap<u32, Vec<tree::TreeRow>> = BTreeMap::new();
        for row in tree::rows(sheet.submission, sheet.text, registry) {
            made.entry(row.line).or_default().push(row);
        }
        let lines = Lines::new(sheet.text, &self.index, ranges(sheet)).html();
        self.raw("<section id=\"source\">\n<h2>Input and what was made of it</h2>\n<table>\n<thead><tr>");
        self.raw("<th class=\"n\" scope=\"col\">Line</th><th scope=\"col\">Input</th>");
        self.raw("<th class=\"i\" scope=\"col\">Understood as</th></tr></thead>\n<tbody>\n");
        for (number, html) in lines {
            self.raw(&format!(
                "<tr id=\"L{number}\" data-kind=\"line\"><td class=\"n\">{number}</td><td class=\"s\""
            ));
            self.direction();
            self.raw(">");
            self.raw(&html);
            self.raw("</td><td class=\"i\">");
            for row in made.get(&number).into_iter().flatten() {
                let indent = "· ".repeat(row.depth.min(6));
                self.raw(&format!("<div><span class=\"what\">{indent}"));
                // A label can run from right to left; what it is called does not.
                let (what, label) = row.what.split_once(' ').unwrap_or((&row.what, ""));
                self.text(what);
                self.raw(" <bdi>");
                self.text(label);
                self.raw("</bdi></span></div>");
            }
            self.raw("</td></tr>\n");
        }
        self.raw("</tbody>\n</table>\n</section>\n");
    }

    /// The words at a place, with what stands beside them in the line.
    fn words(&mut self, span: Option<Span>) {
        const AROUND: usize = 24;
        const LONGEST: usize = 80;
        let text = self.sheet.text;
        let Some(range) = span.map(Span::range).filter(|range| !range.is_empty()) else { return };
        let (Some(head), Some(inside), Some(tail)) =
            (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
        else {
            return;
        };
        let line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
        let before: String =
            head.chars().rev().take(AROUND).take_while(|c| !matches!(c, '\n' | '\r')).collect();
        let before: String = before.chars().rev().collect();
        let first = line(inside);
        let shown: String = first.chars().take(LONGEST).collect();
        let cut = shown.len() < inside.len();
        self.raw("<p class=\"words\"");
        self.direction();
        self.raw(">");
        self.text(if before.chars().count() == AROUND { "…" } else { "" });
        self.text(&before);
        self.raw("<mark>");
        self.text(&shown);
        self.raw("</mark>");
        if cut {
            self.text("…");
        } else {
            let after = line(tail);
            let few: String = after.chars().take(AROUND).collect();
            self.text(&few);
            self.text(if few.len() < after.len() { "…" } else { "" });
        }
        self.raw("</p>");
    }

    /// A link to a place in the input.
    fn place(&mut self, span: Option<Span>) {
        match span {
            Some(span) => {
                let (line, column) = self.index.position(self.sheet.text, span.start);
                self.raw(&format!("<a href=\"#L{line}\">line {line}, column {column}</a>"));
            }
            None => self.raw("<span class=\"none\">the whole file</span>"),
        }
    }

    /// Language and direction of text from the input.
    fn direction(&mut self) {
        let Some(language) = self.sheet.submission.language else { return self.raw(" dir=\"auto\"") };
        let direction = if language == Language::Arabic { "rtl" } else { "ltr" };
        self.raw(&format!(" lang=\"{}\" dir=\"{direction}\"", language.code()));
    }

    fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }
}

fn witness(witness: Witness) -> &'static str {
    match witness {
        Witness::Pattern => "seen in the text itself",
        Witness::CoverNote => "seen by the cover note",
        Witness::BaseText => "seen by the text in force",
        Witness::List => "seen by the list",
    }
}

/// What is shown in the input: marks, suspected marks, findings.
fn ranges(sheet: &Sheet<'_>) -> Vec<Range> {
    let mut ranges = Vec::new();
    for (marks, maybe) in [(&sheet.recovery.marks, false), (&sheet.recovery.suggestions, true)] {
        for (mark, edit) in marks.iter().flat_map(|mark| mark.edits.iter().map(move |edit| (mark, edit))) {
            let class = match (edit.kind, maybe) {
                (RevisionKind::Deletion, false) => "del",
                (RevisionKind::Deletion, true) => "maybe",
                (_, false) => "ins",
                (_, true) => "maybe",
            };
            let mut title = format!("{} {:.0} %: ", mark.rule, mark.confidence * 100.0);
            let _ = write!(title, "{}", mark.reason);
            ranges.push(Range { span: edit.span, class, title });
        }
    }
    ranges.extend(given(sheet.submission));
    for finding in sheet.findings {
        let Some(span) = finding.span else { continue };
        let class = if finding.severity == Severity::Error { "f-error" } else { "f" };
        ranges.push(Range { span, class, title: format!("{}: {}", finding.rule.code, finding.message) });
    }
    ranges
}

/// The marks that the input itself has.
fn given(submission: &Submission) -> Vec<Range> {
    let revision = |index: RevisionIndex| submission.revisions.get(index.0 as usize);
    let real = |index: &RevisionIndex| revision(*index).is_some_and(|r| r.origin == RevisionOrigin::Word);
    if !submission.revisions.iter().any(|revision| revision.origin == RevisionOrigin::Word) {
        return Vec::new();
    }
    let mut ranges = Vec::new();
    let mut see = |runs: &[Run]| {
        for run in runs {
            let Some(span) = run.span else { continue };
            for (index, class) in [(run.insertion, "ins"), (run.deletion, "del")] {
                let Some(index) = index.filter(real) else { continue };
                let by = revision(index).and_then(|revision| revision.author.as_deref());
                let title =
                    by.map_or_else(|| "marked in the input".to_owned(), |by| format!("marked by {by}"));
                ranges.push(Range { span, class, title });
            }
        }
    };
    submission.visit(&mut |_, text| see(text.runs()));
    ranges
}
