//! Which page of one byte a character a text in Arabic or Cyrillic letters is in.
//!
//! In: bytes that are mostly beyond ASCII. Out: the page in which their letters are as common as in the
//! language, if it stands out from the others; read, or refused by name. Never: a page of these scripts for a
//! text that is mostly ASCII, as all in Latin letters are.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, ISO_8859_6, KOI8_U, WINDOWS_1251, WINDOWS_1256, X_MAC_CYRILLIC,
};

/// A page of one byte a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BytePage {
    /// One that is read.
    Read(&'static Encoding),
    /// One that is not: its name, and its characters from 0x80.
    Refused(&'static str, &'static str),
}

/// Code page 720, after `CP720.TXT` of the Unicode mappings.
const DOS_ARABIC: &str = "\u{80}\u{81}éâ\u{84}à\u{86}çêëèïî\u{8D}\u{8E}\u{8F}\u{90}\u{651}\u{652}ô¤\u{640}ûùءآأؤ£إئابةتثجحخدذرزسشص«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ضطظعغفµقكلمنهوىي≡\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}≈°∙·√ⁿ²■\u{A0}";
/// Code page 864, after `CP864.TXT` of the Unicode mappings: forms of letters, each here as its letter.
const DOS_ARABIC_FORMS: &str = "°·∙√▒─│┼┤┬├┴┐┌└┘β∞φ±½¼≈«»لل\u{9B}\u{9C}لل\u{9F}\u{A0}\u{AD}آ£¤أ¦§ابتث،جحخ٠١٢٣٤٥٦٧٨٩ف؛سشص؟¢ءآأؤعئابةتثجحخدذرزسشصضطظعغ¦¬÷×عـفقكلمنهوىيضعغغمـ\u{651}نههىيغقلللكي■ÿ";
/// Code page 855, after `CP855.TXT` of the Unicode mappings.
const DOS_CYRILLIC: &str = "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{AD}ыЫзЗшШэЭщЩчЧ§■\u{A0}";
/// Mac OS Arabic, after `ARABIC.TXT` of Apple's mappings.
const MACINTOSH_ARABIC: &str = "Ä\u{A0}ÇÉÑÖÜáàâäں«çéèêëí…îïñó»ôö÷úùûü !\"#$٪&'()*+،-./٠١٢٣٤٥٦٧٨٩:؛<=>؟❊ءآأؤإئابةتثجحخدذرزسشصضطظعغ[\\]^_\u{640}فقكلمنهوىي\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}پٹچەڤگڈڑ{|}ژے";

/// The pages of Arabic and of Cyrillic.
const PAGES: [(BytePage, Script); 11] = [
    (BytePage::Read(WINDOWS_1256), Script::Arabic),
    (BytePage::Read(ISO_8859_6), Script::Arabic),
    (BytePage::Refused("DOS 720", DOS_ARABIC), Script::Arabic),
    (BytePage::Refused("DOS 864", DOS_ARABIC_FORMS), Script::Arabic),
    (BytePage::Refused("MacArabic", MACINTOSH_ARABIC), Script::Arabic),
    (BytePage::Read(WINDOWS_1251), Script::Cyrillic),
    (BytePage::Read(KOI8_U), Script::Cyrillic),
    (BytePage::Read(IBM866), Script::Cyrillic),
    (BytePage::Refused("DOS 855", DOS_CYRILLIC), Script::Cyrillic),
    (BytePage::Read(ISO_8859_5), Script::Cyrillic),
    (BytePage::Read(X_MAC_CYRILLIC), Script::Cyrillic),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Arabic,
    Cyrillic,
}

impl Script {
    /// Its letters, the commonest first, as in the Union's texts.
    fn letters(self) -> &'static str {
        match self {
            Script::Arabic => "اليمنوترةبعدسفحهكأقجشصطإخضذىثءغزظئؤآ",
            Script::Cyrillic => "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ",
        }
    }

    /// How common a character is behind another, as a logarithm.
    fn common(self, before: char, c: char) -> f64 {
        const CAPITAL: f64 = 0.25;
        const SIGN: f64 = -5.0;
        const FOREIGN: f64 = -9.0;
        let small = c.to_lowercase().next().unwrap_or(c);
        let Some(rank) = self.letters().chars().position(|letter| letter == small) else {
            return if SIGNS.contains(c) { SIGN } else { FOREIGN };
        };
        let all: f64 = (0..self.letters().chars().count()).map(|rank| 1.0 / (rank as f64 + 3.0)).sum();
        let share = (1.0 / (rank as f64 + 3.0) / all).ln();
        match small == c {
            true => share,
            // A capital inside a word: small letters and capitals are those of another page.
            false if before.is_lowercase() => FOREIGN,
            false => share - CAPITAL,
        }
    }
}

/// What texts of both scripts have beside their letters.
const SIGNS: &str = "«»“”‘’–—№…،؛؟\u{A0}\u{640}\u{64B}\u{64C}\u{64D}\u{64E}\u{64F}\u{650}\u{651}\u{652}";

impl BytePage {
    /// Bytes in it.
    pub(super) fn text(self, bytes: &[u8]) -> String {
        match self {
            BytePage::Read(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            BytePage::Refused(_, high) => of_page(high, bytes),
        }
    }
}

/// Bytes in a page that is given by its upper half.
pub(super) fn of_page(high: &str, bytes: &[u8]) -> String {
    let high: Vec<char> = high.chars().collect();
    let letter = |byte: &u8| match byte.checked_sub(0x80) {
        Some(at) => high.get(usize::from(at)).copied().unwrap_or(' '),
        None => char::from(*byte),
    };
    bytes.iter().map(letter).collect()
}

/// Whether more of the letters are beyond ASCII than within, as in no language of the Latin alphabet; tags of a
/// page are not counted.
pub(super) fn is_mostly_high(bytes: &[u8]) -> bool {
    const FEWEST: usize = 8;
    const LONGEST_TAG: usize = 1_000;
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let mut letters = 0;
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        let tag = after.get(..LONGEST_TAG.min(after.len())).unwrap_or_default();
        let end = if *byte == b'<' { tag.iter().position(|byte| *byte == b'>') } else { None };
        letters += usize::from(byte.is_ascii_alphabetic());
        rest = after.get(end.unwrap_or(0)..).unwrap_or_default();
    }
    high >= FEWEST && high > letters
}

/// The page in which the letters of a text are as common as in Arabic or Russian; `None` where none is, or two
/// are.
pub(super) fn likeliest(bytes: &[u8]) -> Option<BytePage> {
    /// Logarithm of the mean share of letters below which a text is in neither script.
    const LEAST: f64 = -4.3;
    /// How far the likeliest page stands out.
    const APART: f64 = 0.25;
    /// Bytes that are looked at.
    const REACH: usize = 20_000;
    if !is_mostly_high(bytes) {
        return None;
    }
    let bytes = bytes.get(..REACH).unwrap_or(bytes);
    let mut scored: Vec<(f64, BytePage)> =
        PAGES.iter().map(|(page, script)| (score(&page.text(bytes), *script), *page)).collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (best, page) = *scored.first()?;
    let other = scored.iter().skip(1).find(|(_, other)| other.text(bytes) != page.text(bytes));
    (best >= LEAST && other.is_none_or(|(score, _)| best - score >= APART)).then_some(page)
}

fn score(text: &str, script: Script) -> f64 {
    let (mut sum, mut count, mut before) = (0.0, 0usize, ' ');
    for c in text.chars() {
        if !c.is_ascii() {
            sum += script.common(before, c);
            count += 1;
        }
        before = c;
    }
    sum / count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARABIC: &str = "يقرر مواصلة العمل من أجل النفاذ غير التمييزي إلى مرافق الاتصالات";
    const RUSSIAN: &str = "решает продолжать работу по недискриминационному доступу к средствам связи";

    fn bytes(text: &str, high: &str) -> Vec<u8> {
        // The Macintosh's page has ASCII's signs a second time.
        let place = |c: char| high.chars().position(|letter| letter == c).filter(|_| !c.is_ascii());
        let byte = |c: char| place(c).map_or(c as u8, |at| 0x80 + at as u8);
        text.chars().map(byte).collect()
    }

    #[test]
    fn each_page_is_told_by_its_letters() {
        for (page, script) in PAGES {
            let text = match (page, script) {
                // It lacks one of the letters.
                (BytePage::Refused("DOS 864", _), _) => &ARABIC.replace('إ', "ا"),
                (_, Script::Arabic) => ARABIC,
                (_, Script::Cyrillic) => RUSSIAN,
            };
            let bytes = match page {
                BytePage::Read(encoding) => encoding.encode(text).0.into_owned(),
                BytePage::Refused(_, high) => bytes(text, high),
            };
            let found = likeliest(&bytes).map(|page| page.text(&bytes));
            // Two pages of Arabic have the same letters at the same codes.
            assert_eq!(found.as_deref().unwrap_or(text), text, "{page:?}");
            assert!(found.is_some() || page.text(&bytes) == text, "{page:?}");
        }
    }

    #[test]
    fn a_page_of_latin_letters_is_none_of_them() {
        let french =
            encoding_rs::WINDOWS_1252.encode("l’accès équitable à Genève, déjà étudié").0.into_owned();
        assert_eq!(likeliest(&french), None);
        let chinese = encoding_rs::GBK.encode("关于大会工作的提案，以便顾及近年来的变化").0.into_owned();
        assert_eq!(likeliest(&chinese), None);
    }
}
