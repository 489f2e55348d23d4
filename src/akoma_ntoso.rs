//! Names that Akoma Ntoso documents are known by: the namespace of what we say beyond the standard, and the
//! parts of addresses, as `templates/registry/addresses.toml` has them.
//!
//! In: that file. Out: names. Never: an element or an attribute.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::language::Language;

/// Namespace of what is said of marks beyond the standard; its attributes may stand on any element. A UUID
/// (RFC 9562) is nobody's domain: no one can come to own it, and it promises no page.
pub(crate) const OWN: &str = "urn:uuid:842e52e3-0436-4666-be37-06842f5360ce";

/// Parts of addresses.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AknNaming {
    /// Whose law or rules the documents are.
    pub jurisdiction: String,
    /// Who issues them.
    pub actor: String,
    /// The same, as an organization of the ontology.
    pub organization: String,
    /// ISO 639-2 codes, by the codes of our languages.
    languages: BTreeMap<String, String>,
}

impl AknNaming {
    /// Code of a language, ISO 639-2.
    pub(crate) fn code(&self, language: Language) -> &str {
        self.languages.get(language.code()).map_or("und", String::as_str)
    }

    /// The language of a code.
    pub(crate) fn language(&self, code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| self.code(*language) == code)
    }
}

/// The names that are built in.
pub(crate) fn naming() -> &'static AknNaming {
    static NAMING: LazyLock<AknNaming> = LazyLock::new(|| {
        // The test below keeps the file readable.
        toml::from_str(include_str!("../templates/registry/addresses.toml")).unwrap_or_default()
    });
    &NAMING
}

#[cfg(test)]
mod tests {
    use super::naming;
    use crate::language::Language;

    #[test]
    fn the_file_of_addresses_names_all() {
        assert_eq!((naming().jurisdiction.as_str(), naming().actor.as_str()), ("un", "itu"));
        for language in Language::ALL {
            assert_eq!(naming().language(naming().code(language)), Some(language));
        }
    }
}
