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
    ("council/ar.toml", include_str!("../../templates/council/ar.toml")),
    ("council/en.toml", include_str!("../../templates/council/en.toml")),
    ("council/es.toml", include_str!("../../templates/council/es.toml")),
    ("council/format.toml", include_str!("../../templates/council/format.toml")),
    ("council/fr.toml", include_str!("../../templates/council/fr.toml")),
    ("council/ru.toml", include_str!("../../templates/council/ru.toml")),
    ("council/zh.toml", include_str!("../../templates/council/zh.toml")),
    ("itu-d-sg/ar.toml", include_str!("../../templates/itu-d-sg/ar.toml")),
    ("itu-d-sg/en.toml", include_str!("../../templates/itu-d-sg/en.toml")),
    ("itu-d-sg/es.toml", include_str!("../../templates/itu-d-sg/es.toml")),
    ("itu-d-sg/format.toml", include_str!("../../templates/itu-d-sg/format.toml")),
    ("itu-d-sg/fr.toml", include_str!("../../templates/itu-d-sg/fr.toml")),
    ("itu-d-sg/ru.toml", include_str!("../../templates/itu-d-sg/ru.toml")),
    ("itu-d-sg/zh.toml", include_str!("../../templates/itu-d-sg/zh.toml")),
    ("itu-t-sg/ar.toml", include_str!("../../templates/itu-t-sg/ar.toml")),
    ("itu-t-sg/en.toml", include_str!("../../templates/itu-t-sg/en.toml")),
    ("itu-t-sg/es.toml", include_str!("../../templates/itu-t-sg/es.toml")),
    ("itu-t-sg/format.toml", include_str!("../../templates/itu-t-sg/format.toml")),
    ("itu-t-sg/fr.toml", include_str!("../../templates/itu-t-sg/fr.toml")),
    ("itu-t-sg/ru.toml", include_str!("../../templates/itu-t-sg/ru.toml")),
    ("itu-t-sg/zh.toml", include_str!("../../templates/itu-t-sg/zh.toml")),
    ("pp/ar.toml", include_str!("../../templates/pp/ar.toml")),
    ("pp/en.toml", include_str!("../../templates/pp/en.toml")),
    ("pp/es.toml", include_str!("../../templates/pp/es.toml")),
    ("pp/format.toml", include_str!("../../templates/pp/format.toml")),
    ("pp/fr.toml", include_str!("../../templates/pp/fr.toml")),
    ("pp/ru.toml", include_str!("../../templates/pp/ru.toml")),
    ("pp/zh.toml", include_str!("../../templates/pp/zh.toml")),
    ("pp-10/format.toml", include_str!("../../templates/pp-10/format.toml")),
    ("pp-14/format.toml", include_str!("../../templates/pp-14/format.toml")),
    ("pp-18/format.toml", include_str!("../../templates/pp-18/format.toml")),
    ("pp-22/format.toml", include_str!("../../templates/pp-22/format.toml")),
    ("wrc/ar.toml", include_str!("../../templates/wrc/ar.toml")),
    ("wrc/en.toml", include_str!("../../templates/wrc/en.toml")),
    ("wrc/es.toml", include_str!("../../templates/wrc/es.toml")),
    ("wrc/format.toml", include_str!("../../templates/wrc/format.toml")),
    ("wrc/fr.toml", include_str!("../../templates/wrc/fr.toml")),
    ("wrc/ru.toml", include_str!("../../templates/wrc/ru.toml")),
    ("wrc/zh.toml", include_str!("../../templates/wrc/zh.toml")),
    ("wrc-19/format.toml", include_str!("../../templates/wrc-19/format.toml")),
    ("wtdc/ar.toml", include_str!("../../templates/wtdc/ar.toml")),
    ("wtdc/en.toml", include_str!("../../templates/wtdc/en.toml")),
    ("wtdc/es.toml", include_str!("../../templates/wtdc/es.toml")),
    ("wtdc/format.toml", include_str!("../../templates/wtdc/format.toml")),
    ("wtdc/fr.toml", include_str!("../../templates/wtdc/fr.toml")),
    ("wtdc/ru.toml", include_str!("../../templates/wtdc/ru.toml")),
    ("wtdc/zh.toml", include_str!("../../templates/wtdc/zh.toml")),
    ("wtdc-17/format.toml", include_str!("../../templates/wtdc-17/format.toml")),
    ("wtsa/ar.toml", include_str!("../../templates/wtsa/ar.toml")),
    ("wtsa/en.toml", include_str!("../../templates/wtsa/en.toml")),
    ("wtsa/es.toml", include_str!("../../templates/wtsa/es.toml")),
    ("wtsa/format.toml", include_str!("../../templates/wtsa/format.toml")),
    ("wtsa/fr.toml", include_str!("../../templates/wtsa/fr.toml")),
    ("wtsa/ru.toml", include_str!("../../templates/wtsa/ru.toml")),
    ("wtsa/zh.toml", include_str!("../../templates/wtsa/zh.toml")),
    ("wtsa-16/format.toml", include_str!("../../templates/wtsa-16/format.toml")),
];

/// The files of a template that is built in, by their paths below a folder of templates.
pub fn export(name: &str) -> Vec<(&'static str, &'static str)> {
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
