//! Windows' language codes (MS-LCID) as BCP 47 tags.

/// Tags of the codes that office files carry most.
const TAGS: &[(u16, &str)] = &[
    (0x0401, "ar-SA"),
    (0x0801, "ar-IQ"),
    (0x0C01, "ar-EG"),
    (0x1401, "ar-DZ"),
    (0x1801, "ar-MA"),
    (0x2801, "ar-SY"),
    (0x3001, "ar-LB"),
    (0x3401, "ar-KW"),
    (0x3801, "ar-AE"),
    (0x0404, "zh-TW"),
    (0x0804, "zh-CN"),
    (0x0C04, "zh-HK"),
    (0x1004, "zh-SG"),
    (0x1404, "zh-MO"),
    (0x0409, "en-US"),
    (0x0809, "en-GB"),
    (0x0C09, "en-AU"),
    (0x1009, "en-CA"),
    (0x1409, "en-NZ"),
    (0x1809, "en-IE"),
    (0x040A, "es-ES"),
    (0x080A, "es-MX"),
    (0x0C0A, "es-ES"),
    (0x2C0A, "es-AR"),
    (0x340A, "es-CL"),
    (0x240A, "es-CO"),
    (0x040C, "fr-FR"),
    (0x080C, "fr-BE"),
    (0x0C0C, "fr-CA"),
    (0x100C, "fr-CH"),
    (0x0419, "ru-RU"),
    (0x0407, "de-DE"),
    (0x0807, "de-CH"),
    (0x0410, "it-IT"),
    (0x0411, "ja-JP"),
    (0x0412, "ko-KR"),
    (0x0413, "nl-NL"),
    (0x0415, "pl-PL"),
    (0x0416, "pt-BR"),
    (0x0816, "pt-PT"),
    (0x041D, "sv-SE"),
    (0x041F, "tr-TR"),
    (0x0422, "uk-UA"),
    (0x040D, "he-IL"),
    (0x0429, "fa-IR"),
];

/// Languages by their low ten bits, for countries that [`TAGS`] does not list.
const PRIMARY: &[(u16, &str)] =
    &[(0x01, "ar"), (0x04, "zh"), (0x09, "en"), (0x0A, "es"), (0x0C, "fr"), (0x19, "ru")];

/// The tag of a code; `None` for "no proofing" and codes that are not known.
pub(super) fn tag(code: u16) -> Option<&'static str> {
    let known = TAGS.iter().find(|(known, _)| *known == code);
    known.or_else(|| PRIMARY.iter().find(|(primary, _)| *primary == code & 0x3FF)).map(|(_, tag)| *tag)
}
