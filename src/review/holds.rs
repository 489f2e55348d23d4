//! Who holds which document, kept beside the manifest, so that a start of the program anew forgets nobody.
//!
//! In: documents that are held. Out: `.itudoc/holds.toml`. Never: the secret of a session.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::desk::Hold;
use crate::files;
use crate::limits;
use crate::store::{self, StoreError};

const HEAD: &str = "# Who holds which document of the review page.\n\n";

fn path(root: &Path) -> PathBuf {
    root.join(store::OURS).join("holds.toml")
}

/// The holds by the names of documents in addresses; none where there is no such file.
pub(super) fn read(root: &Path) -> BTreeMap<String, Hold> {
    let text = files::text(&path(root), limits::NOTES_BYTES).unwrap_or_default();
    let table: toml::Table = text.parse().unwrap_or_default();
    let hold = |(id, row): (String, toml::Value)| {
        let said = |key: &str| row.get(key).and_then(toml::Value::as_str).map(str::to_owned);
        Some((id, Hold { key: String::new(), officer: said("officer")?, since: said("since")? }))
    };
    table.into_iter().filter_map(hold).collect()
}

/// Writes the holds, each with the name of its file.
pub(super) fn write(root: &Path, held: &BTreeMap<String, (String, Hold)>) -> Result<(), StoreError> {
    let mut text = HEAD.to_owned();
    for (id, (file, hold)) in held {
        text.push_str(&format!("[{id}]\n"));
        for (key, value) in [("file", file), ("officer", &hold.officer), ("since", &hold.since)] {
            text.push_str(&format!("{key} = {}\n", toml::Value::String(value.clone())));
        }
    }
    store::write_whole(&path(root), text.as_bytes())
}
