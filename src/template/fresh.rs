//! The files of a new template, for its author to fill in.
//!
//! In: its name and the template that it extends. Out: files that `template check` accepts as they
//! stand. Never: the disk.

use super::Templates;
use crate::diagnostics::{Refusal, RefusalKind, message};

/// Longest name, characters.
const LONGEST_NAME: usize = 40;

/// The files of a new template by their paths in the folder of templates: `sources.toml` and
/// `NAME/format.toml`.
///
/// # Errors
/// The name cannot be a folder's on every system or is taken, or nothing is called `extends`.
pub(crate) fn fresh(
    templates: &Templates,
    name: &str,
    extends: &str,
) -> Result<[(String, String); 2], Refusal> {
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain || !name.starts_with(|c: char| c.is_ascii_lowercase()) || name.len() > LONGEST_NAME {
        return Err(Refusal::new(
            RefusalKind::Template,
            message!("{name} cannot be the name of a template", name = format!("{name:?}")),
            message!(
                "begin with a letter; small letters, digits and - may follow, {most} in all: pp-26",
                most = LONGEST_NAME
            ),
        ));
    }
    if templates.names().any(|known| known == name) {
        return Err(Refusal::new(
            RefusalKind::Template,
            message!("there is a template {name} already", name),
            message!("choose another name; to change one that is built in, copy its folder and edit it"),
        ));
    }
    templates.get(extends)?;
    let format = format!(
        r#"# What this is the form of, in one line.
extends = "{extends}"
# year = 2026              # of one conference only; then texts that name it take this form

# Only what differs from {extends}; `itudoc template show {extends}` prints what it has.
# Each table says where its words and measures are from: a key of sources.toml, or a guess and why.

# [first-footer]
# lines = ["• www.itu.int •"]
# source = "{name}, first page"
"#
    );
    let sources = format!(
        r#"# What `source = "KEY, place in it"` can cite.

[{name}]
title = "Title and place of the document that this form is taken from"
"#
    );
    Ok([("sources.toml".to_owned(), sources), (format!("{name}/format.toml"), format)])
}
