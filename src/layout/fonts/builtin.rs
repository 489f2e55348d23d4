//! The faces built into the program, and which face stands in for which family.
//!
//! In: `templates/fonts`. Out: fifteen faces shared by every library of the process. Never: a face
//! without its licence beside it (`templates/fonts/OFL.txt`).

use std::sync::{Arc, LazyLock};

use crate::pages::{FontData, FontFace};

use super::face::{Face, FaceOrigin};

/// Family of the built-in Song face.
pub(crate) const SONG: &str = "Noto Serif SC";
/// Family of the built-in Kai face.
pub(crate) const KAI: &str = "Conf Kai SC";
/// Family of the built-in Latin, Greek and Cyrillic faces.
pub(crate) const LATIN: &str = "Carlito";
/// Family of the built-in Latin, Greek and Cyrillic faces with serifs.
pub(crate) const SERIF: &str = "Liberation Serif";
/// Family of the built-in Arabic faces.
pub(crate) const NASKH: &str = "Noto Naskh Arabic";
/// Family of the built-in face of bullets, boxes, arrows and signs of formulas.
pub(crate) const SYMBOLS: &str = "Conf Symbols";

/// Families that Chinese text in italics asks for: ITU sets Kai where Latin is slanted.
pub(crate) const CHINESE_ITALIC: &[&str] = &["STKaiti", "KaiTi", KAI];

/// A built-in face. The digest stands here because hashing the built-in set at every start would cost more
/// than typesetting a document; a test holds it against the file.
struct BuiltinFace {
    family: &'static str,
    name: &'static str,
    bold: bool,
    italic: bool,
    digest: &'static str,
    data: &'static [u8],
}

macro_rules! builtin_face {
    ($family:expr, $name:literal, $file:literal, $bold:literal, $italic:literal, $digest:literal) => {
        BuiltinFace {
            family: $family,
            name: $name,
            bold: $bold,
            italic: $italic,
            digest: $digest,
            data: include_bytes!(concat!("../../../templates/fonts/", $file)),
        }
    };
}

/// In the order in which a character that its own face lacks is looked for.
#[rustfmt::skip]
static FACES_BUILT_IN: [BuiltinFace; 14] = [
    builtin_face!(SONG, "NotoSerifSC-Regular", "NotoSerifSC-Regular.subset.ttf", false, false,
        "218e25a5350b8152462389861fa94279665f7fbd628af6ca3abd6b1d4303d8ef"),
    builtin_face!(SONG, "NotoSerifSC-Bold", "NotoSerifSC-Bold.subset.ttf", true, false,
        "8de0fa279b42b2eb41b18c62118eb32416697114fdb53d09216d7c761912dcd0"),
    builtin_face!(LATIN, "Carlito", "Carlito-Regular.ttf", false, false,
        "b4ff23ba370cc95a3c349336b73f9c28514a1371210f89832efc85c4b1ea7131"),
    builtin_face!(LATIN, "Carlito-Bold", "Carlito-Bold.ttf", true, false,
        "0f62ab34ad5d079a0a28fac01bcf7c7a724a4db4d6cb99cab9cabff382fbb80f"),
    builtin_face!(LATIN, "Carlito-Italic", "Carlito-Italic.ttf", false, true,
        "718a0663864d37a4868220a19b9668a5fe10a46197f6df367b4c2c30c04c026c"),
    builtin_face!(LATIN, "Carlito-BoldItalic", "Carlito-BoldItalic.ttf", true, true,
        "380764b6898d7b73ceae6384b2958b196d2a0428962ef3adf138d27947228666"),
    builtin_face!(KAI, "ConfKaiSC-Regular", "ConfKaiSC-Regular.ttf", false, false,
        "bb51477b82ba516783679bf3a9800fc1934f11d105843da7aad919d65a3474ca"),
    builtin_face!(NASKH, "NotoNaskhArabic-Regular", "NotoNaskhArabic-Regular.ttf", false, false,
        "706b4580c025f6c75ec1c06013e17f00a23ec1780091b77a5a5b339469bda94d"),
    builtin_face!(NASKH, "NotoNaskhArabic-Bold", "NotoNaskhArabic-Bold.ttf", true, false,
        "35418f91100645a36e4d72d75866b61c5da14dc5ebbade64db434d2c9e76234c"),
    builtin_face!(SYMBOLS, "ConfSymbols-Regular", "ConfSymbols-Regular.ttf", false, false,
        "9a0478a40ddb4564b1470948a3a4aa7adf25a318307e7e2431b7a4f69d800329"),
    builtin_face!(SERIF, "LiberationSerif", "LiberationSerif-Regular.ttf", false, false,
        "29d12439831b7f59194efec85872f24f54eff05738933f9a860220d2abff88ba"),
    builtin_face!(SERIF, "LiberationSerif-Bold", "LiberationSerif-Bold.ttf", true, false,
        "446a4421f297698427170fd7db20e59169a4188baaaf940e9bea58af6341a723"),
    builtin_face!(SERIF, "LiberationSerif-Italic", "LiberationSerif-Italic.ttf", false, true,
        "c1830c433ab41379f1139fac388989d37c9f08c81e1bd643efdcc7946db30753"),
    builtin_face!(SERIF, "LiberationSerif-BoldItalic", "LiberationSerif-BoldItalic.ttf", true, true,
        "36dd6965be8915f6d7efb259757f1f7546a7c6f72c53a20bbe4ae7092f2cd558"),
];

/// The built-in set, its tables shared by every library of the process.
pub(crate) static FACES: LazyLock<Vec<Arc<Face>>> =
    LazyLock::new(|| FACES_BUILT_IN.iter().map(BuiltinFace::open).collect());

/// The face of formulas, which sets nothing else.
static MATHEMATICS_BUILT_IN: BuiltinFace = builtin_face!(
    "Conf Math",
    "ConfMath-Regular",
    "ConfMath-Regular.ttf",
    false,
    false,
    "31beff1c134a4e831e93a306b72a0069bd49794142ebccc8fea1ef1a01565c1d"
);

/// The file of that face.
pub(crate) static MATHEMATICS: LazyLock<Arc<FontFace>> =
    LazyLock::new(|| Arc::clone(&MATHEMATICS_BUILT_IN.open().font));

impl BuiltinFace {
    fn open(&self) -> Arc<Face> {
        let font = FontFace {
            name: self.name.to_owned(),
            family: self.family.to_owned(),
            data: FontData::BuiltIn(self.data),
            index: 0,
            digest: digest(self.digest),
        };
        Arc::new(Face::new(font, vec![self.family.to_owned()], self.bold, self.italic, FaceOrigin::Kit))
    }
}

fn digest(hex: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(pair).unwrap_or("0");
        *byte = u8::from_str_radix(digits, 16).unwrap_or(0);
    }
    bytes
}

/// Families that official templates name, and the built-in family that stands in for each where the
/// user has not brought the real one. Same class of design; Carlito has Calibri's own widths and
/// Liberation Serif those of Times New Roman.
pub(crate) const STAND_INS: &[(&str, &str)] = &[
    ("SimSun", SONG),
    ("宋体", SONG),
    ("NSimSun", SONG),
    ("SimHei", SONG),
    ("黑体", SONG),
    ("STSong", SONG),
    ("华文宋体", SONG),
    ("FangSong", SONG),
    ("Microsoft YaHei", SONG),
    ("DengXian", SONG),
    ("MS Mincho", SONG),
    ("STKaiti", KAI),
    ("华文楷体", KAI),
    ("KaiTi", KAI),
    ("KaiTi_GB2312", KAI),
    ("楷体", KAI),
    ("楷体_GB2312", KAI),
    ("Calibri", LATIN),
    ("Calibri Light", LATIN),
    ("Arial", LATIN),
    ("Cambria", SERIF),
    ("Times New Roman", SERIF),
    ("Times New Roman Bold", SERIF),
    ("Times", SERIF),
    ("Traditional Arabic", NASKH),
    ("Simplified Arabic", NASKH),
    ("Arabic Typesetting", NASKH),
    ("Dubai", NASKH),
];

/// How large the built-in Arabic faces are set where they stand in for another family. Traditional
/// Arabic is small for its size (the genuine documents set it at 15 points beside 11 of Latin), Noto
/// Naskh is not: at 0.8 of that its letters stand beside the Latin as those do. By eye; a guess.
const NASKH_SCALE: f32 = 0.8;

/// How large a face of the built-in set is set, of the size that is asked for, where `asked` was wanted.
pub(crate) fn scale(asked: &str, face: &FontFace) -> f32 {
    if face.family == NASKH && stand_in(asked) == Some(NASKH) { NASKH_SCALE } else { 1.0 }
}

/// The family that stands in for another.
pub(crate) fn stand_in(family: &str) -> Option<&'static str> {
    STAND_INS.iter().find(|entry| entry.0.eq_ignore_ascii_case(family)).map(|entry| entry.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_files() {
        for face in FACES_BUILT_IN.iter().chain([&MATHEMATICS_BUILT_IN]) {
            let found = crate::digest::Digest::of(face.data).bytes();
            assert_eq!(digest(face.digest), found, "{}", face.name);
        }
    }

    #[test]
    fn names_are_those_of_the_files() {
        for face in FACES_BUILT_IN.iter().chain([&MATHEMATICS_BUILT_IN]) {
            let file = ttf_parser::Face::parse(face.data, 0).unwrap();
            let name = |id| file.names().into_iter().find(|n| n.name_id == id && n.is_unicode());
            assert_eq!(name(1).unwrap().to_string().unwrap(), face.family);
            assert_eq!(name(6).unwrap().to_string().unwrap(), face.name);
            assert_eq!(file.is_bold(), face.bold, "{}", face.name);
        }
    }

    #[test]
    fn bullets_and_boxes_of_office_documents_are_in_the_kit() {
        for sign in "•◦▪●○■□☐☑☒✓✗➢➔→⇒☺♦★⊕⎿𝑥".chars() {
            assert!(FACES.iter().any(|face| face.tables().glyph(sign) != 0), "{sign}");
        }
    }

    #[test]
    fn every_stand_in_is_in_the_kit() {
        for (asked, given) in STAND_INS {
            assert!(FACES_BUILT_IN.iter().any(|face| face.family == *given), "{asked}");
        }
    }
}
