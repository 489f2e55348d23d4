//! Contributions with their truth, drawn by a seed: what recovery is measured on beside the texts that it was made by.
//!
//! In: a seed and a language. Out: a text in the form of `truth.txt`, put together anew of the items of all truths of
//! that language, with editions of the registry drawn for it, items put in and taken out at drawn places, and the labels
//! behind them moved. Never: a change that nothing in the text can show.

use std::collections::BTreeMap;

use super::recover::parsed;
use super::recover_truth::{flatten, truths};
use crate::language::Language;
use crate::model::Body;
use crate::registry::Registry;

/// A generator with a seed (SplitMix64), so that a drawing can be made again.
pub(crate) struct Drawing(pub(crate) u64);

impl Drawing {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((word ^ (word >> 31)) % bound as u64).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// What the truths of a language are made of.
#[derive(Default)]
pub(crate) struct Material {
    titles: Vec<String>,
    recitals: Vec<String>,
    operatives: Vec<String>,
    /// Texts of items without their label and their last stop; marks within them stand.
    items: Vec<String>,
}

/// The material of all languages, out of the truths of this project.
pub(crate) fn materials() -> BTreeMap<Language, Material> {
    let mut all: BTreeMap<Language, Material> = BTreeMap::new();
    for case in truths() {
        let truth = std::fs::read_to_string(case.join("truth.txt")).unwrap();
        let submission = parsed("truth.txt", &flatten(&truth).text, None);
        let Some(language) = submission.language else { continue };
        all.entry(language).or_default().gather(&truth, language);
    }
    for material in all.values_mut() {
        for list in
            [&mut material.titles, &mut material.recitals, &mut material.operatives, &mut material.items]
        {
            list.sort();
            list.dedup();
        }
    }
    all
}

impl Material {
    fn gather(&mut self, truth: &str, language: Language) {
        let lexicon = crate::lexicon::Lexicon::of(language).unwrap();
        let lines: Vec<&str> = truth.lines().collect();
        for pair in lines.windows(2) {
            let marked = |text: &str| ["[-", "{+", "[~", "{~"].iter().any(|sign| text.contains(sign));
            let plain = !marked(pair[1]) && !pair[1].contains('\t');
            if lexicon.number_line(&flatten(pair[0]).text).is_some() && plain && !pair[0].contains('\t') {
                self.titles.push(pair[1].to_owned());
            }
        }
        for line in lines {
            if let Some(text) = item(line) {
                if !is_explained(&text, truth) {
                    self.items.push(text);
                }
            } else if let Some(call) = lexicon.call(line).filter(|_| !line.contains(['[', '{', '\t'])) {
                let recital = call.role == crate::model::CallRole::Recital;
                let list = if recital { &mut self.recitals } else { &mut self.operatives };
                list.push(line.trim_end_matches([',', '，', '،']).to_owned());
            }
        }
    }
}

/// Whether a cover note has the words that were deleted: taken out of its text nothing would show the change.
fn is_explained(item: &str, truth: &str) -> bool {
    let note = truth.find("\nMOD\t").map_or("", |at| &truth[..at]);
    let deleted = item.split("[-").skip(1).filter_map(|rest| rest.split("-]").next());
    deleted.into_iter().any(|words| note.contains(words))
}

/// The text of an item: without its label, the marks round it and its last stop.
fn item(line: &str) -> Option<String> {
    let line = line.strip_prefix("{+").and_then(|inner| inner.strip_suffix("+}")).unwrap_or(line);
    let (label, text) = line.split_once('\t')?;
    let label: String = label.chars().filter(|c| !"[]{}-+~ ".contains(*c)).collect();
    let numbered = !label.is_empty() && label.chars().all(|c| c.is_ascii_digit());
    if label.chars().count() > 4 || !(numbered || label.ends_with([')', '）'])) {
        return None;
    }
    let mut text = text;
    for (open, close) in [("{+", "+}"), ("[-", "-]")] {
        // `[-,-]{+;+}`: a stop that changed with the list.
        if let Some(at) = text.rfind(open).filter(|at| text.ends_with(close) && text.len() - at <= 14) {
            let inner = &text[at + 2..text.len() - 2];
            if inner.chars().all(|c| !c.is_alphanumeric() || inner.ends_with("and") || inner.ends_with("et"))
            {
                text = &text[..at];
            }
        }
    }
    let text = text.trim_end_matches(['.', ';', ',', '。', '；', '，', '؛', '،']).trim_end();
    let balanced = [("[-", "-]"), ("{+", "+}"), ("[~", "~]"), ("{~", "~}")]
        .iter()
        .all(|(open, close)| text.matches(open).count() == text.matches(close).count());
    let long = text.chars().count() >= 6 && !text.ends_with([':', '：']) && !text.contains(['~', '\t']);
    (balanced && long && !text.ends_with(['-', '}', ']'])).then(|| text.to_owned())
}

/// How a language writes what the drawing makes itself: number line, opening and reference to a resolution, with the
/// editions in `{old}` and `{new}`; an edition of `{place}` and `{year}`; first and later letters; stops.
struct Forms {
    number: &'static str,
    opening: &'static str,
    reference: &'static str,
    edition: &'static str,
    letters: &'static str,
    stops: [&'static str; 3],
    capitals: bool,
}

fn forms(language: Language) -> Forms {
    let of = |number, opening, reference, edition, stops, capitals| Forms {
        number,
        opening,
        reference,
        edition,
        letters: "abcdefghijklm",
        stops,
        capitals,
    };
    let latin = [";", ",", "."];
    match language {
        Language::English => of(
            "RESOLUTION {n} (REV. {pair})",
            "The Plenipotentiary Conference of the International Telecommunication Union ({pair}),",
            "Resolution {n} (Rev. {pair})",
            "{place}, {year}",
            latin,
            true,
        ),
        Language::French => of(
            "RÉSOLUTION {n} (RÉV. {pair})",
            "La Conférence de plénipotentiaires de l'Union internationale des télécommunications ({pair}),",
            "la Résolution {n} (Rév. {pair})",
            "{place}, {year}",
            latin,
            true,
        ),
        Language::Spanish => of(
            "RESOLUCIÓN {n} (REV. {pair})",
            "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones ({pair}),",
            "la Resolución {n} (Rev. {pair})",
            "{place}, {year}",
            latin,
            true,
        ),
        Language::Russian => of(
            "РЕЗОЛЮЦИЯ {n} (ПЕРЕСМ. {pair})",
            "Полномочная конференция Международного союза электросвязи ({pair}),",
            "Резолюцию {n} (Пересм. {pair})",
            "{place}, {year} г.",
            latin,
            true,
        ),
        Language::Chinese => of(
            "第{n}号决议（{pair}，修订版）",
            "国际电信联盟全权代表大会（{pair}），",
            "第{n}号决议（{pair}，修订版）",
            "{year}年，{place}",
            ["；", "，", "。"],
            false,
        ),
        Language::Arabic => Forms {
            letters: "أبجدهوزحطيكلم",
            ..of(
                "القرار {n} (المراجَع في {pair})",
                "إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات ({pair})،",
                "القرار {n} (المراجَع في {pair})",
                "{place}، {year}",
                ["؛", "،", "."],
                false,
            )
        },
    }
}

/// A contribution drawn, marks and all; in its label pairs the bracket stands once.
pub(crate) fn drawn(draw: &mut Drawing, language: Language, material: &Material) -> String {
    let forms = forms(language);
    // Of those that were adopted before the first edition drawn: at the second the text is not revised for the first time.
    let number = 20 + draw.below(80);
    let pair = editions(draw, language, &forms, "PP");
    let shown = if forms.capitals { pair.to_uppercase() } else { pair.clone() };
    let mut text = format!("MOD\tCUB/{}/1\n", 10 + draw.below(80));
    let number = number.to_string();
    text += &(forms.number.replace("{n}", &number).replace("{pair}", &shown) + "\n");
    text += &(draw.of(&material.titles).clone() + "\n");
    text += &(forms.opening.replace("{pair}", &pair) + "\n");
    let mut left = material.items.clone();
    for recitals in [true, true, false] {
        let calls = if recitals { &material.recitals } else { &material.operatives };
        text += &(draw.of(calls).clone() + "\n");
        let items: Vec<String> =
            (0..3 + draw.below(4)).map(|_| drawn_item(draw, language, &forms, &mut left)).collect();
        text += &list(draw, &forms, &items, recitals);
    }
    text
}

/// An item of the material, each but once; or a reference with editions drawn for it.
fn drawn_item(draw: &mut Drawing, language: Language, forms: &Forms, left: &mut Vec<String>) -> String {
    if draw.one_in(3) || left.is_empty() {
        let body = *draw.of(&["PP", "WTDC", "WTSA"]);
        let pair = editions(draw, language, forms, body);
        let number = (1 + draw.below(30)).to_string();
        return forms.reference.replace("{n}", &number).replace("{pair}", &pair);
    }
    left.swap_remove(draw.below(left.len()))
}

/// Two conferences of a body that follow each other, the edition of the first deleted, that of the second inserted.
fn editions(draw: &mut Drawing, language: Language, forms: &Forms, body: &str) -> String {
    let registry = Registry::builtin();
    let body: Body = registry.body_named(body).unwrap();
    let mut met: Vec<_> = registry.conferences().iter().filter(|known| known.id.body == body).collect();
    met.sort_by_key(|known| known.id.year);
    met.retain(|known| known.id.year >= 2006 && known.place.get(language).is_some());
    let at = draw.below(met.len() - 1);
    let edition = |at: usize| {
        let known = met[at];
        let place = known.place.get(language).unwrap();
        forms.edition.replace("{place}", place).replace("{year}", &known.id.year.to_string())
    };
    format!("[-{}-]{{+{}+}}", edition(at), edition(at + 1))
}

/// A list: one item put in, or one taken out, so that the labels behind it move; or neither.
fn list(draw: &mut Drawing, forms: &Forms, items: &[String], letters: bool) -> String {
    let [middle, comma, full] = forms.stops;
    let last = if letters { comma } else { full };
    let changed = (!draw.one_in(4)).then(|| draw.below(items.len() - 1));
    let inserted = !draw.one_in(3);
    let label = |count: usize| {
        let letter = forms.letters.chars().nth(count).unwrap();
        if letters { letter.to_string() } else { (count + 1).to_string() }
    };
    let close = if letters { ")" } else { "" };
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let stop = if at + 1 == items.len() { last } else { middle };
        let pair =
            |old: usize, new: usize| format!("[-{}-]{{+{}+}}{close}\t{item}{stop}\n", label(old), label(new));
        // What is put in or taken out whole has no marks of its own.
        let bare = plain(item, inserted);
        text += &match changed {
            Some(change) if at == change && inserted => format!("{{+{}{close}\t{bare}{stop}+}}\n", label(at)),
            Some(change) if at == change => format!("[-{}{close}\t{bare}{stop}-]\n", label(at)),
            Some(change) if at > change && inserted => pair(at - 1, at),
            Some(change) if at > change => pair(at, at - 1),
            _ => format!("{}{close}\t{item}{stop}\n", label(at)),
        };
    }
    text
}

/// A text with its marks accepted, or rejected.
fn plain(item: &str, accepted: bool) -> String {
    let (gone, kept) = if accepted { (("[-", "-]"), ["{+", "+}"]) } else { (("{+", "+}"), ["[-", "-]"]) };
    let mut text = item.to_owned();
    while let Some(start) = text.find(gone.0) {
        let end = start + text[start..].find(gone.1).unwrap() + gone.1.len();
        text.replace_range(start..end, "");
    }
    text.replace(kept[0], "").replace(kept[1], "")
}
