//! `itudoc fonts`: which face each family of a template is set in, and where that face comes from.

use clap::Args;

use super::materials::Materials;
use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::language::Language;
use crate::layout::Origin;

/// Show the fonts that documents are set in
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Official form whose fonts to show
    #[arg(long, default_value = "base", value_name = "NAME")]
    template: String,
    /// Language of the documents (ar, zh, en, fr, ru, es); all where none is given
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    materials: Materials,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let engine = self.materials.engine()?;
        let template = engine.templates.get(&self.template);
        let template = template.map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        let mut rows = vec![["language", "text", "asked for", "set in", "from"].map(str::to_owned)];
        let editions = template.editions.iter();
        for (language, edition) in
            editions.filter(|(language, _)| self.lang.is_none_or(|asked| asked == **language))
        {
            for taken in engine.fonts.resolved(edition) {
                rows.push([
                    language.to_string(),
                    taken.slot,
                    taken.asked,
                    taken.face,
                    origin(taken.origin).to_owned(),
                ]);
            }
        }
        out::print(&table(&rows))
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        Ok(DONE)
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Path => "--font-path",
        Origin::Kit => "built in",
        Origin::System => "this machine",
    }
}

/// Rows in columns as wide as their widest entry.
fn table(rows: &[[String; 5]]) -> String {
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let mut widths = [0; 5];
    for row in rows {
        for (widest, entry) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(entry));
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (entry, widest) in row.iter().zip(widths) {
            line.push_str(entry);
            line.push_str(&" ".repeat(widest - width(entry) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
