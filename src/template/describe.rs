//! Templates as a person reads them.
//!
//! In: finished templates. Out: text for `itudoc template list` and `show`, in the words of
//! templates/README.md. Never: TOML that could be read back; the data's own files are that.

use std::fmt::Write;

use super::{Fonts, LineHeight, Style, TabAlign, Template, Templates};
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::model::names::StableName as _;
use crate::text::Align;

/// One line a template: name, whose form, year, what it extends.
///
/// # Errors
/// A template has mistakes.
pub(crate) fn list(templates: &Templates) -> Result<String, Refusal> {
    let mut text = String::new();
    let widest = templates.names().map(str::len).max().unwrap_or(0);
    for name in templates.names() {
        let template = templates.get(name)?;
        let body = template.body.map_or("any text".to_owned(), |body| body.key().to_owned());
        let year = template.year.map_or(String::new(), |year| format!(" of {year}"));
        let extends = templates.extends(name).map_or(String::new(), |base| format!(", extends {base}"));
        line(&mut text, format_args!("{name:widest$}  {body}{year}{extends}"));
    }
    Ok(text)
}

/// A template in a language: page, patterns, words, styles with all their measures.
pub(crate) fn show(template: &Template, language: Language) -> String {
    let edition = template.edition(language);
    let mut text = String::new();
    let page = template.page;
    line(&mut text, format_args!("{} in {language}", template.name));
    line(
        &mut text,
        format_args!(
            "page: {} by {}, margins {} {} {} {} (top, right, bottom, left), header {}, footer {} twips",
            page.width, page.height, page.top, page.right, page.bottom, page.left, page.header, page.footer
        ),
    );
    if let Some(front_box) = &template.front_box {
        let sections: Vec<&str> = front_box.sections.iter().map(|kind| kind.name()).collect();
        let columns: Vec<String> = front_box.columns.iter().map(ToString::to_string).collect();
        line(
            &mut text,
            format_args!("front box: {}; columns of {} twips", sections.join(", "), columns.join(" and ")),
        );
    }
    line(&mut text, format_args!("\nmasthead:"));
    for row in &edition.masthead {
        for (side, column) in [("left", &row.left), ("right", &row.right)] {
            for form in column {
                line(&mut text, format_args!("  {side:5}  {:20}  {}", form.style, shown(&form.text)));
            }
        }
        line(&mut text, format_args!("  {}", if row.ruled { "―――" } else { "" }));
    }
    for (called, lines) in [("header", &edition.running_header), ("first footer", &edition.first_footer)] {
        line(&mut text, format_args!("{called}: {}", shown(&lines.join("\n"))));
    }
    line(&mut text, format_args!("\nstrings:"));
    for (name, words) in &edition.strings {
        line(&mut text, format_args!("  {name:24}  {}", shown(words)));
    }
    line(&mut text, format_args!("\nstyles:"));
    for style in edition.styles.iter() {
        line(&mut text, format_args!("  {:20}  {}", style.id, measures(style)));
    }
    text
}

/// A style in one line; what is Word's default is not said.
fn measures(style: &Style) -> String {
    let points = |half_points: u16| f32::from(half_points) / 2.0;
    let mut said = vec![format!("{} pt", points(style.size)), families(&style.fonts)];
    if style.complex_size != style.size {
        said.insert(1, format!("Arabic {} pt", points(style.complex_size)));
    }
    for (name, set) in [
        ("bold", style.bold),
        ("italic", style.italic),
        ("caps", style.caps),
        ("keep-next", style.keep_next),
        ("keep-lines", style.keep_lines),
        ("page-break-before", style.page_break_before),
    ] {
        said.extend(set.then(|| name.to_owned()));
    }
    said.push(
        match style.align {
            Align::Start => "start",
            Align::Centre => "centre",
            Align::End => "end",
            Align::Justify => "justify",
        }
        .to_owned(),
    );
    for (name, twips) in [
        ("before", style.before),
        ("after", style.after),
        ("left", style.left),
        ("right", style.right),
        ("first-line", style.first_line),
    ] {
        said.extend((twips != 0).then(|| format!("{name} {twips}")));
    }
    said.extend(match style.line {
        LineHeight::Multiple(240) => None,
        LineHeight::Multiple(lines) => Some(format!("line {lines}")),
        LineHeight::Exactly(twips) => Some(format!("line exactly {twips}")),
        LineHeight::AtLeast(twips) => Some(format!("line at least {twips}")),
    });
    let tabs = style.tabs.iter().map(|tab| match tab.align {
        TabAlign::Start => tab.at.to_string(),
        TabAlign::Centre => format!("centre {}", tab.at),
        TabAlign::End => format!("end {}", tab.at),
    });
    let tabs = tabs.collect::<Vec<_>>().join(" ");
    said.extend((!tabs.is_empty()).then(|| format!("tabs {tabs}")));
    said.join(", ")
}

/// The families that the Word file names.
fn families(fonts: &Fonts) -> String {
    let first =
        [&fonts.latin, &fonts.east_asian, &fonts.complex].map(|list| list.first().map(String::as_str));
    let mut named: Vec<&str> = Vec::new();
    for family in first.into_iter().flatten() {
        if !named.contains(&family) {
            named.push(family);
        }
    }
    named.join(" / ")
}

fn shown(words: &str) -> String {
    words.replace('\n', " ⏎ ")
}

fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{words}");
}
