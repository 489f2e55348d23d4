//! `itudoc fonts`: which face each family of a template is set in, and where that face comes from.

use clap::Args;

use super::given::{TypedSettings, WHERE_FROM};
use super::{Failure, context, out};
use crate::batch::summary::DONE;
use crate::layout::FaceOrigin;
use crate::settings::FONTS;

/// Show the fonts that documents are set in: those of the plain form, or of --template
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    #[command(flatten)]
    given: TypedSettings<FONTS>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        let templates = context::templates(&settled)?;
        let fonts = context::fonts(&settled)?;
        let template = templates.get(settled.settings.template.as_deref().unwrap_or(PLAIN))?;
        let asked = settled.settings.lang;
        let mut rows = vec![["language", "text", "asked for", "set in", "from"].map(str::to_owned)];
        let editions = template.editions.iter();
        for (language, edition) in
            editions.filter(|(language, _)| asked.is_none_or(|asked| asked == **language))
        {
            for taken in fonts.resolved(edition) {
                rows.push([
                    language.to_string(),
                    taken.slot,
                    taken.asked,
                    taken.face,
                    origin(taken.origin).to_owned(),
                ]);
            }
        }
        out::print(&table(&rows))?;
        Ok(DONE)
    }
}

/// The form that is shown where none is given.
const PLAIN: &str = "base";

fn origin(origin: FaceOrigin) -> &'static str {
    match origin {
        FaceOrigin::Path => "--font-path",
        FaceOrigin::Kit => "built in",
        FaceOrigin::System => "this machine",
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
