//! `itudoc doctor`: what the program finds on this machine, and what that means for its work.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;

use clap::Args;

use super::given::{TypedSettings, WHERE_FROM};
use super::places::shown;
use super::{Failure, context, out};
use crate::batch::summary::{DONE, SOME_REFUSED};
use crate::layout::{FaceOrigin, FontLibrary};
use crate::office::LibreOffice;
use crate::settings::{DOCTOR, Settled};
use crate::store;
use crate::template::Templates;
use crate::workers::processors;

/// Say what is at hand on this machine: settings, templates, fonts, LibreOffice, terminal, locale
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    #[command(flatten)]
    given: TypedSettings<DOCTOR>,
}

/// What was looked at.
struct DoctorRow {
    what: &'static str,
    /// It keeps some work from being done.
    is_fault: bool,
    said: String,
}

impl DoctorRow {
    fn fine(what: &'static str, said: impl Into<String>) -> Self {
        Self { what, is_fault: false, said: said.into() }
    }

    fn fault(what: &'static str, failure: &Failure) -> Self {
        Self { what, is_fault: true, said: format!("{}\n{}", failure.found, failure.advice) }
    }
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        let mut rows =
            vec![DoctorRow::fine("itudoc", crate::BUILD), DoctorRow::fine("settings", settled.source())];
        let templates = context::templates(&settled);
        match &templates {
            Ok(templates) => rows.push(forms(templates)),
            Err(failure) => rows.push(DoctorRow::fault("templates", failure)),
        }
        match context::registry(&settled) {
            Ok(_) => rows.push(DoctorRow::fine("registry", own(&settled, "registry"))),
            Err(failure) => rows.push(DoctorRow::fault("registry", &failure)),
        }
        match (context::fonts(&settled), templates) {
            (Ok(fonts), Ok(templates)) => rows.push(faces(&fonts, &templates)),
            (Err(failure), _) => rows.push(DoctorRow::fault("fonts", &failure)),
            (Ok(_), Err(_)) => {}
        }
        rows.extend([office(), terminal(), locale(), passing_files()]);
        rows.push(DoctorRow::fine("processors", processors().to_string()));
        out::print(&rows.iter().map(drawn).collect::<String>())?;
        Ok(if rows.iter().any(|row| row.is_fault) { SOME_REFUSED } else { DONE })
    }
}

fn drawn(row: &DoctorRow) -> String {
    let mut lines = row.said.lines();
    let mark = if row.is_fault { "fault" } else { "ok" };
    let mut text = format!("{:<15}{mark:<7}{}\n", row.what, lines.next().unwrap_or_default());
    for line in lines {
        text.push_str(&format!("{:<22}{line}\n", ""));
    }
    text
}

/// Whose data is used.
fn own(settled: &Settled, key: &str) -> String {
    if settled.is_given(key) {
        format!("{} over the one built in", settled.given_by(key))
    } else {
        "built in".to_owned()
    }
}

fn forms(templates: &Templates) -> DoctorRow {
    for name in templates.names() {
        if let Err(refusal) = templates.get(name) {
            return DoctorRow::fault("templates", &refusal.into());
        }
    }
    DoctorRow::fine("templates", format!("{}, no mistake", templates.names().count()))
}

/// What the families that the forms ask for are set in.
fn faces(fonts: &FontLibrary, templates: &Templates) -> DoctorRow {
    let mut set: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for template in templates.names().filter_map(|name| templates.get(name).ok()) {
        for taken in template.editions.values().flat_map(|edition| fonts.resolved(edition)) {
            let from = match taken.origin {
                FaceOrigin::Path => "--font-path",
                FaceOrigin::Kit => "built in",
                FaceOrigin::System => "this machine: PDFs depend on it",
            };
            set.entry(taken.asked).or_default().insert(format!("{} ({from})", taken.face));
        }
    }
    let row = |(asked, faces): (&String, &BTreeSet<String>)| {
        let faces: Vec<&str> = faces.iter().map(String::as_str).collect();
        format!("{asked} is set in {}", faces.join(", "))
    };
    DoctorRow::fine("fonts", set.iter().map(row).collect::<Vec<_>>().join("\n"))
}

fn office() -> DoctorRow {
    let said = match LibreOffice::find(false) {
        Some(office) => format!(
            "{}: reads the old Word files (.doc) of which the built-in reader is not sure",
            shown(office.program())
        ),
        None => "not installed: old Word files (.doc) are read by the built-in reader alone".to_owned(),
    };
    DoctorRow::fine("LibreOffice", said)
}

fn terminal() -> DoctorRow {
    let colours = if std::env::var_os("NO_COLOR").is_some() { "no colours (NO_COLOR)" } else { "colours" };
    let said = if std::io::stdout().is_terminal() {
        format!("{} columns, {colours}", out::columns())
    } else {
        "none: findings are 120 columns wide and without colours".to_owned()
    };
    DoctorRow::fine("terminal", said)
}

/// The first of these that is set decides how a terminal's characters are read (POSIX, chapter 8.2).
const LOCALE: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

fn locale() -> DoctorRow {
    let set = LOCALE.iter().filter_map(|name| Some((name, std::env::var(name).ok()?)));
    let said = match set.into_iter().find(|(_, value)| !value.is_empty()) {
        Some((name, value)) if value.to_lowercase().replace('-', "").contains("utf8") => {
            format!("{name}={value}; outputs do not depend on it")
        }
        Some((name, value)) => {
            format!("{name}={value}: text is written as UTF-8 all the same, which this terminal may not show")
        }
        None => "none is set: text is written as UTF-8; outputs do not depend on it".to_owned(),
    };
    DoctorRow::fine("locale", said)
}

fn passing_files() -> DoctorRow {
    let folder = std::env::temp_dir();
    match store::takes_files(&folder) {
        Ok(()) => DoctorRow::fine("passing files", format!("{} can be written to", shown(&folder))),
        Err(error) => {
            let found = format!("{}: {error}", shown(&folder));
            DoctorRow::fault("passing files", &Failure::new(found, "name another folder in TMPDIR"))
        }
    }
}
