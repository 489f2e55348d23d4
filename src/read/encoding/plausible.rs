//! Whether letters beyond ASCII stand as the words of French, Spanish and their neighbours have them.

/// Characters counted.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::read) struct Letters {
    /// As words and sentences have them.
    pub right: usize,
    /// As none has them: a sign inside a word, a letter that the languages lack, a control code.
    pub wrong: usize,
}

const SMALL: &str = "àâäáåãæçéèêëíîïìñóôöòõøœúùûüÿß";
const CAPITAL: &str = "ÀÂÄÁÅÃÆÇÉÈÊËÍÎÏÌÑÓÔÖÒÕØŒÚÙÛÜ";
/// Code page 850 from 0x80.
pub(super) const DOS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";
/// Code page 863 from 0x80, as far as it has letters.
pub(super) const DOS_CANADIAN: &str = "ÇüéâÂà¶çêëèïî‗À§ÉÈÊôËÏûù¤ÔÜ¢£ÙÛƒ¦´óú¨¸³¯Î⌐¬½¼¾«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
/// Letters that are words of their own.
const ALONE: &str = "àÀéÉèÈóÓöÖåÅ";
/// Signs that stand at the edge of a word or apart.
const EDGE: &str = "«»“”‘’„…•–—·°§€£¥©®™ªº¿¡‹›†‡‰±×÷¼½¾²³µ¶\u{A0}´ˆ˜¨¸¢¤¦¬¯¹\u{AD}‚";
/// Signs that also stand between two letters.
const BETWEEN: &str = "’–—·\u{A0}\u{AD}";
/// Letters of Latin alphabets that the languages of the Union take names from.
const OTHERS: &str = "ŠšŽžŸÝýÐðÞþƒ";

/// Counts the characters beyond ASCII by how they stand to their neighbours.
pub(in crate::read) fn letters(text: &str) -> Letters {
    let mut found = Letters::default();
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            match stands(before, c, after) {
                Some(true) => found.right += 1,
                Some(false) => found.wrong += 1,
                None => {}
            }
        }
        before = c;
    }
    found
}

/// Whether words consist of letters beyond ASCII alone, as in no language of the Latin alphabet: another one's
/// text was read in a page of Latin letters.
pub(in crate::read) fn is_no_latin(text: &str) -> bool {
    const LONG: usize = 4;
    const MANY: usize = 3;
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii());
    let (mut whole, mut others) = (0usize, 0usize);
    for word in words {
        if word.chars().any(|c| c.is_ascii()) {
            others += 1;
        } else if word.chars().count() >= LONG {
            whole += 1;
        }
    }
    whole >= MANY && whole > others
}

/// Whether a character stands as words have it; `None` where that says nothing.
fn stands(before: char, c: char, after: char) -> Option<bool> {
    let (left, right) = (before.is_alphabetic(), after.is_alphabetic());
    let inside = left && right;
    if SMALL.contains(c) {
        return Some(left || right || ALONE.contains(c));
    }
    if CAPITAL.contains(c) {
        let amid = left && (before.is_lowercase() || after.is_lowercase());
        return Some(!amid && (left || right || ALONE.contains(c)));
    }
    if EDGE.contains(c) {
        let fits = BETWEEN.contains(c) || !inside;
        return if fits { None } else { Some(false) };
    }
    if OTHERS.contains(c) {
        // A name begins with it or has it among small letters.
        let named = if c.is_uppercase() { !left } else { left || right };
        return if named { None } else { Some(false) };
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn words_are_told_from_wrong_pages() {
        for good in ["l’accès équitable", "À Genève, « OUI »", "señal: ¿qué?", "Šimonović", "L'ÉTÉ"]
        {
            assert_eq!(letters(good).wrong, usize::from(good.contains('ć')), "{good}");
        }
        for bad in ["RŽvision", "rŽsumŽ", "acc\u{8F}s", "d\u{8E}j\u{88}", "КОнгресс"] {
            assert!(letters(bad).wrong > 0, "{bad}");
        }
    }
}
