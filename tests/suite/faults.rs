//! docs/faults.md tells which test shows what; each that it names is there and runs.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_table_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/faults.md")).unwrap();
    let rows: Vec<&str> =
        page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| row")).collect();
    let numbers: Vec<u32> =
        rows.iter().map(|row| row.split('|').nth(1).unwrap().trim().parse().unwrap()).collect();
    assert_eq!(numbers, (1..=58).collect::<Vec<_>>(), "each row once, in order");
    let mut faults = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        let named: Vec<&str> = cells[3].split('`').skip(1).step_by(2).collect();
        if named.is_empty() && !cells[3].contains("none") {
            faults.push(format!("{row}: neither a test nor `none`"));
        }
        for name in named {
            if name.ends_with(".py") {
                if !root.join(name).is_file() {
                    faults.push(format!("{name} is no script"));
                }
                continue;
            }
            let (module, test) = name.rsplit_once("::").unwrap();
            let module = module.replace("::", "/");
            let places = ["tests/suite/M.rs", "tests/suite/M/mod.rs", "src/M.rs", "src/M/mod.rs"]
                .map(|place| place.replace('M', &module));
            let text: String =
                places.iter().filter_map(|place| fs::read_to_string(root.join(place)).ok()).collect();
            if !is_test(&text, test) {
                faults.push(format!("{name} is no test"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a function of the name stands under `#[test]`, alone or with other attributes.
fn is_test(text: &str, name: &str) -> bool {
    let Some(at) = text.find(&format!("fn {name}(")) else { return false };
    let above = text[..at].trim_end_matches(' ').lines().rev().take_while(|line| !line.trim().is_empty());
    above.into_iter().any(|line| line.trim() == "#[test]")
}

#[test]
fn a_name_that_is_no_test_is_seen() {
    let text = "#[test]\nfn one() {}\n\nfn two() {}\n\n#[test]\n#[ignore = \"long\"]\nfn three() {}\n";
    assert_eq!(["one", "two", "three", "four"].map(|name| is_test(text, name)), [true, false, true, false]);
}
