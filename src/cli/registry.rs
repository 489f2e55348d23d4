//! `itudoc registry`: what is known of conferences, Member States and groups, and how surely.

use std::fmt::Write;

use clap::{Args, Subcommand};

use super::given::{TypedSettings, WHERE_FROM};
use super::{Failure, context, out};
use crate::batch::summary::DONE;
use crate::language::Language;
use crate::registry::Registry;
use crate::registry::titles::Coverage;
use crate::settings::REGISTRY;

/// List what the registry knows, each entry with how sure it is
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    given: TypedSettings<REGISTRY>,
    /// Language of the names (ar, zh, en, fr, ru, es)
    #[arg(long, global = true, default_value = "en", value_name = "LANG")]
    lang: Language,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Conferences and assemblies: short form, place, dates
    Conferences,
    /// Member States: symbol and names
    Members,
    /// Regional groups: symbol and name
    Groups,
    /// Resolutions, decisions and their like: of how many editions and titles are known, and which are not
    Coverage,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let settled = self.given.settle()?;
        let Some(what) = self.what.filter(|_| !self.given.show_settings) else {
            return self.given.shown_or(&settled, "itudoc help registry");
        };
        let registry = context::registry(&settled)?;
        let list = match what {
            What::Conferences => conferences(&registry, self.lang),
            What::Members => members(&registry, self.lang),
            What::Groups => groups(&registry, self.lang),
            What::Coverage => coverage(&registry),
        };
        out::print(&list)?;
        Ok(DONE)
    }
}

fn sure(certain: bool) -> &'static str {
    if certain { "seen" } else { "not confirmed" }
}

fn conferences(registry: &Registry, language: Language) -> String {
    let mut list = String::new();
    for conference in registry.conferences() {
        let days = match (conference.start, conference.end) {
            (Some(start), Some(end)) => format!("{start} to {end}"),
            (None, Some(end)) => format!("to {end}"),
            _ => conference.id.year.to_string(),
        };
        let place = conference.place.get(language).unwrap_or("–");
        let _ = writeln!(
            list,
            "{:<9} {days:<26} {place}  ({}: {})",
            conference.short,
            sure(conference.certain),
            conference.source
        );
    }
    list
}

fn members(registry: &Registry, language: Language) -> String {
    let mut list = String::new();
    for member in registry.members() {
        let name = member.name(language).unwrap_or("–");
        let _ = writeln!(list, "{:<4} {name}  ({})", member.symbol, sure(member.provenance.certain));
    }
    list
}

fn coverage(registry: &Registry) -> String {
    let mut list = String::new();
    let heads = Language::ALL.map(|language| format!("{:>4}", language.code())).concat();
    let _ = writeln!(list, "{:<6} {:<15} {:>7} {:>8}  titles{heads}", "body", "kind", "numbers", "editions");
    for (body, kind, known) in registry.coverage() {
        let titles = Language::ALL.map(|language| {
            let known = known.titles.get(&language).map_or(0, std::collections::BTreeSet::len);
            format!("{known:>4}")
        });
        let _ = writeln!(
            list,
            "{:<6} {:<15} {:>7} {:>8}        {}",
            body.key(),
            format!("{kind:?}").to_lowercase(),
            known.numbers.len(),
            known.editions.len(),
            titles.concat()
        );
        let gaps: Vec<String> = known
            .gaps()
            .into_iter()
            .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") })
            .collect();
        if !gaps.is_empty() {
            let _ = writeln!(list, "       nothing known of {}", gaps.join(", "));
        }
        let _ = writeln!(list, "       titles missing: {}", without_titles(&known));
    }
    for body in registry.bodies().filter(|body| registry.body(*body).is_some_and(|entry| entry.adopts)) {
        let known = registry.coverage().iter().any(|(known, _, _)| *known == body);
        if !known {
            let _ = writeln!(list, "{:<6} nothing known of any text", body.key());
        }
    }
    list
}

/// Of how many of the numbers no title is known, by language.
fn without_titles(known: &Coverage) -> String {
    let all = known.numbers.len();
    let counts = Language::ALL.map(|language| {
        let missing = all - known.titles.get(&language).map_or(0, std::collections::BTreeSet::len).min(all);
        match missing {
            0 => format!("{} none", language.code()),
            _ if missing == all => format!("{} all", language.code()),
            _ => format!("{} {missing}", language.code()),
        }
    });
    counts.join(", ")
}

fn groups(registry: &Registry, language: Language) -> String {
    let mut list = String::new();
    for group in registry.groups() {
        let name = group.name(language).unwrap_or("–");
        let certain = sure(group.provenance.certain);
        let _ = writeln!(list, "{:<5} {name}, {}  ({certain})", group.symbol, group.organization);
    }
    list
}
