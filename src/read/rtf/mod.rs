//! Rich Text Format.
