//! Rich Text into tokens: groups, control words, bytes of text (RTF 1.9.1, "Syntax").

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RtfToken<'a> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// A control word with its number.
    Word(&'a [u8], Option<i32>),
    /// A control symbol, `\~`.
    Symbol(u8),
    /// A byte of text in the font's encoding.
    Byte(u8),
}

/// Steps through a file.
#[derive(Debug)]
pub(super) struct RtfTokens<'a> {
    rest: &'a [u8],
    /// Nothing has stood in the group at hand yet.
    begins: bool,
}

impl<'a> RtfTokens<'a> {
    /// Tokens of a file.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, begins: false }
    }

    fn take(&mut self, wanted: impl Fn(&u8) -> bool, most: usize) -> &'a [u8] {
        let length = self.rest.iter().take(most).take_while(|byte| wanted(byte)).count();
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest;
        taken
    }

    fn control(&mut self) -> Option<RtfToken<'a>> {
        /// Longest control word and number; a longer one is cut, as Word does.
        const LONGEST: usize = 32;
        const DIGITS: usize = 10;
        let word = self.take(u8::is_ascii_alphabetic, LONGEST);
        if word.is_empty() {
            let (symbol, rest) = self.rest.split_first()?;
            self.rest = rest;
            if *symbol == b'\'' {
                let digits = self.take(u8::is_ascii_hexdigit, 2);
                let text = std::str::from_utf8(digits).ok()?;
                return Some(RtfToken::Byte(u8::from_str_radix(text, 16).unwrap_or(b'?')));
            }
            return Some(RtfToken::Symbol(*symbol));
        }
        let negative = self.rest.first() == Some(&b'-') && self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if negative {
            self.take(|_| true, 1);
        }
        let digits = self.take(u8::is_ascii_digit, DIGITS);
        if self.rest.first() == Some(&b' ') {
            self.take(|_| true, 1);
        }
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<i64>().ok());
        let number = number.map(|number| if negative { -number } else { number });
        let number = number.map(|number| i32::try_from(number).unwrap_or(number as u32 as i32));
        if word == b"bin" {
            self.take(|_| true, usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        Some(RtfToken::Word(word, number))
    }
}

impl<'a> Iterator for RtfTokens<'a> {
    type Item = RtfToken<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (first, rest) = self.rest.split_first()?;
            self.rest = rest;
            if matches!(first, b'\r' | b'\n' | 0) {
                continue;
            }
            let begins = std::mem::replace(&mut self.begins, *first == b'{');
            return match first {
                b'{' => Some(RtfToken::Open),
                b'}' => Some(RtfToken::Close),
                b'\\' => match self.control()? {
                    // Elsewhere than at the head of a group it marks no destination (RTF 1.9.1, "Destinations").
                    RtfToken::Symbol(b'*') if !begins => continue,
                    token => Some(token),
                },
                byte => Some(RtfToken::Byte(*byte)),
            };
        }
    }
}
