//! Sizes and times of files, so that a run over ten thousand unchanged files need not read them.
//!
//! A cache and nothing more: without it every file is hashed, and the result is the same. It is
//! trusted as far as the system's times go: a file whose size, time of change and time of
//! modification are all as before is taken for unchanged. Inputs that were modified less than two
//! seconds before they were read are not entered, since a second change within the file system's
//! resolution would not show.

use crate::diagnostics::Message;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{Digest, RecipeKey};
use crate::compose::OfficialName;

/// Size in bytes, time of modification and of change in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp(u64, u64, u64);

/// Coarsest resolution of times among common file systems (FAT).
const RESOLUTION: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file.
    pub(crate) fn of(file: &Metadata) -> Self {
        let modified = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self(file.len(), modified.map_or(0, nanoseconds), changed(file))
    }

    /// The stamp of a file that has rested long enough for a later change to show.
    pub(crate) fn rested(file: &Metadata) -> Option<Self> {
        let age = file.modified().ok().and_then(|time| SystemTime::now().duration_since(time).ok());
        (age? > RESOLUTION).then(|| Self::of(file))
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Time of the last change to the file or its entry, which no program sets at will; nothing where
/// the system keeps none.
#[cfg(unix)]
fn changed(file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(file.ctime()).unwrap_or_default();
    nanoseconds(Duration::new(seconds, u32::try_from(file.ctime_nsec()).unwrap_or_default()))
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> u64 {
    0
}

/// What was seen of files when their hashes were known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamps {
    /// Inputs by the stem of their outputs, with their SHA-256.
    pub inputs: BTreeMap<String, (Stamp, Digest)>,
    /// Outputs by path.
    pub outputs: BTreeMap<String, Stamp>,
    /// Official names by the names of their inputs.
    #[serde(default)]
    pub names: BTreeMap<String, NameSeen>,
}

/// The official name of an input, as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NameSeen {
    /// The input's stamp.
    pub stamp: Stamp,
    /// The template whose form of names it has.
    pub template: String,
    /// RecipeKey of the recipe with that template: options, registry and templates bear on the name.
    pub recipe: RecipeKey,
    /// The name, or why there is none.
    pub official: Result<OfficialName, Message>,
}

impl Stamps {
    /// Reads stamps; a file that cannot be read is as good as none.
    pub(crate) fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}
