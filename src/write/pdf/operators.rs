//! Operators of a content stream, written as bytes (ISO 32000-1, annex A).
//!
//! In: operands as numbers. Out: the bytes of the stream. Never: an operator of graphics that the
//! content does not use.
//!
//! printpdf takes operations as values and lopdf writes them: each operand is an object on the heap,
//! made, copied, written and dropped. Of a document of 15 pages that took 2.7 of 16 million
//! instructions of a PDF, and the building of them as many again.

use std::fmt::Write as _;
use std::io::Write as _;

use super::file::write_whole;

/// A content stream as it grows.
#[derive(Debug, Default)]
pub(super) struct Operators {
    bytes: Vec<u8>,
}

impl Operators {
    /// A stream with room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes) }
    }

    /// The stream.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Begins an operation: each has a line.
    fn begin(&mut self) {
        if !self.bytes.is_empty() {
            self.bytes.push(b'\n');
        }
    }

    /// An operator without operands: `BT`, `ET`, `EMC`, `q`, `Q`, `f`.
    pub(super) fn plain(&mut self, operator: &str) {
        self.begin();
        self.bytes.extend(operator.as_bytes());
    }

    /// An operator with numbers before it.
    pub(super) fn numbers(&mut self, numbers: &[f32], operator: &str) {
        self.begin();
        for number in numbers {
            self.number(*number);
            self.bytes.push(b' ');
        }
        self.bytes.extend(operator.as_bytes());
    }

    /// An operator with lengths before it, points in hundredths.
    pub(super) fn lengths(&mut self, points: &[f32], operator: &str) {
        self.begin();
        for length in points {
            self.hundredths(*length);
            self.bytes.push(b' ');
        }
        self.bytes.extend(operator.as_bytes());
    }

    /// A length to the hundredth, without needless digits.
    fn hundredths(&mut self, points: f32) {
        let whole = (points * 100.0).round();
        let number = whole.abs() as u32;
        if whole.is_sign_negative() {
            self.bytes.push(b'-');
        }
        self.whole(number / 100);
        let digit = |number: u32| b'0' + (number % 10) as u8;
        match number % 100 {
            0 => {}
            rest if rest % 10 == 0 => self.bytes.extend([b'.', digit(rest / 10)]),
            rest => self.bytes.extend([b'.', digit(rest / 10), digit(rest)]),
        }
    }

    fn whole(&mut self, number: u32) {
        let mut digits = [0; 10];
        let mut rest = number;
        let mut at = digits.len();
        loop {
            at -= 1;
            if let Some(slot) = digits.get_mut(at) {
                *slot = b'0' + (rest % 10) as u8;
            }
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.bytes.extend(digits.get(at..).unwrap_or_default());
    }

    /// Begins marked content without properties: `/Artifact BMC`.
    pub(super) fn mark(&mut self, tag: &str) {
        self.begin();
        self.name(tag);
        self.bytes.extend(b" BMC");
    }

    /// Begins the marked content of a number of the parent tree.
    pub(super) fn numbered_mark(&mut self, tag: &str, number: i64) {
        self.begin();
        self.name(tag);
        self.bytes.extend(b" <</MCID ");
        write_whole(&mut self.bytes, number);
        self.bytes.extend(b">> BDC");
    }

    /// Begins a span that reads as `text` (ISO 32000-1, 14.9.4).
    pub(super) fn replacement(&mut self, text: &str) {
        self.begin();
        let mut hexadecimal = String::with_capacity(4 + text.len() * 4);
        for unit in text.encode_utf16() {
            let _ = write!(hexadecimal, "{unit:04X}");
        }
        self.bytes.extend(b"/Span <</ActualText<FEFF");
        self.bytes.extend(hexadecimal.as_bytes());
        self.bytes.extend(b">>> BDC");
    }

    /// A font of a size.
    pub(super) fn font(&mut self, index: u16, size: f32) {
        self.begin();
        // As `content::font_id` names it.
        self.bytes.extend(b"/T");
        self.whole(u32::from(index));
        self.bytes.push(b' ');
        self.number(size);
        self.bytes.extend(b" Tf");
    }

    /// A number with all its digits, which hardly ever are more than two behind the point.
    fn number(&mut self, number: f32) {
        const MOST: f32 = 9_999.0;
        if number.abs() <= MOST && (number * 100.0).round() / 100.0 == number {
            self.hundredths(number);
        } else {
            // Writing to memory cannot fail.
            let _ = write!(self.bytes, "{number}");
        }
    }

    /// Paints a picture in the unit square.
    pub(super) fn paint(&mut self, name: &str) {
        self.begin();
        self.name(name);
        self.bytes.extend(b" Do");
    }

    /// Lengths of dashes and gaps, units in hundredths; none for a whole line.
    pub(super) fn dashes(&mut self, lengths: &[f32]) {
        self.begin();
        self.bytes.push(b'[');
        for length in lengths {
            self.hundredths(*length);
            self.bytes.push(b' ');
        }
        self.bytes.extend(b"] 0 d");
    }

    /// Shows codes as they follow one another.
    pub(super) fn show(&mut self, codes: &[u8]) {
        self.begin();
        self.string(codes);
        self.bytes.extend(b" Tj");
    }

    /// Shows pieces with moves between them.
    pub(super) fn show_moved(&mut self, pieces: &[ShownPiece], codes: &[u8]) {
        self.begin();
        self.bytes.push(b'[');
        let mut moved = true;
        for piece in pieces {
            match piece {
                ShownPiece::Codes(range) => self.string(codes.get(range.clone()).unwrap_or_default()),
                ShownPiece::Move(back) => {
                    if !moved {
                        self.bytes.push(b' ');
                    }
                    write_whole(&mut self.bytes, *back);
                }
            }
            moved = false;
        }
        self.bytes.extend(b"] TJ");
    }

    fn name(&mut self, name: &str) {
        self.bytes.push(b'/');
        self.bytes.extend(name.as_bytes());
    }

    /// A literal string (ISO 32000-1, 7.3.4.2): parentheses that have no partner are escaped.
    fn string(&mut self, codes: &[u8]) {
        self.bytes.push(b'(');
        if codes.iter().any(|byte| matches!(byte, b'(' | b')' | b'\\' | b'\r')) {
            self.escaped(codes);
        } else {
            self.bytes.extend(codes);
        }
        self.bytes.push(b')');
    }

    fn escaped(&mut self, codes: &[u8]) {
        let mut open = Vec::new();
        let mut escaped = Vec::new();
        for (at, byte) in codes.iter().enumerate() {
            match byte {
                b'(' => open.push(at),
                b')' if open.pop().is_none() => escaped.push(at),
                b'\\' | b'\r' => escaped.push(at),
                _ => {}
            }
        }
        escaped.append(&mut open);
        for (at, byte) in codes.iter().enumerate() {
            if escaped.contains(&at) {
                self.bytes.push(b'\\');
                self.bytes.push(if *byte == b'\r' { b'r' } else { *byte });
            } else {
                self.bytes.push(*byte);
            }
        }
    }
}

/// A piece of a `TJ` array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ShownPiece {
    /// Codes, by their place among all of the stretch.
    Codes(std::ops::Range<usize>),
    /// A move back, thousandths of the font size.
    Move(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Operators)) -> String {
        let mut operators = Operators::default();
        write(&mut operators);
        String::from_utf8(operators.into_bytes()).unwrap()
    }

    #[test]
    fn lengths_have_no_needless_digits() {
        let lengths = [0.0, 0.5, 12.0, 12.25, -1.1, 0.01, 0.004, 841.89, 14_399.99, 100.1];
        let wanted = "0 0.5 12 12.25 -1.1 0.01 0 841.89 14399.99 100.1 Td";
        assert_eq!(written(|operators| operators.lengths(&lengths, "Td")), wanted);
    }

    #[test]
    fn parentheses_without_a_partner_are_escaped() {
        for (codes, wanted) in [
            (&b"ab"[..], "(ab) Tj"),
            (b"(a)", "((a)) Tj"),
            (b")(", "(\\)\\() Tj"),
            (b"((a)", "(\\((a)) Tj"),
            (b"\\\r", "(\\\\\\r) Tj"),
        ] {
            assert_eq!(written(|operators| operators.show(codes)), wanted);
        }
    }

    #[test]
    fn moves_stand_between_strings() {
        let pieces =
            [ShownPiece::Move(-254), ShownPiece::Codes(0..2), ShownPiece::Move(3), ShownPiece::Codes(2..3)];
        assert_eq!(written(|operators| operators.show_moved(&pieces, b"abc")), "[-254(ab) 3(c)] TJ");
    }

    #[test]
    fn marks_fonts_and_replacements_are_as_the_standard_has_them() {
        let all = |operators: &mut Operators| {
            operators.mark("Artifact");
            operators.numbered_mark("P", 7);
            operators.replacement("لا");
            operators.font(0, 9.6);
            operators.numbers(&[0.7, 0.0, 1.0], "rg");
            operators.paint("P0");
            operators.plain("ET");
        };
        let wanted = "/Artifact BMC\n/P <</MCID 7>> BDC\n/Span <</ActualText<FEFF06440627>>> BDC\n/T0 9.6 Tf\n\
                      0.7 0 1 rg\n/P0 Do\nET";
        assert_eq!(written(all), wanted);
    }
}
