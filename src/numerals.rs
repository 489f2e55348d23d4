//! Numerals of the texts: roman and Han.
//!
//! In: a number, or a numeral as written. Out: the other of the two. Never: where a numeral stands or
//! what it counts.

/// Signs of roman numerals with their values, greatest first.
const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// Greatest number that Word writes in roman numerals (ECMA-376 part 1, 17.18.59 says nothing; Word shows
/// 32,767 and no more).
const GREATEST_ROMAN: u32 = 32_767;

/// A number in small roman numerals; `None` for 0 and beyond [`GREATEST_ROMAN`].
pub(crate) fn roman(number: u32) -> Option<String> {
    if !(1..=GREATEST_ROMAN).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in ROMAN {
        while rest >= value {
            numeral.push_str(sign);
            rest -= value;
        }
    }
    Some(numeral)
}

/// Value of a small roman numeral written in the normal way: `iv`, not `iiii`.
pub(crate) fn roman_value(numeral: &str) -> Option<u16> {
    // The longest below 4,000 is mmmdccclxxxviii.
    if numeral.is_empty() || numeral.len() > 15 {
        return None;
    }
    let mut rest = numeral;
    let mut value = 0u32;
    for (worth, sign) in ROMAN {
        while let Some(after) = rest.strip_prefix(sign) {
            value += worth;
            rest = after;
        }
    }
    let written = roman(value).is_some_and(|normal| normal == numeral);
    u16::try_from(value).ok().filter(|_| rest.is_empty() && written)
}

/// Whether a character is one of the Han digits from one to nine, or ten.
pub(crate) fn is_han_digit(letter: char) -> bool {
    letter == '十' || han_digit(letter).is_some()
}

fn han_digit(letter: char) -> Option<u32> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    DIGITS.iter().position(|digit| *digit == letter).and_then(|at| u32::try_from(at + 1).ok())
}

/// Value of a Han numeral up to 9,999: `二十三`, `一百零五`, `一千二百`.
pub(crate) fn han_value(numeral: &str) -> Option<u16> {
    let mut value = 0u32;
    // The power of ten below which the next sign must stand, the digit that waits for its power, and
    // whether a zero has bridged a gap.
    let (mut below, mut digit, mut bridged) = (10_000u32, None, false);
    for letter in numeral.chars() {
        let power = match letter {
            '千' => 1000,
            '百' => 100,
            '十' => 10,
            '零' | '〇' => {
                if bridged || digit.is_some() || below <= 10 || value == 0 {
                    return None;
                }
                bridged = true;
                continue;
            }
            _ => {
                if digit.is_some() {
                    return None;
                }
                digit = Some(han_digit(letter)?);
                continue;
            }
        };
        if power >= below {
            return None;
        }
        // `十` alone is ten; a hundred is always `一百`.
        value += power * digit.take().or((power == 10 && value == 0).then_some(1))?;
        (below, bridged) = (power, false);
    }
    if below == 1 || (digit.is_none() && (bridged || value == 0)) {
        return None;
    }
    u16::try_from(value + digit.unwrap_or(0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_written_and_read() {
        for number in 1..4000 {
            let numeral = roman(number).unwrap();
            assert_eq!(roman_value(&numeral).map(u32::from), Some(number), "{numeral}");
        }
        assert_eq!(roman(1994).as_deref(), Some("mcmxciv"));
        assert_eq!((roman(0), roman(40_000)), (None, None));
        for wrong in ["", "iiii", "vx", "ic", "xlx", "a", "iv ", "vv"] {
            assert_eq!(roman_value(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn han_numerals_are_read() {
        for (numeral, value) in [
            ("三", 3),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十三", 23),
            ("一百", 100),
            ("一百零五", 105),
            ("一百一十", 110),
            ("九百九十九", 999),
            ("一千二百", 1200),
            ("一千零三", 1003),
            ("九千九百九十九", 9999),
        ] {
            assert_eq!(han_value(numeral), Some(value), "{numeral}");
        }
        for wrong in ["", "零", "二三", "十十", "三百百", "百", "一百零", "零五", "a"] {
            assert_eq!(han_value(wrong), None, "{wrong}");
        }
    }
}
