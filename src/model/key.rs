//! A name that data gives to something: a body (`WTSA`), a call (`recalling`).
//!
//! In: at most 31 bytes of text. Out: a value that is copied like a number, compares as text and
//! needs no table to be read. Never: a longer name cut short.

use std::fmt;

/// Longest key, bytes.
const LONGEST: usize = 31;

/// A name of at most 31 bytes, held by value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Zero behind the end.
    bytes: [u8; LONGEST],
    length: u8,
}

impl Key {
    /// The key of this text; `None` where it is longer than 31 bytes.
    pub const fn new(text: &str) -> Option<Key> {
        if text.len() > LONGEST {
            return None;
        }
        let mut bytes = [0; LONGEST];
        let mut rest: &mut [u8] = &mut bytes;
        let mut from = text.as_bytes();
        while let (Some((slot, free)), Some((byte, tail))) = ({ rest }.split_first_mut(), from.split_first())
        {
            *slot = *byte;
            rest = free;
            from = tail;
        }
        Some(Key { bytes, length: text.len() as u8 })
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::ops::Deref for Key {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq<str> for Key {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Key {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn keys_are_their_text() {
        let key = Key::new("resolves-to-instruct").unwrap();
        assert_eq!(
            (key.as_str(), format!("{key:?}").as_str()),
            ("resolves-to-instruct", "\"resolves-to-instruct\"")
        );
        assert!(Key::new("A") < Key::new("AB") && Key::new("AB") < Key::new("B"));
        assert_eq!(Key::new(&"x".repeat(32)), None);
    }
}
