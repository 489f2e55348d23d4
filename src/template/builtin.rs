//! The template files that the program carries.

/// Every file of `templates/` that is a template's, by its path there. A test compares the list
/// with the folder.
pub(super) const BUILTIN: &[(&str, &str)] = &[
    ("sources.toml", include_str!("../../templates/sources.toml")),
    ("base/ar.toml", include_str!("../../templates/base/ar.toml")),
    ("base/en.toml", include_str!("../../templates/base/en.toml")),
    ("base/es.toml", include_str!("../../templates/base/es.toml")),
    ("base/format.toml", include_str!("../../templates/base/format.toml")),
    ("base/fr.toml", include_str!("../../templates/base/fr.toml")),
    ("base/ru.toml", include_str!("../../templates/base/ru.toml")),
    ("base/zh.toml", include_str!("../../templates/base/zh.toml")),
    ("pp/ar.toml", include_str!("../../templates/pp/ar.toml")),
    ("pp/en.toml", include_str!("../../templates/pp/en.toml")),
    ("pp/es.toml", include_str!("../../templates/pp/es.toml")),
    ("pp/format.toml", include_str!("../../templates/pp/format.toml")),
    ("pp/fr.toml", include_str!("../../templates/pp/fr.toml")),
    ("pp/ru.toml", include_str!("../../templates/pp/ru.toml")),
    ("pp/zh.toml", include_str!("../../templates/pp/zh.toml")),
    ("pp-14/format.toml", include_str!("../../templates/pp-14/format.toml")),
];

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
