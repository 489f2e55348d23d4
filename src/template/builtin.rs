//! The template files that the program carries: every folder of `templates/` with a `format.toml`,
//! listed by `build.rs`.
//!
//! In: nothing. Out: each file by its path there. Never: a list kept by hand.

/// Every file of `templates/` that is a template's, by its path there.
pub(super) const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The files of a template that is built in, by their paths below a folder of templates.
pub(crate) fn export(name: &str) -> Vec<(&'static str, &'static str)> {
    let of_it = |path: &str| path.split_once('/').is_some_and(|(folder, _)| folder == name);
    BUILTIN.iter().copied().filter(|(path, _)| of_it(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::BUILTIN;
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
}
