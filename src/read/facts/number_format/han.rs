//! Counting with a sign for each power of ten: Chinese, Japanese, Korean.
//!
//! In: a count. Out: it in signs, or nothing where the system has none for it.

/// How a system counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counting {
    /// Digits 0 to 9.
    digits: &'static str,
    /// 10, 100, 1,000.
    tens: &'static str,
    /// 10,000.
    myriad: &'static str,
    /// What stands for a gap: 一百〇一; nothing in Japanese and Korean.
    zero: &'static str,
    /// What loses its 一: 十 at the head of the number (`Ten`), every power (`All`), none.
    bare: Bare,
    /// From here on digit by digit: 一○一.
    digitwise_from: i64,
}

/// Which powers of ten stand without 一.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bare {
    None,
    Ten,
    All,
}

const HAN: &str = "零一二三四五六七八九";
const NEVER: i64 = i64::MAX;

const fn han(zero: &'static str, bare: Bare, digitwise_from: i64) -> Counting {
    Counting { digits: HAN, tens: "十百千", myriad: "万", zero, bare, digitwise_from }
}

/// 一百〇一.
pub(super) const CHINESE_THOUSAND: Counting = han("〇", Bare::Ten, NEVER);
/// 九十九, then 一○一.
pub(super) const CHINESE: Counting = han("○", Bare::Ten, 100);
/// 百一.
pub(super) const JAPANESE: Counting = han("", Bare::All, NEVER);
/// 一百零一, 一萬.
pub(super) const TAIWANESE_THOUSAND: Counting = Counting {
    digits: HAN,
    tens: "十百千",
    myriad: "萬",
    zero: "零",
    bare: Bare::Ten,
    digitwise_from: NEVER,
};
/// 壹佰零壹.
pub(super) const LEGAL_SIMPLIFIED: Counting = Counting {
    digits: "零壹贰叁肆伍陆柒捌玖",
    tens: "拾佰仟",
    myriad: "萬",
    zero: "零",
    bare: Bare::None,
    digitwise_from: NEVER,
};
/// 壹佰零壹 in the traditional signs.
pub(super) const LEGAL_TRADITIONAL: Counting =
    Counting { digits: "零壹貳參肆伍陸柒捌玖", ..LEGAL_SIMPLIFIED };
/// 壱百壱.
pub(super) const JAPANESE_LEGAL: Counting = Counting {
    digits: "零壱弐参四伍六七八九",
    tens: "拾百阡",
    myriad: "萬",
    zero: "",
    bare: Bare::None,
    digitwise_from: NEVER,
};
/// 백일.
pub(super) const KOREAN: Counting = Counting {
    digits: "영일이삼사오육칠팔구",
    tens: "십백천",
    myriad: "만",
    zero: "",
    bare: Bare::All,
    digitwise_from: NEVER,
};

impl Counting {
    /// A count in signs.
    pub(crate) fn shown(&self, count: i64) -> Option<String> {
        if !(1..100_000_000).contains(&count) {
            return (count == 0).then(|| self.digit(0).map(String::from)).flatten();
        }
        if count >= self.digitwise_from {
            let zero = self.zero;
            let digit = |c: char| match c.to_digit(10)? {
                0 => Some(zero.to_owned()),
                value => self.digit(value as usize).map(String::from),
            };
            return count.to_string().chars().map(digit).collect();
        }
        let (high, low) = (count / 10_000, count % 10_000);
        if high == 0 {
            return self.under_myriad(low, true);
        }
        let head =
            if high == 1 && self.bare == Bare::All { String::new() } else { self.under_myriad(high, true)? };
        let gap = if low > 0 && low < 1000 { self.zero } else { "" };
        let tail = if low == 0 { String::new() } else { self.under_myriad(low, false)? };
        Some(format!("{head}{}{gap}{tail}", self.myriad))
    }

    fn under_myriad(&self, count: i64, at_head: bool) -> Option<String> {
        let mut written = String::new();
        let mut gap = false;
        for power in (0..4u32).rev() {
            let value = usize::try_from(count / 10_i64.pow(power) % 10).ok()?;
            if value == 0 {
                gap = !written.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                written.push_str(self.zero);
            }
            let bare = value == 1
                && match self.bare {
                    Bare::None => false,
                    Bare::Ten => power == 1 && at_head && written.is_empty(),
                    Bare::All => power > 0,
                };
            if !bare {
                written.extend(self.digit(value));
            }
            if let Some(at) = power.checked_sub(1) {
                written.extend(self.tens.chars().nth(at as usize));
            }
        }
        Some(written)
    }

    fn digit(&self, value: usize) -> Option<char> {
        self.digits.chars().nth(value)
    }
}
