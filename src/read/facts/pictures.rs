//! The pictures of a document as bytes with their media type, whatever file they came from.

use crate::text::Picture;

/// The pictures of a document.
#[derive(Debug, Default)]
pub(crate) struct Album {
    /// Those that are in the file.
    pub pictures: Vec<Picture>,
    /// For each reference the picture it shows.
    pub places: Vec<Option<u32>>,
    /// References to pictures that are not in the file.
    pub missing: usize,
}
