//! `EQ` fields: Word's own notation of formulas, of pronunciation guides (拼音指南) and of enclosed
//! characters (带圈字符), as a line of text.
//!
//! In: what stands after `EQ`. Out: its words in the order of the code, raised and lowered where the
//! code says so. Never: a word of the code dropped; what cannot be read is `None`, not a guess.
//! Switches: ECMA-376 part 1, 17.16.5.17 leaves them to the application; Microsoft's reference of
//! field codes ("Field codes: Eq field") lists them.

use super::{FieldPiece, LinePlace};

/// Nesting of switches; Word itself allows fewer.
const DEPTH: usize = 16;

/// What an equation field shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Equation {
    /// Its words.
    pub pieces: Vec<FieldPiece>,
    /// It is a pronunciation guide.
    pub ruby: bool,
}

/// Reads the code of an `EQ` field, without the name of the field.
pub(super) fn read(code: &str) -> Option<Equation> {
    let mut reader = EquationReader { rest: code, equation: Equation::default() };
    reader.line(0, &mut |_| false)?;
    reader.rest.is_empty().then_some(reader.equation)
}

struct EquationReader<'a> {
    rest: &'a str,
    equation: Equation,
}

/// Options of a switch: `\ac`, `\up9`, `\lc\[`.
#[derive(Default)]
struct Options {
    names: Vec<(String, Option<char>)>,
    columns: usize,
}

impl Options {
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|(own, _)| own == name)
    }

    fn sign(&self, name: &str) -> Option<char> {
        self.names.iter().find(|(own, _)| own == name).and_then(|(_, sign)| *sign)
    }
}

impl EquationReader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let taken = characters.next();
        self.rest = characters.as_str();
        taken
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn push(&mut self, text: &str) {
        match self.equation.pieces.last_mut() {
            Some(last) if last.place == LinePlace::Line => last.text.push_str(text),
            _ => self.equation.pieces.push(FieldPiece::of(text)),
        }
    }

    /// Text and switches up to a character that ends them.
    fn line(&mut self, depth: usize, ends: &mut dyn FnMut(char) -> bool) -> Option<()> {
        while let Some(character) = self.peek() {
            if ends(character) {
                return Some(());
            }
            self.take();
            if character != '\\' {
                self.push(character.encode_utf8(&mut [0; 4]));
                continue;
            }
            match self.peek() {
                Some('*') => self.general()?,
                Some(name) if name.is_ascii_alphabetic() => {
                    self.take();
                    self.switch(name.to_ascii_lowercase(), depth + 1)?;
                }
                Some(escaped) => {
                    self.take();
                    self.push(escaped.encode_utf8(&mut [0; 4]));
                }
                None => return Some(()),
            }
        }
        Some(())
    }

    /// A general switch, of the format of the result: `\* jc0`, `\* "Font:SimSun"`, `\* MERGEFORMAT`.
    fn general(&mut self) -> Option<()> {
        self.take();
        self.spaces();
        let end = if let Some(quoted) = self.rest.strip_prefix('"') {
            self.rest = quoted;
            quoted.find('"').map(|at| (at, at + 1))
        } else {
            let at = self.rest.find(|c: char| c.is_whitespace() || c == '\\').unwrap_or(self.rest.len());
            Some((at, at))
        };
        let (_, next) = end?;
        self.rest = self.rest.get(next..)?;
        self.spaces();
        Some(())
    }

    fn switch(&mut self, name: char, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        let options = self.options(name)?;
        if self.peek() != Some('(') {
            // A displacement may stand without anything in brackets.
            return (name == 'd').then_some(());
        }
        self.take();
        let elements = self.elements(depth)?;
        self.show(name, &options, elements);
        Some(())
    }

    /// Options between a switch and its bracket.
    fn options(&mut self, name: char) -> Option<Options> {
        let mut options = Options::default();
        loop {
            self.spaces();
            if self.peek() != Some('\\') {
                return Some(options);
            }
            self.take();
            let own: String = self.rest.chars().take_while(char::is_ascii_alphabetic).take(2).collect();
            self.rest = self.rest.get(own.len()..)?;
            let own = own.to_ascii_lowercase();
            self.spaces();
            let digits = self.rest.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(self.rest.len());
            let number = self.rest.get(..digits)?.parse::<usize>().ok();
            self.rest = self.rest.get(digits..)?;
            if own == "co" {
                options.columns = number.unwrap_or(1);
            }
            let signed =
                matches!(own.as_str(), "lc" | "rc" | "bc" | "fc" | "vc") && matches!(name, 'b' | 'i');
            let sign = if signed && self.peek() == Some('\\') {
                self.take();
                self.take()
            } else {
                None
            };
            options.names.push((own, sign));
        }
    }

    /// What stands in brackets, parted by commas or semicolons.
    fn elements(&mut self, depth: usize) -> Option<Vec<Vec<FieldPiece>>> {
        let before = std::mem::take(&mut self.equation.pieces);
        let mut elements = Vec::new();
        loop {
            let mut open = 0usize;
            self.line(depth, &mut |character| {
                match character {
                    '(' => open += 1,
                    ')' if open > 0 => {
                        open -= 1;
                        return false;
                    }
                    _ => {}
                }
                matches!(character, ')') || (open == 0 && matches!(character, ',' | ';'))
            })?;
            elements.push(std::mem::take(&mut self.equation.pieces));
            match self.take() {
                Some(')') => break,
                Some(_) => {}
                None => return None,
            }
        }
        self.equation.pieces = before;
        Some(elements)
    }

    /// A switch with its elements as a line.
    fn show(&mut self, name: char, options: &Options, mut elements: Vec<Vec<FieldPiece>>) {
        match name {
            'f' => self.joined(elements, "/", true),
            'r' => {
                let radicand = elements.pop().unwrap_or_default();
                for degree in elements {
                    self.add(degree, LinePlace::Raised);
                }
                self.push("√");
                self.bracketed(radicand);
            }
            'i' => self.integral(options, elements),
            's' => {
                let lone = if options.has("do") { LinePlace::Lowered } else { LinePlace::Raised };
                let count = elements.len();
                for (at, element) in elements.into_iter().enumerate() {
                    let place = if count > 1 && at + 1 == count { LinePlace::Lowered } else { lone };
                    self.add(element, place);
                }
            }
            'o' => self.overstruck(elements),
            'b' => {
                let both = options.sign("bc");
                let left = options.sign("lc").or(both);
                let right = options.sign("rc").or(both.map(closing));
                let plain = left.is_none() && right.is_none();
                self.push(&left.map_or_else(|| if plain { "(".into() } else { String::new() }, String::from));
                self.joined(elements, ",", false);
                self.push(
                    &right.map_or_else(|| if plain { ")".into() } else { String::new() }, String::from),
                );
            }
            'a' => {
                let columns = options.columns.max(1);
                for (at, element) in elements.into_iter().enumerate() {
                    if at > 0 {
                        self.push(if at % columns == 0 { "; " } else { " " });
                    }
                    self.add(element, LinePlace::Line);
                }
            }
            _ => self.joined(elements, ",", false),
        }
    }

    fn integral(&mut self, options: &Options, elements: Vec<Vec<FieldPiece>>) {
        let sign = match (options.sign("fc").or(options.sign("vc")), options) {
            (Some(sign), _) => sign,
            (None, options) if options.has("su") => '∑',
            (None, options) if options.has("pr") => '∏',
            _ => '∫',
        };
        self.push(sign.encode_utf8(&mut [0; 4]));
        for (at, element) in elements.into_iter().enumerate() {
            self.add(
                element,
                [LinePlace::Lowered, LinePlace::Raised].get(at).copied().unwrap_or(LinePlace::Line),
            );
        }
    }

    /// Elements set one over the other: a guide over its base, a sign around a character.
    fn overstruck(&mut self, elements: Vec<Vec<FieldPiece>>) {
        let raised = |element: &Vec<FieldPiece>| element.iter().any(|piece| piece.place != LinePlace::Line);
        self.equation.ruby |= elements.len() > 1 && elements.iter().any(raised);
        if let [around, enclosed] = elements.as_slice()
            && let Some(whole) = enclosed_sign(&plain(around), &plain(enclosed))
        {
            self.push(whole.encode_utf8(&mut [0; 4]));
            return;
        }
        for element in elements {
            self.add(element, LinePlace::Line);
        }
    }

    fn joined(&mut self, elements: Vec<Vec<FieldPiece>>, between: &str, brackets: bool) {
        for (at, element) in elements.into_iter().enumerate() {
            if at > 0 {
                self.push(between);
            }
            if brackets { self.bracketed(element) } else { self.add(element, LinePlace::Line) }
        }
    }

    /// An element, in brackets where it is more than one word or number.
    fn bracketed(&mut self, element: Vec<FieldPiece>) {
        let text = plain(&element);
        let single = element.len() <= 1 && text.trim().chars().all(|c| c.is_alphanumeric() || c == '.');
        if !single {
            self.push("(");
        }
        self.add(element, LinePlace::Line);
        if !single {
            self.push(")");
        }
    }

    fn add(&mut self, pieces: Vec<FieldPiece>, place: LinePlace) {
        for piece in pieces {
            let place = if piece.place == LinePlace::Line { place } else { piece.place };
            match self.equation.pieces.last_mut() {
                Some(last) if last.place == place => last.text.push_str(&piece.text),
                _ => self.equation.pieces.push(FieldPiece { place, ..piece }),
            }
        }
    }
}

fn plain(pieces: &[FieldPiece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// The bracket that closes what another opens.
fn closing(sign: char) -> char {
    match sign {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    }
}

/// The character that Unicode has for a number or letter in a circle.
fn enclosed_sign(around: &str, inner: &str) -> Option<char> {
    if !matches!(around.trim(), "○" | "\u{3007}" | "◯") {
        return None;
    }
    let inner = inner.trim();
    if let Ok(number @ 1..=20) = inner.parse::<u32>() {
        return char::from_u32(0x2460 + number - 1);
    }
    let mut characters = inner.chars();
    match (characters.next(), characters.next()) {
        (Some(letter @ 'A'..='Z'), None) => char::from_u32(0x24B6 + u32::from(letter) - u32::from('A')),
        (Some(letter @ 'a'..='z'), None) => char::from_u32(0x24D0 + u32::from(letter) - u32::from('a')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{LinePlace, read};

    fn line(code: &str) -> Option<String> {
        let equation = read(code)?;
        let shown = equation.pieces.into_iter().map(|piece| match piece.place {
            LinePlace::Line => piece.text,
            LinePlace::Raised => format!("^{{{}}}", piece.text),
            LinePlace::Lowered => format!("_{{{}}}", piece.text),
        });
        Some(shown.collect())
    }

    #[test]
    fn formulas_are_lines_in_which_nothing_is_lost() {
        for (code, shown) in [
            (r"\f(1,2)", "1/2"),
            (r"\f(a+b;2)", "(a+b)/2"),
            (r"\r(3,x)", "^{3}√x"),
            (r"\r(x+1)", "√(x+1)"),
            (r"\i\su(1,5,3)", "∑_{1}^{5}3"),
            (r"x\s\up8(2)\s\do4(n)", "x^{2}_{n}"),
            (r"\b\bc\[(a)", "[a]"),
            (r"\b(a)", "(a)"),
            (r"\l(A,B,C)", "A,B,C"),
            (r"\a\al\co2(10,20,30,40)", "10 20; 30 40"),
            (r"\x\to\bo(5)", "5"),
            (r"\f(f(x),\r(2))", "(f(x))/(√2)"),
            (r"a\,b", "a,b"),
            (r"\f(1\,5,2)", "(1,5)/2"),
        ] {
            assert_eq!(line(code).as_deref(), Some(shown), "{code}");
        }
    }

    #[test]
    fn guides_and_enclosed_characters_keep_their_base() {
        let code = r#"\* jc0 \* "Font:SimSun" \* hps10 \o\ad(\s\up 9(hàn),汉)"#;
        assert_eq!(line(code).as_deref(), Some("^{hàn}汉"));
        assert!(read(code).unwrap().ruby);
        assert_eq!(line(r"\o\ac(○,文)").as_deref(), Some("○文"));
        assert_eq!(line(r"\o\ac(○,7)").as_deref(), Some("⑦"));
        assert_eq!(line(r"\o\ac(□,7)").as_deref(), Some("□7"));
        assert!(!read(r"\o\ac(○,文)").unwrap().ruby);
    }

    #[test]
    fn what_cannot_be_read_is_not_guessed() {
        assert_eq!(line(r"\f(1,2"), None);
        assert_eq!(line(&(r"\f(".repeat(400))), None);
    }
}
