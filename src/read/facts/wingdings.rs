//! The signs of Wingdings, Wingdings 2, Wingdings 3 and Webdings by their codes.
//!
//! In: a code of one of these fonts. Out: its sign. The rows are those of the Unicode Technical
//! Committee's table of sources (`WDingsSources.txt`, of the proposal by which Unicode 7.0 took these
//! fonts' signs in; document L2/12-368 and its forerunners), 16 codes a row from 0x20 on; `\0` stands
//! where a font has no sign, or none that Unicode has.

/// One font's signs, from 0x20 on.
pub(super) type Signs = [&'static str; 14];

/// The sign of a code.
pub(super) fn sign(signs: &Signs, code: u8) -> Option<char> {
    let at = usize::from(code.checked_sub(0x20)?);
    signs.get(at / 16)?.chars().nth(at % 16).filter(|sign| *sign != '\0')
}

/// The nearest sign that text fonts have, where they lack the sign itself: the same shape, or an arrow
/// of the same direction.
pub(super) fn plain(signs: &[(u8, u8, &'static str)], code: u8) -> Option<char> {
    let (first, _, run) = signs.iter().find(|(first, last, _)| (*first..=*last).contains(&code))?;
    let at = usize::from(code - first);
    run.chars().nth(at % run.chars().count().max(1))
}

/// Wingdings 2: first code, last code, signs in turn.
pub(super) const WINGDINGS_2_PLAIN: &[(u8, u8, &str)] = &[
    (0x53, 0x53, "☒"),
    (0x96, 0x97, "●•"),
    (0x9A, 0x9C, "○"),
    (0x9E, 0xA0, "◉▪"),
    (0xA4, 0xA6, "□"),
    (0xA7, 0xA7, "▣"),
    (0xA9, 0xAA, "▣"),
    (0xAB, 0xAC, "◆"),
    (0xB0, 0xB0, "◈"),
    (0xB2, 0xB3, "◈"),
    (0xB9, 0xB9, "◊"),
    (0xCD, 0xD3, "×"),
    (0xD4, 0xE4, "∗"),
    (0xE9, 0xEA, "★"),
];

/// Wingdings 3 likewise.
pub(super) const WINGDINGS_3_PLAIN: &[(u8, u8, &str)] = &[
    (0x21, 0x28, "←→↑↓↖↗↙↘"),
    (0x31, 0x36, "↔↕←→↑↓"),
    (0x38, 0x3B, "↲↳↰↱"),
    (0x66, 0x6F, "←→↑↓↖↗↙↘↔↕"),
    (0x7C, 0x7E, "◀▶▲"),
    (0x80, 0x84, "▼▲▼◀▶"),
    (0x85, 0x88, "◀▶▲▼"),
    (0x89, 0xA4, "←→↑↓"),
    (0xA5, 0xAB, "←→"),
    (0xB0, 0xB6, "→←"),
    (0xB7, 0xB8, "↑↓"),
    (0xB9, 0xC8, "←→↑↓"),
    (0xD1, 0xE8, "←→↑↓↖↗↙↘"),
    (0xE9, 0xEC, "◀▶▲▼"),
];

/// Wingdings.
pub(super) const WINGDINGS: Signs = [
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭",
    "🗀🗁🗎🗏🗐🗄⏳🖮🖰🖲🖳🖴🖫🖬✇✍",
    "🖎✌🖏👍👎☜☞☝🖗🖐☺😐☹💣🕱🏳",
    "🏱✈☼🌢❄🕆✞🕈✠✡☪☯🕉☸♈♉",
    "♊♋♌♍♎♏♐♑♒♓🙰🙵⚫🔾◼🞏",
    "🞐❑❒🞟⧫◆❖🞙⌧⮹⌘🏵🏶🙶🙷\0",
    "🄋➀➁➂➃➄➅➆➇➈➉🄌➊➋➌➍",
    "➎➏➐➑➒➓🙢🙠🙡🙣🙞🙜🙝🙟∙•",
    "⬝⭘🞆🞈🞊🞋🔿▪🞎🟁🟅★🟋🟏🟓🟑",
    "⯐⌖⯎⯏⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",
    "🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨",
    "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦",
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭🗶✓🗷🗹\0",
];

/// Wingdings 2.
pub(super) const WINGDINGS_2: Signs = [
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋",
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙",
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑🗴",
    "🗸🗵☑⮽☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺",
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥",
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿\0",
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤",
    "🕥🕦🕧🙨🙩⋅🞄⦁●○🞅🞇🞉⊙⦿🞌",
    "🞍◾■□🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇",
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁",
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪",
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺",
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒",
    "✹🟃🟇✯🟍🟔⯌⯍※⁂\0\0\0\0\0\0",
];

/// Wingdings 3.
pub(super) const WINGDINGS_3: Signs = [
    " ⭠⭢⭡⭣⭦⭧⭩⭨⭰⭲⭱⭳⭶⭸⭻",
    "⭽⭤⭥⭪⭬⭫⭭⭍⮠⮡⮢⮣⮤⮥⮦⮧",
    "⮐⮑⮒⮓⮀⮃⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌",
    "⭮⭯⎋⌤⌃⌥␣⍽⇪⮸🢠🢡🢢🢣🢤🢥",
    "🢦🢧🢨🢩🢪🢫🡐🡒🡑🡓🡔🡕🡗🡖🡘🡙",
    "▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁\0",
    "🞃⯅⯆⯇⯈⮜⮞⮝⮟🠐🠒🠑🠓🠔🠖🠕",
    "🠗🠘🠚🠙🠛🠜🠞🠝🠟🠀🠂🠁🠃🠄🠆🠅",
    "🠇🠈🠊🠉🠋🠠🠢🠤🠦🠨🠪🠬🢜🢝🢞🢟",
    "🠮🠰🠲🠴🠶🠸🠺🠹🠻🢘🢚🢙🢛🠼🠾🠽",
    "🠿🡀🡂🡁🡃🡄🡆🡅🡇⮨⮩⮪⮫⮬⮭⮮",
    "⮯🡠🡢🡡🡣🡤🡥🡧🡦🡰🡲🡱🡳🡴🡵🡷",
    "🡶🢀🢂🢁🢃🢄🢅🢇🢆🢐🢒🢑🢓🢔🢖🢕",
    "🢗\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
];

/// Webdings.
pub(super) const WEBDINGS: Signs = [
    " 🕷🕸🕲🕶🏆🎖🖇🗨🗩🗰🗱🌶🎗🙾🙼",
    "🗕🗖🗗⏴⏵⏶⏷⏪⏩⏮⏭⏸⏹⏺🗚🗳",
    "🛠🏗🏘🏙🏚🏜🏭🏛🏠🏖🏝🛣🔍🏔👁👂",
    "🏞🏕🛤🏟🛳🕬🕫🕨🔈🎔🎕🗬🙽🗭🗪🗫",
    "⮔✔🚲⬜🛡📦🛱⬛🚑🛈🛩🛰🟈🕴⬤🛥",
    "🚔🗘🗙❓🛲🚇🚍⛳⦸⊖🚭🗮⏐🗯🗲\0",
    "🚹🚺🛉🛊🚼👽🏋⛷🏂🏌🏊🏄🏍🏎🚘🗠",
    "🛢💰🏷💳👪🗡🗢🗣✯🖄🖅🖃🖆🖹🖺🖻",
    "🕵🕰🖽🖾📋🗒🗓🕮📚🗞🗟🗃🗂🖼🎭🎜",
    "🎘🎙🎧💿🎞📷🎟🎬📽📹📾📻🎚🎛📺💻",
    "🖥🖦🖧🕹🎮🕻🕼📟🖁🖀🖨🖩🖿🖪🗜🔒",
    "🔓🗝📥📤🕳🌣🌤🌥🌦☁🌨🌧🌩🌪🌬🌫",
    "🌜🌡🛋🛏🍽🍸🛎🛍Ⓟ♿🛆🖈🎓🗤🗥🗦",
    "🗧🛪🐿🐦🐟🐕🐈🙬🙮🙭🙯🗺🌍🌏🌎🕊",
];
