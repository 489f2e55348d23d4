//! `docs/settings.md`, made from the table of settings; a test keeps the file the same.

use std::fmt::Write as _;

use super::table::{COMMANDS, SETTINGS, Setting, SettingsSection};
use super::value::Join;

const HEAD: &str = "\
# Settings

Every setting is a flag, an environment variable and a key of `itudoc.toml`. The flag goes before the
environment, that before the file, that before the default. The file is the nearest `itudoc.toml`
upwards from where the program is started, or the one that `--config FILE` names; `--isolated` uses
none. Its relative paths are relative to where it lies. `--show-settings` prints what holds, and who
says so, as a file that can be used as settings.

```toml
to = [\"docx\", \"pdf\"]
name = \"official\"
base = \"texts-in-force\"
jobs = 4
```

Names and values are understood in any case: `--to DOCX`, `--lang zh-CN`, `--template PP-22`.
";

/// The page.
pub(crate) fn page() -> String {
    let mut text = HEAD.to_owned();
    for section in SettingsSection::ALL {
        let _ = write!(text, "\n## {}\n", section.title());
        for row in SETTINGS.iter().filter(|row| row.section == section) {
            text.push_str(&entry(row));
        }
    }
    text
}

fn entry(row: &Setting) -> String {
    let mut text = format!("\n### `{}`\n\n{}.\n\n", row.key, row.help().replace('\n', " "));
    let mut flags = Vec::new();
    flags.extend(row.short.map(|short| format!("-{short}")));
    flags.extend([Some(row.key), row.alias].into_iter().flatten().map(|long| format!("--{long}")));
    let value = if row.switch { String::new() } else { format!(" {}", row.value_name) };
    let flags: Vec<String> = flags.iter().map(|flag| format!("`{flag}{value}`")).collect();
    let _ = writeln!(text, "- Flag: {}{}", flags.join(", "), several(row));
    if !row.flag_only {
        let _ = writeln!(text, "- Environment: `{}`", row.variable());
    }
    for (name, also, help) in (row.names)() {
        let also: Vec<String> = also.iter().map(|name| format!("`{name}`")).collect();
        let also = if also.is_empty() { String::new() } else { format!(" (also {})", also.join(", ")) };
        let _ = writeln!(text, "- `{name}`{also}: {help}");
    }
    let heeding: Vec<&str> =
        COMMANDS.iter().filter(|(bit, _)| row.commands & bit != 0).map(|(_, name)| *name).collect();
    let _ = writeln!(text, "- Default: {}\n- Commands: {}", row.default, heeding.join(", "));
    text
}

fn several(row: &Setting) -> &'static str {
    match row.join {
        Join::One => "",
        Join::Commas => "; several parted by commas, in the file a list",
        Join::Paths => "; may be given again; in the environment several as in `PATH`, in the file a list",
        Join::Again => "; may be given again",
    }
}
