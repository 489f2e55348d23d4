//! Links from one paper to another of the same set, which stand in one folder.
//!
//! In: a target of a link, `paper:by-resolution/pp-resolution-64#P_RUR_8_1`. Out: the other paper without extension,
//! which each writer has of its own, and the place in it. Never: a way out of the folder.

/// What such targets begin with.
const SCHEME: &str = "paper:";

/// The target of a link to a place in a paper; `stem` is its path below the folder, without extension.
#[cfg(feature = "packs")]
pub(crate) fn to_paper(stem: &str, place: &str) -> Box<str> {
    format!("{SCHEME}{stem}#{place}").into()
}

/// The paper that a link leads to and the place in it; `None` for any other target.
pub(crate) fn paper_of(target: &str) -> Option<(&str, &str)> {
    let (stem, place) = target.strip_prefix(SCHEME)?.split_once('#')?;
    let is_step = |step: &str| !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || c == '-');
    stem.split('/').all(is_step).then_some((stem, place))
}

/// The address of a paper with its extension, as a relative reference (RFC 3986, 4.2).
pub(crate) fn paper_address(stem: &str, extension: &str) -> String {
    let mut address = String::with_capacity(stem.len() + extension.len() + 1);
    for byte in stem.bytes() {
        match byte {
            b'/' | b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "." + extension
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_paper_stays_in_the_folder() {
        assert_eq!(paper_of("paper:by-resolution/pp-7#P_A"), Some(("by-resolution/pp-7", "P_A")));
        assert_eq!(paper_address("by-resolution/pp-新", "docx"), "by-resolution/pp-%E6%96%B0.docx");
        for target in ["paper:../x#a", "paper:/etc/x#a", "paper:a//b#a", "paper:a.exe#a", "http://x/#a", "#a"]
        {
            assert_eq!(paper_of(target), None, "{target}");
        }
    }
}
