//! What is given, merged into what the text says: given wins, and a contradiction is reported.

use super::{Given, Metadata, Submitter};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{ConferenceId, DocumentNumber, Evidence, Fact, Submission};
use crate::registry::Registry;
use crate::source::{SetAside, SetAsideWhy};
use crate::text::{Run, Span};

/// What was given is not what the text says.
pub(crate) static CONTRADICTED: Rule = Rule {
    code: "GIV001",
    name: "given-contradicts-text",
    severity: Severity::Warning,
    what: "A sidecar file or `--set` gives a fact of the document's head that the text states otherwise.",
    why: "What is given is printed; one of the two is wrong, and only document control knows which.",
    example: "`date = 2014-09-15` in `contribution.toml`, and `2014年9月4日` at the head of the text.",
    remedy: "Correct the sidecar file or the text, whichever is wrong.",
    source: "The project's promise: nothing is lost; what is overruled is reported",
};

/// The rules of what is stated beside a text.
pub(crate) static RULES: &[&Rule] = &[&CONTRADICTED];

impl Metadata {
    /// Merges what is given into a submission's masthead. Words of the text that are overruled are
    /// set aside.
    pub fn apply(&self, submission: &mut Submission, registry: &Registry) -> Vec<Finding> {
        let masthead = &mut submission.masthead;
        let mut merge = Merge { set_aside: &mut submission.set_aside, findings: Vec::new() };
        merge.fact("conference", &mut masthead.conference, &self.conference, |id| short(*id, registry));
        merge.fact("date", &mut masthead.date, &self.date, ToString::to_string);
        // What is given is printed, and not the line that says otherwise.
        let is_given = |evidence: Option<&Evidence>| matches!(evidence, Some(Evidence::Given(_)));
        if is_given(masthead.date.as_ref().map(|fact| &fact.evidence)) {
            masthead.date_line = None;
        }
        merge.fact("document", &mut masthead.document, &self.document, number);
        merge.fact("meeting", &mut masthead.meeting, &self.meeting, Clone::clone);
        merge.fact("original", &mut masthead.original, &self.original, ToString::to_string);
        if is_given(masthead.original.as_ref().map(|fact| &fact.evidence)) {
            (masthead.original_line, masthead.further_originals) = (None, Vec::new());
        }
        merge.words("title", &mut masthead.title, &self.title);
        merge.words("agenda-item", &mut masthead.agenda_item, &self.agenda_item);
        match &self.source {
            Some(Given { value: Submitter::Name(name), by }) => {
                let given = Some(Given { value: name.clone(), by: by.clone() });
                merge.words("source", &mut masthead.source, &given);
            }
            Some(Given { value: Submitter::Symbols(symbols), by }) => {
                let languages = submission.language;
                let names = |symbol: &String| {
                    let language = languages?;
                    let member = registry.member(symbol).and_then(|member| member.name(language));
                    member.or_else(|| registry.group(symbol)?.name(language)).map(str::to_owned)
                };
                let stated = masthead.source.as_ref().map(|fact| shown(&fact.value));
                let same = stated.as_ref().is_some_and(|stated| {
                    symbols.iter().all(|symbol| names(symbol).is_some_and(|name| stated.contains(&name)))
                });
                if let Some(fact) = masthead.source.take_if(|_| !same) {
                    merge.overrule("source", &symbols.join("/"), by, &shown(&fact.value), &fact);
                }
                let text: Vec<&str> = masthead.symbols.iter().map(|fact| fact.value.as_str()).collect();
                if let Some(first) = masthead.symbols.first()
                    && text != symbols.iter().map(String::as_str).collect::<Vec<_>>()
                {
                    merge.contradiction(
                        "source",
                        &symbols.join("/"),
                        by,
                        &text.join("/"),
                        place(&first.evidence),
                    );
                }
                let fact =
                    |symbol: &String| Fact { value: symbol.clone(), evidence: Evidence::Given(by.clone()) };
                masthead.symbols = symbols.iter().map(fact).collect();
            }
            None => {}
        }
        merge.findings
    }
}

struct Merge<'a> {
    set_aside: &'a mut Vec<SetAside>,
    findings: Vec<Finding>,
}

impl Merge<'_> {
    /// A fact that the template prints: the words that stated it were set aside by the parser.
    fn fact<T: Clone + PartialEq>(
        &mut self,
        key: &str,
        slot: &mut Option<Fact<T>>,
        given: &Option<Given<T>>,
        show: impl Fn(&T) -> String,
    ) {
        let Some(Given { value, by }) = given else { return };
        match slot {
            Some(fact) if fact.value == *value => return,
            Some(fact) => {
                self.contradiction(key, &show(value), by, &show(&fact.value), place(&fact.evidence))
            }
            None => {}
        }
        *slot = Some(Fact { value: value.clone(), evidence: Evidence::Given(by.clone()) });
    }

    /// A fact whose own words are printed.
    fn words(&mut self, key: &str, slot: &mut Option<Fact<Vec<Run>>>, given: &Option<Given<String>>) {
        let Some(Given { value, by }) = given else { return };
        if let Some(fact) = slot {
            let stated = shown(&fact.value);
            if stated == *value {
                return;
            }
            self.overrule(key, value, by, &stated, fact);
        }
        let value = vec![Run::generated(value)];
        *slot = Some(Fact { value, evidence: Evidence::Given(by.clone()) });
    }

    fn overrule(&mut self, key: &str, given: &str, by: &str, stated: &str, fact: &Fact<Vec<Run>>) {
        let spans = fact.value.iter().filter_map(|run| run.span);
        self.set_aside.extend(spans.map(|span| SetAside { span, why: SetAsideWhy::Overruled }));
        self.contradiction(key, given, by, stated, place(&fact.evidence));
    }

    fn contradiction(&mut self, key: &str, given: &str, by: &str, stated: &str, span: Option<Span>) {
        let message = message!(
            "{by} gives `{given}` as {key}, and the text says `{stated}`; what is given is printed",
            by,
            given,
            key,
            stated,
        );
        self.findings.push(Finding::new(&CONTRADICTED, span, message));
    }
}

fn shown(runs: &[Run]) -> String {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn place(evidence: &Evidence) -> Option<Span> {
    match evidence {
        Evidence::Stated(span) | Evidence::Inferred(span, _) => Some(*span).filter(|span| !span.is_empty()),
        Evidence::FileName | Evidence::Given(_) => None,
    }
}

fn short(id: ConferenceId, registry: &Registry) -> String {
    let known = registry.conference(id).map(|conference| conference.short.to_string());
    known.unwrap_or_else(|| {
        let name = registry.body_name(id.body, crate::language::Language::English).unwrap_or_default();
        format!("{name} {}", id.year).trim().to_owned()
    })
}

fn number(document: &DocumentNumber) -> String {
    let mut words = document.number.clone();
    for (mark, n) in [("Add", document.addendum), ("Rev", document.revision), ("Cor", document.corrigendum)] {
        words.extend(n.map(|n| format!("({mark}.{n})")));
    }
    words
}
