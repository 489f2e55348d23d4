//! The template files that the program carries: every folder of `templates/` with a `format.toml`,
//! listed by `build.rs`.
//!
//! In: nothing. Out: each file by its path there. Never: a list kept by hand.

/// Every file of `templates/` that is a template's, by its path there.
pub(super) const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// What the `format.toml` of a built-in template says of it as a whole.
pub(super) struct BuiltinHead {
    name: &'static str,
    /// The template that it extends.
    pub extends: Option<&'static str>,
    /// Key of the body whose form it is.
    pub body: Option<&'static str>,
    /// Year of the conference whose form it is.
    pub year: Option<u16>,
}

/// The head of each built-in template. Known without reading its file, which every run would do for each template.
const HEADS: &[BuiltinHead] = include!(concat!(env!("OUT_DIR"), "/heads.rs"));

/// The keys of the built-in `sources.toml`.
pub(super) const SOURCES: &[&str] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The head of the built-in template of that name.
pub(super) fn head(name: &str) -> Option<&'static BuiltinHead> {
    HEADS.iter().find(|head| head.name == name)
}

/// The files of a template that is built in, by their paths below a folder of templates.
pub(crate) fn export(name: &str) -> Vec<(&'static str, &'static str)> {
    let of_it = |path: &str| path.split_once('/').is_some_and(|(folder, _)| folder == name);
    BUILTIN.iter().copied().filter(|(path, _)| of_it(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::{BUILTIN, BuiltinHead, HEADS, SOURCES};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn the_list_is_the_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut on_disk = BTreeSet::from(["sources.toml".to_owned()]);
        for entry in std::fs::read_dir(&root).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            if !entry.path().join("format.toml").exists() {
                continue;
            }
            for file in std::fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
                on_disk.insert(format!("{name}/{}", file.file_name().into_string().unwrap()));
            }
        }
        let listed: BTreeSet<String> = BUILTIN.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(listed, on_disk);
        for (path, text) in BUILTIN {
            assert_eq!(std::fs::read_to_string(root.join(path)).unwrap(), *text, "{path}");
        }
    }

    #[test]
    fn what_is_known_of_a_template_is_what_its_file_says() {
        let table = |path: &str| -> toml::Table {
            BUILTIN.iter().find(|(known, _)| *known == path).unwrap().1.parse().unwrap()
        };
        for BuiltinHead { name, extends, body, year } in HEADS {
            let format = table(&format!("{name}/format.toml"));
            assert_eq!(format.get("extends").and_then(|value| value.as_str()), *extends, "{name}");
            assert_eq!(format.get("body").and_then(|value| value.as_str()), *body, "{name}");
            assert_eq!(format.get("year").and_then(toml::Value::as_integer), year.map(i64::from), "{name}");
            let known = body.map(|body| crate::registry::Registry::builtin().body_named(body));
            assert!(known.is_none_or(|known| known.is_some()), "{name} is of no body");
        }
        let sources = table("sources.toml");
        assert!(sources.keys().map(String::as_str).eq(SOURCES.iter().copied()));
        for (key, source) in &sources {
            assert!(source.get("title").is_some_and(toml::Value::is_str), "{key} has no title");
            let known = |key: &String| ["title", "address"].contains(&key.as_str());
            assert!(source.as_table().unwrap().keys().all(known), "{key} has a key that is not known");
        }
    }
}
