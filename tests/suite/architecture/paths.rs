//! The paths that a source file names: its `use` trees, braces opened, and every path in its code.
//!
//! In: the text of a file and the module it is. Out: full paths, `crate` or a package first, each with
//! its line. Comments, texts in quotes and the module of the tests are no code.

/// A path that is named: its segments, and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub path: Vec<String>,
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Path,
    Sign(char),
}

/// Every path of a file. `module`: the segments of the module that the file is, below `crate`.
pub(super) fn of(text: &str, module: &[&str]) -> Vec<Named> {
    let tokens = without_tests(tokens(text));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((line, token)) = tokens.get(at) {
        let starts = matches!(token, Token::Word(_))
            && !matches!(tokens.get(at.wrapping_sub(1)), Some((_, Token::Path)));
        match token {
            Token::Word(word) if word == "use" => {
                at = tree(&tokens, at + 1, &mut Vec::new(), &mut found);
            }
            Token::Word(_) if starts => {
                let mut path = Vec::new();
                let end = segments(&tokens, at, &mut path);
                // A word alone is a name of the file's own, or was imported above.
                if path.len() > 1 {
                    found.push(Named { path, line: *line });
                }
                at = end.max(at + 1);
            }
            _ => at += 1,
        }
    }
    found.into_iter().map(|named| Named { path: full(named.path, module), ..named }).collect()
}

/// Reads `a::b::c` from `at` on; gives the token behind it.
fn segments(tokens: &[(usize, Token)], mut at: usize, path: &mut Vec<String>) -> usize {
    while let Some((_, Token::Word(word))) = tokens.get(at) {
        path.push(word.clone());
        at += 1;
        match tokens.get(at) {
            Some((_, Token::Path)) if matches!(tokens.get(at + 1), Some((_, Token::Word(_)))) => at += 1,
            _ => break,
        }
    }
    at
}

/// Reads one tree of a `use`, its head in `head`; gives the token behind it.
fn tree(tokens: &[(usize, Token)], mut at: usize, head: &mut Vec<String>, found: &mut Vec<Named>) -> usize {
    let depth = head.len();
    let line = tokens.get(at).map_or(0, |(line, _)| *line);
    if matches!(tokens.get(at), Some((_, Token::Path))) {
        at += 1;
    }
    at = segments(tokens, at, head);
    let mut open = false;
    match (tokens.get(at), tokens.get(at + 1)) {
        (Some((_, Token::Path)), Some((_, Token::Sign('{')))) => {
            at += 2;
            open = true;
        }
        (Some((_, Token::Path)), Some((_, Token::Sign('*')))) => at += 2,
        (Some((_, Token::Sign('{'))), _) if head.len() == depth => {
            at += 1;
            open = true;
        }
        _ => {}
    }
    if open {
        while !matches!(tokens.get(at), None | Some((_, Token::Sign('}')))) {
            at = tree(tokens, at, head, found);
            at += usize::from(matches!(tokens.get(at), Some((_, Token::Sign(',')))));
        }
        at += 1;
    } else if head.len() > 1 || depth > 0 {
        found.push(Named { path: head.clone(), line });
    }
    if let Some((_, Token::Word(word))) = tokens.get(at)
        && word == "as"
    {
        at += 2;
    }
    head.truncate(depth);
    at
}

/// A path from `crate` on: `self` and `super` resolved.
fn full(path: Vec<String>, module: &[&str]) -> Vec<String> {
    let ups = path.iter().take_while(|word| *word == "super").count();
    let from_self = path.first().is_some_and(|word| word == "self");
    if ups == 0 && !from_self {
        return path;
    }
    let own = module.iter().take(module.len().saturating_sub(ups)).map(|word| (*word).to_owned());
    let rest = path.into_iter().skip(ups + usize::from(from_self));
    std::iter::once("crate".to_owned()).chain(own).chain(rest.filter(|word| word != "self")).collect()
}

/// Leaves out `#[cfg(test)] mod … { … }`.
fn without_tests(tokens: Vec<(usize, Token)>) -> Vec<(usize, Token)> {
    let word = |text: &str| Token::Word(text.to_owned());
    let head = [
        Token::Sign('#'),
        Token::Sign('['),
        word("cfg"),
        Token::Sign('('),
        word("test"),
        Token::Sign(')'),
        Token::Sign(']'),
        word("mod"),
    ];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let here = tokens
            .get(at..at + head.len())
            .is_some_and(|next| next.iter().map(|(_, token)| token).eq(head.iter()));
        if !here {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        while let Some((_, token)) = tokens.get(at) {
            at += 1;
            match token {
                Token::Sign('{') => depth += 1,
                Token::Sign('}') if depth == 1 => break,
                Token::Sign('}') => depth -= 1,
                Token::Sign(';') if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

fn tokens(text: &str) -> Vec<(usize, Token)> {
    let letters: Vec<char> = text.chars().collect();
    let (mut at, mut line) = (0, 1);
    let mut found = Vec::new();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    while let Some(letter) = letters.get(at).copied() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let start = at;
        match letter {
            '/' if next == '/' => at = line_end(&letters, at),
            '/' if next == '*' => at = comment_end(&letters, at),
            '"' => at = quoted_end(&letters, at),
            'r' | 'b' | 'c' if raw_or_bytes(&letters, at).is_some() => {
                at = raw_or_bytes(&letters, at).unwrap_or(at + 1);
            }
            '\'' => at = character_end(&letters, at),
            ':' if next == ':' => {
                found.push((line, Token::Path));
                at += 2;
            }
            _ if is_word(letter) => {
                while letters.get(at).copied().is_some_and(is_word) {
                    at += 1;
                }
                found.push((line, Token::Word(letters[start..at].iter().collect())));
            }
            _ => {
                if !letter.is_whitespace() {
                    found.push((line, Token::Sign(letter)));
                }
                at += 1;
            }
        }
        line += letters[start..at.min(letters.len())].iter().filter(|letter| **letter == '\n').count();
    }
    found
}

fn line_end(letters: &[char], at: usize) -> usize {
    letters[at..].iter().position(|letter| *letter == '\n').map_or(letters.len(), |end| at + end)
}

fn comment_end(letters: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < letters.len() {
        match letters.get(at..at + 2) {
            Some(['/', '*']) => (depth, at) = (depth + 1, at + 2),
            Some(['*', '/']) => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    break;
                }
            }
            _ => at += 1,
        }
    }
    at
}

/// Behind the closing quote of the text that opens at `at`.
fn quoted_end(letters: &[char], mut at: usize) -> usize {
    at += 1;
    while let Some(letter) = letters.get(at) {
        at += 1;
        match letter {
            '\\' => at += 1,
            '"' => break,
            _ => {}
        }
    }
    at
}

/// Behind `r"…"`, `r#"…"#`, `b"…"`, `b'…'`, `br#"…"#`; `None` where a word stands here.
fn raw_or_bytes(letters: &[char], at: usize) -> Option<usize> {
    if at > 0 && (letters[at - 1].is_alphanumeric() || letters[at - 1] == '_') {
        return None;
    }
    let mut here = at + usize::from(matches!(letters[at], 'b' | 'c'));
    let raw = letters.get(here) == Some(&'r');
    here += usize::from(raw);
    let hashes = letters.get(here..)?.iter().take_while(|letter| **letter == '#').count();
    match letters.get(here + hashes)? {
        '"' if raw => {
            here += hashes + 1;
            loop {
                let end = here + letters.get(here..)?.iter().position(|letter| *letter == '"')? + 1;
                let closed = letters.get(end..end + hashes).is_some_and(|all| all.iter().all(|c| *c == '#'));
                here = end;
                if closed {
                    return Some(end + hashes);
                }
            }
        }
        '"' if hashes == 0 && here > at => Some(quoted_end(letters, here)),
        '\'' if hashes == 0 && here > at && !raw => Some(character_end(letters, here)),
        _ => None,
    }
}

/// Behind a character in quotes, or behind the quote of a lifetime.
fn character_end(letters: &[char], at: usize) -> usize {
    match (letters.get(at + 1), letters.get(at + 2)) {
        (Some('\\'), _) => {
            let from = at + 3;
            letters
                .get(from..)
                .and_then(|rest| rest.iter().position(|c| *c == '\''))
                .map_or(from, |end| from + end + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

fn names(text: &str, module: &[&str]) -> Vec<String> {
    of(text, module).into_iter().map(|named| named.path.join("::")).collect()
}

#[test]
fn use_trees_are_opened() {
    let text =
        "use crate::{batch, check::{self, rules::{a, b as c}}, text::*};\nuse std::fmt;\npub use zip as z;";
    assert_eq!(
        names(text, &["x"]),
        [
            "crate::batch",
            "crate::check::self",
            "crate::check::rules::a",
            "crate::check::rules::b",
            "crate::text",
            "std::fmt"
        ]
    );
}

#[test]
fn paths_in_code_are_found_and_texts_are_none() {
    let text = r##"
        // crate::comment::one
        /* crate::comment /* crate::inner */ crate::two */
        fn f<'a>(x: &'a str) -> crate::model::Thing { let c = '"'; let d = '\''; crate::text::g(x, "crate::no", r#"crate::"no"#, b"crate::no") }
        #[cfg(test)]
        mod tests { use crate::tests::only; fn g() { { crate::also::not(); } } }
        fn after() { zip::read(); own(); Self::new(); }
    "##;
    assert_eq!(names(text, &[]), ["crate::model::Thing", "crate::text::g", "zip::read", "Self::new"]);
    assert_eq!(of(text, &[])[0].line, 4);
}

#[test]
fn relative_paths_are_resolved() {
    let text = "use super::{super::other::Thing, sibling};\nuse self::child::C;";
    assert_eq!(
        names(text, &["room", "part"]),
        ["crate::other::Thing", "crate::room::sibling", "crate::room::part::child::C"]
    );
}
