//! Programs and data that are text and are no text to print, told by the form that all their lines have:
//! source code, style sheets, tables with separators, settings.
//!
//! In: the first characters of a file. Out: what they are. Never: a contribution taken for one of them; each
//! form asks for something in every line, or for pairs of things that no sentence has.

use super::{DOCUMENT, SAVE_AS};

/// Lines that are looked at.
const LINES: usize = 200;

/// Bytes of which nothing is left out behind them.
const WHOLE: usize = 2_000;

/// What the lines of a file are, and what to send instead; `None` for a text.
pub(super) fn by_form(head: &str) -> Option<(&'static str, &'static str)> {
    let mut lines: Vec<&str> = head.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if head.len() > WHOLE {
        // The last line is cut where the first characters end.
        lines.pop();
    }
    let lines = lines.get(..lines.len().min(LINES))?;
    if is_latex(lines) {
        return Some(("a LaTeX file", "make a Word file of it (for example with pandoc) and send that"));
    }
    if is_code(lines) || is_python(lines) || is_sql(lines) {
        return Some(("the source of a program or a style sheet", DOCUMENT));
    }
    if is_separated(lines, ',') || is_separated(lines, ';') {
        return Some(("a table with separators (CSV)", SAVE_AS));
    }
    (is_yaml(lines) || is_settings(lines)).then_some(("a file of settings or data", DOCUMENT))
}

/// LaTeX behind its comments.
fn is_latex(lines: &[&str]) -> bool {
    let first = lines.iter().find(|line| !line.starts_with('%'));
    lines.first().is_some_and(|line| line.starts_with('%'))
        && first.is_some_and(|line| line.starts_with("\\documentclass") || line.starts_with("\\begin{"))
}

/// Languages with braces: blocks that open at the end of a line and close at the head of one, and all but few
/// lines end as statements or blocks do.
fn is_code(lines: &[&str]) -> bool {
    let opens = |line: &&&str| line.ends_with('{') && !line.starts_with('{');
    let closes = |line: &&&str| line.trim_start().starts_with('}');
    let includes = |line: &&str| line.starts_with("#include <") || line.starts_with("#include \"");
    let ends = |line: &&&str| line.ends_with(['{', '}', ';']) || includes(line);
    let rule = |line: &&&str| {
        // A rule of a style sheet in one line: `p { margin: 0 }`.
        line.ends_with('}') && line.split_once('{').is_some_and(|(_, body)| body.contains(':'))
    };
    let count = |of: &dyn Fn(&&&str) -> bool| lines.iter().filter(|line| of(line)).count();
    let blocks = count(&opens).min(count(&closes)).max(count(&rule).saturating_sub(1));
    blocks > 0 && lines.len() > 2 && count(&ends) * 3 >= lines.len() * 2
}

/// Python: definitions, and imports or blocks beside them.
fn is_python(lines: &[&str]) -> bool {
    let defines = |line: &&&str| {
        let Some((first, rest)) = line.trim_start().split_once(' ') else { return false };
        let Some(rest) = rest.strip_suffix(':').filter(|_| matches!(first, "def" | "class")) else {
            return false;
        };
        let name = rest.split('(').next().unwrap_or_default();
        let brackets = rest == name || rest.contains(')');
        !name.is_empty() && brackets && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let imports = |line: &&&str| {
        let mut words = line.split(' ');
        let first = words.next().unwrap_or_default();
        let is_name =
            |name: &str| name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ','));
        match first {
            "import" => words.all(|word| word == "as" || is_name(word)),
            "from" => words.next().is_some_and(is_name) && words.next() == Some("import"),
            _ => false,
        }
    };
    let main = |line: &&&str| line.starts_with("if __name__ ==");
    let found = |of: &dyn Fn(&&&str) -> bool| lines.iter().any(|line| of(&line));
    found(&defines) && (found(&imports) || found(&main))
}

/// Statements of SQL that make or fill tables.
fn is_sql(lines: &[&str]) -> bool {
    const FIRST: [&str; 5] =
        ["CREATE TABLE ", "INSERT INTO ", "DROP TABLE ", "ALTER TABLE ", "CREATE DATABASE "];
    let first = lines.iter().find(|line| !line.starts_with("--") && !line.starts_with("/*"));
    let begins = first.is_some_and(|line| {
        let line = line.to_ascii_uppercase();
        FIRST.iter().any(|word| line.starts_with(word))
    });
    begins && lines.iter().any(|line| line.ends_with(';'))
}

/// Fields of a line, those in quotation marks whole; `None` where a separator has a space behind it, as in a
/// sentence.
fn fields(line: &str, separator: char) -> Option<usize> {
    let (mut quoted, mut count) = (false, 1);
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            c if c == separator && !quoted => {
                if characters.peek() == Some(&' ') {
                    return None;
                }
                count += 1;
            }
            _ => {}
        }
    }
    (!quoted).then_some(count)
}

/// Lines of as many fields each: at least three lines of three fields.
fn is_separated(lines: &[&str], separator: char) -> bool {
    let counts: Option<Vec<usize>> = lines.iter().map(|line| fields(line, separator)).collect();
    let Some(counts) = counts.filter(|counts| counts.len() > 2) else { return false };
    let first = counts.first().copied().unwrap_or(0);
    // A line of an agenda or of an item ends with its separator; one of a table does so in all lines.
    first > 2
        && counts.iter().all(|count| *count == first)
        && lines.iter().any(|line| !line.ends_with(separator))
}

/// YAML: every line is a key, an entry of a list or a comment, and some key has its entries below it.
fn is_yaml(lines: &[&str]) -> bool {
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, rest)| {
            let name = key.trim_matches(['"', '\'']);
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            !name.is_empty() && name.chars().all(plain) && (rest.is_empty() || rest.starts_with(' '))
        })
    };
    let deep = |line: &str| line.len() - line.trim_start().len();
    let fits = |line: &&str| {
        let line = line.trim_start();
        is_key(line) || line.starts_with("- ") || line.starts_with('#') || line == "---"
    };
    let nests = lines.windows(2).any(|pair| match pair {
        [above, below] => {
            above.ends_with(':')
                && is_key(above.trim_start())
                && (deep(below) > deep(above) || below.trim_start().starts_with("- "))
                && is_key(below.trim_start().trim_start_matches("- "))
        }
        _ => false,
    });
    lines.len() > 3 && nests && lines.iter().all(fits)
}

/// Sections and settings: `[section]`, then `key=value` in every line.
fn is_settings(lines: &[&str]) -> bool {
    let is_section = |line: &str| line.starts_with('[') && line.ends_with(']') && !line.contains(' ');
    let is_setting = |line: &str| {
        line.split_once('=').is_some_and(|(key, _)| {
            let key = key.trim_end();
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        })
    };
    let fits = |line: &&&str| is_section(line) || is_setting(line) || line.starts_with([';', '#']);
    lines.len() > 2
        && lines.first().is_some_and(|line| is_section(line))
        && lines.iter().filter(fits).count() == lines.len()
        && lines.iter().any(|line| is_setting(line))
}

#[cfg(test)]
mod tests {
    use super::by_form;

    #[test]
    fn programs_and_data_are_told_by_their_lines() {
        for (text, what) in [
            ("% a comment\n\\documentclass{article}\n\\begin{document}\na\n", "a LaTeX file"),
            (
                "#include <stdio.h>\nint main(void) {\n  return 0;\n}\n",
                "the source of a program or a style sheet",
            ),
            ("function f(x) {\n  return x;\n}\n", "the source of a program or a style sheet"),
            (
                "p { margin: 0 }\nli { margin: 0 }\nol { color: red }\n",
                "the source of a program or a style sheet",
            ),
            ("import os\n\ndef main():\n    print(1)\n", "the source of a program or a style sheet"),
            ("CREATE TABLE a (b TEXT);\n", "the source of a program or a style sheet"),
            ("name,place,sum\nOne,Lima,10\nTwo,Rome,20\n", "a table with separators (CSV)"),
            ("\"a\";\"b\";\"c, d\"\n1;2;3\n4;5;6\n", "a table with separators (CSV)"),
            ("---\ntitle: a\nitems:\n  - name: b\n    size: 2\n", "a file of settings or data"),
            ("[one]\nkey=1\nother=2\n", "a file of settings or data"),
        ] {
            assert_eq!(by_form(text).map(|(what, _)| what), Some(what), "{text}");
        }
    }

    #[test]
    fn contributions_are_none_of_them() {
        for text in [
            "resolves\n1 to go on;\n2 to report;\n3 to end;\n",
            "Source: Utopia\nTitle: Proposal\nDate: 2014\nSession: one\n",
            "ADD ABC/1/1\nMOD ABC/1/2\n",
            "Yes, no, maybe\nOne, two, three\nFor, against, none\n",
            "[Draft]\nThe sum a=b is kept.\nOne more.\n",
            "considering\na) that x;\n{b) that y;}\nc) that z;\n",
            "import duties\nfrom all countries:\nclass of service:\n",
            "Secretary-General:\n- to report\n- to act\nMember-States:\n- to help\n",
        ] {
            assert_eq!(by_form(text), None, "{text}");
        }
    }
}
