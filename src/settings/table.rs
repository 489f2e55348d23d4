//! The table of all settings: one row makes the flag, the environment variable, the key of
//! `itudoc.toml`, the line of `--show-settings` and the row of `docs/settings.md`.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

use super::choices::{DocHelper, FailOn, FindingsForm, MissingGlyphs, OutputNaming};
use super::value::{Folders, Join, ListOf, Repeated, SettingSlot, SettingValue, ValueName};
use crate::check::severity::Mode;
use crate::language::Language;
use crate::pipeline::OutputKind;
use crate::recover::{Comments, Extent};
use crate::text::View;
use crate::write::pdf::PdfStandard;

/// Commands, as a set of bits.
pub(crate) type Commands = u32;

/// `itudoc convert`
pub(crate) const CONVERT: Commands = 1;
/// `itudoc watch`
pub(crate) const WATCH: Commands = 1 << 1;
/// `itudoc check`
pub(crate) const CHECK: Commands = 1 << 2;
/// `itudoc inspect`
pub(crate) const INSPECT: Commands = 1 << 3;
/// `itudoc recover`
pub(crate) const RECOVER: Commands = 1 << 4;
/// `itudoc template`
pub(crate) const TEMPLATE: Commands = 1 << 5;
/// `itudoc fonts`
pub(crate) const FONTS: Commands = 1 << 6;
/// `itudoc registry`
pub(crate) const REGISTRY: Commands = 1 << 7;
/// `itudoc doctor`
pub(crate) const DOCTOR: Commands = 1 << 8;
/// `itudoc pack`
pub(crate) const PACK: Commands = 1 << 9;

/// `itudoc review`
pub(crate) const REVIEW: Commands = 1 << 10;

/// The commands that make documents.
const MAKING: Commands = CONVERT | WATCH;
/// The commands that read contributions.
const READING: Commands = MAKING | CHECK | INSPECT | RECOVER | PACK | REVIEW;

/// Every command that has settings, with its name, as the page of the settings tells it.
#[cfg(test)]
pub(crate) const COMMANDS: [(Commands, &str); 11] = [
    (CONVERT, "convert"),
    (WATCH, "watch"),
    (CHECK, "check"),
    (INSPECT, "inspect"),
    (RECOVER, "recover"),
    (TEMPLATE, "template"),
    (FONTS, "fonts"),
    (REGISTRY, "registry"),
    (DOCTOR, "doctor"),
    (REVIEW, "review"),
    (PACK, "pack"),
];

/// What a setting is about: a heading of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SettingsSection {
    /// Where outputs go and what they are.
    Outputs,
    /// What the documents are.
    Documents,
    /// What is known besides the documents.
    Materials,
    /// What is checked.
    Checks,
    /// How the run goes.
    Run,
}

impl SettingsSection {
    /// All, in the order in which they are shown.
    #[cfg(test)]
    pub(crate) const ALL: [SettingsSection; 5] = [
        SettingsSection::Outputs,
        SettingsSection::Documents,
        SettingsSection::Materials,
        SettingsSection::Checks,
        SettingsSection::Run,
    ];

    /// Its heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            SettingsSection::Outputs => "The outputs",
            SettingsSection::Documents => "The documents",
            SettingsSection::Materials => "Templates, fonts, texts in force",
            SettingsSection::Checks => "The checks",
            SettingsSection::Run => "The run",
        }
    }
}

/// A setting: everything about it but its type, which its row knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting {
    /// The key in `itudoc.toml`, and the long flag after `--`.
    pub key: &'static str,
    help: &'static str,
    /// What its value is called in the help.
    pub value_name: &'static str,
    /// What holds where nobody sets it.
    pub default: &'static str,
    /// The short flag.
    pub short: Option<char>,
    /// Another long flag.
    pub alias: Option<&'static str>,
    /// What it is about.
    pub section: SettingsSection,
    /// The commands that heed it.
    pub commands: Commands,
    /// It belongs to one call and can stand on the command line only.
    pub flag_only: bool,
    /// How several values stand in one string.
    pub join: Join,
    /// Whether the flag stands alone.
    pub switch: bool,
    /// The names to choose from; none where anything may stand.
    pub names: fn() -> Vec<ValueName>,
    pub(super) slot: fn(&mut Settings) -> &mut dyn SettingSlot,
    pub(super) seen: fn(&Settings) -> &dyn SettingSlot,
}

impl Setting {
    /// What it does, as one paragraph.
    pub(crate) fn help(&self) -> String {
        let mut help = String::with_capacity(self.help.len());
        for word in self.help.split_ascii_whitespace() {
            if !help.is_empty() {
                help.push(' ');
            }
            help.push_str(word);
        }
        help
    }

    /// Its environment variable: `ITUDOC_FONT_PATH` for `font-path`.
    pub(crate) fn variable(&self) -> String {
        format!("ITUDOC_{}", self.key.replace('-', "_").to_uppercase())
    }

    /// Whether it bears on outputs, and so is the same for all who work on one run.
    pub(crate) fn is_shared(&self) -> bool {
        self.section != SettingsSection::Run && self.key != "output"
    }

    /// Whether a value can be read; what is wrong with it where not.
    pub(crate) fn try_words(&self, words: &[std::ffi::OsString]) -> Result<(), String> {
        (self.slot)(&mut Settings::default()).read(words)
    }
}

macro_rules! settings {
    ($($(#[doc = $help:literal])+ $key:literal $field:ident : $type:ty { $($column:ident : $cell:expr),+ $(,)? })+) => {
        /// The settings, each `None` where nobody gives it.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub(crate) struct Settings {
            $($(#[doc = $help])+ pub(crate) $field: Option<$type>,)+
        }

        /// All settings, in the order in which they are shown.
        pub(crate) static SETTINGS: &[Setting] = &[$(Setting {
            $($column: $cell,)+
            ..Setting {
                key: $key,
                help: concat!($($help, "\n"),+),
                value_name: "",
                default: "",
                short: None,
                alias: None,
                section: SettingsSection::Run,
                commands: 0,
                flag_only: false,
                join: <$type as SettingValue>::JOIN,
                switch: <$type as SettingValue>::SWITCH,
                names: <$type as SettingValue>::names,
                slot: |settings| &mut settings.$field,
                seen: |settings| &settings.$field,
            }
        }),+];
    };
}

settings! {
    /// Folder for the outputs
    "output" output: PathBuf {
        value_name: "DIR", short: Some('o'), default: "none", section: SettingsSection::Outputs,
        commands: MAKING | PACK | REVIEW,
    }
    /// What to make of each file; docx, pdf and json where nothing is given
    "to" to: ListOf<OutputKind> {
        value_name: "KIND", alias: Some("format"), default: "docx, pdf, json", section: SettingsSection::Outputs,
        commands: MAKING | REVIEW,
    }
    /// What to call the outputs: as the input is called, or as the Union calls the document
    /// (S14-PP-C-0070!!MSW-C.docx); as the input where nothing is given, or where the text does not
    /// say what the official name takes
    "name" name: OutputNaming {
        value_name: "NAMES", default: "input", section: SettingsSection::Outputs, commands: MAKING | REVIEW,
    }
    /// Official form, by its name; chosen from the text where none is given
    "template" template: String {
        value_name: "NAME", default: "chosen from the text", section: SettingsSection::Documents,
        commands: MAKING | CHECK | REVIEW | FONTS,
    }
    /// What is known of the documents besides their text, over what NAME.toml beside each says:
    /// agenda-item, conference, date, document, meeting, original, source, template, title; may be
    /// given again
    "set" set: Repeated {
        value_name: "KEY=VALUE", default: "nothing", section: SettingsSection::Documents, commands: READING,
        flag_only: true,
    }
    /// Language of the documents (ar, zh, en, fr, ru, es); found from the text where none is given
    "lang" lang: Language {
        value_name: "LANG", default: "found from the text", section: SettingsSection::Documents,
        commands: READING | FONTS,
    }
    /// Text with its revision marks, as if all were accepted, or as if all were rejected
    "view" view: View {
        value_name: "VIEW", default: "marked", section: SettingsSection::Documents,
        commands: MAKING | CHECK | INSPECT,
    }
    /// How far revision marks that were lost are recovered
    "recover" recover: Extent {
        value_name: "EXTENT", default: "all", section: SettingsSection::Documents,
        commands: MAKING | CHECK | INSPECT | PACK,
    }
    /// At which marks comments of itudoc are put
    "comments" comments: Comments {
        value_name: "MARKS", default: "doubtful", section: SettingsSection::Documents,
        commands: MAKING | INSPECT,
    }
    /// Publish: refused while a doubtful mark is undecided or a warning neither mended nor waived; comments,
    /// authors of marks and hidden words are left out, the decisions are logged beside the outputs, and the
    /// document is locked until it is reopened
    "final" is_final: bool {
        default: "false", section: SettingsSection::Documents, commands: CONVERT, flag_only: true,
    }
    /// Who decides and publishes, for the log of decisions
    "by" by: String {
        value_name: "NAME", default: "nobody named; review: the system's user", section: SettingsSection::Documents,
        commands: CONVERT | REVIEW,
    }
    /// Standard that PDFs follow; a-2a where none is given
    "pdf-standard" pdf_standard: PdfStandard {
        value_name: "STANDARD", default: "a-2a", section: SettingsSection::Documents,
        commands: MAKING | REVIEW,
    }
    /// Folder of templates over the ones built in
    "templates" templates: PathBuf {
        value_name: "DIR", default: "built in", section: SettingsSection::Materials,
        commands: MAKING | CHECK | TEMPLATE | FONTS | DOCTOR | PACK | REVIEW,
    }
    /// Folder of fonts to use besides the ones built in; may be given again
    "font-path" font_path: Folders {
        value_name: "DIR", default: "built in", section: SettingsSection::Materials,
        commands: MAKING | CHECK | FONTS | DOCTOR | PACK | REVIEW,
    }
    /// Use the machine's fonts too; the PDF then depends on the machine
    "system-fonts" system_fonts: bool {
        default: "false", section: SettingsSection::Materials,
        commands: MAKING | CHECK | FONTS | DOCTOR | PACK | REVIEW,
    }
    /// What becomes of a file with characters that no font has; refuse where nothing is given
    "missing-glyphs" missing_glyphs: MissingGlyphs {
        value_name: "CHOICE", default: "refuse", section: SettingsSection::Materials,
        commands: MAKING | CHECK | PACK | REVIEW,
    }
    /// Texts in force (text or Word), to compare amended texts with: a file, or a folder of them
    "base" base: PathBuf {
        value_name: "PATH", default: "none", section: SettingsSection::Materials, commands: READING,
    }
    /// Texts as they were adopted after the contribution (text or Word), a file or a folder of them: with the
    /// texts in force, deletions are seen that left no trace
    "adopted" adopted: PathBuf {
        value_name: "PATH", default: "none", section: SettingsSection::Materials, commands: READING,
    }
    /// Your own Word template (.docx, .dotx): Word documents get its styles, theme, fonts, page,
    /// headers and footers; its text is not used, and PDFs keep the official form
    "reference-doc" reference_doc: PathBuf {
        value_name: "FILE", default: "none", section: SettingsSection::Materials,
        commands: MAKING | REVIEW,
    }
    /// A picture (PNG, JPEG, EMF) for the head of the first page, two centimetres high unless the form says
    /// otherwise; none is built in
    "emblem" emblem: PathBuf {
        value_name: "FILE", default: "none", section: SettingsSection::Materials,
        commands: MAKING | REVIEW,
    }
    /// Your own conferences, places, Member States and instruments, over the ones built in (a file of
    /// the form of `templates/registry`)
    "registry" registry: PathBuf {
        value_name: "FILE", default: "built in", section: SettingsSection::Materials, commands: READING | REGISTRY | DOCTOR,
    }
    /// Your own words of the languages, over the ones built in (a file of the tables of
    /// `templates/lexicon`; see templates/README.md)
    "lexicon" lexicon: PathBuf {
        value_name: "FILE", default: "built in", section: SettingsSection::Materials, commands: READING,
    }
    /// Which program reads old Word files (.doc); LibreOffice those of which the built-in reader is not
    /// sure, where nothing is given and it is installed
    "doc-helper" doc_helper: DocHelper {
        value_name: "WHICH", default: "auto", section: SettingsSection::Materials, commands: READING,
    }
    /// What the check is for: registering a contribution, publishing a document, putting it away
    "mode" mode: Mode {
        value_name: "MODE", default: "publish", section: SettingsSection::Checks, commands: MAKING | CHECK,
    }
    /// Only these rules: codes, or the beginnings of codes (REF, STR002)
    "select" select: ListOf<String> {
        value_name: "CODE", default: "all", section: SettingsSection::Checks, commands: CHECK,
    }
    /// Not these rules
    "ignore" ignore: ListOf<String> {
        value_name: "CODE", default: "none", section: SettingsSection::Checks, commands: CHECK,
    }
    /// The least severity that makes the exit status 1
    "fail-on" fail_on: FailOn {
        value_name: "SEVERITY", default: "warning", section: SettingsSection::Checks, commands: CHECK,
    }
    /// Files at a time; one for each processor where none is given
    "jobs" jobs: NonZeroUsize {
        value_name: "N", short: Some('j'), default: "one for each processor",
        commands: MAKING | CHECK | PACK | REVIEW,
    }
    /// Convert each file in a process of its own, with a bound on its memory: one that exhausts it, or never
    /// ends, costs no other file. Watch does so unless told otherwise; review so tries each file before it
    /// reads it
    "own-process" own_process: bool {
        default: "false; watch, review: true", commands: MAKING | REVIEW,
    }
    /// Longest that one file may take; 60 where nothing is given. A file that takes longer is refused; a
    /// step that cannot be left runs to its end, unless the file has a process of its own
    "time-limit" time_limit: NonZeroU64 {
        value_name: "SECONDS", default: "60", commands: READING,
    }
    /// Language in which findings and review sheets speak to a person: fr, zh and ar have every message, es and ru
    /// what each rule says. Codes, severities and the forms for programs are the same in all
    "messages" messages: Language {
        value_name: "LANG", default: "en", commands: MAKING | CHECK | PACK,
    }
    /// How to show findings: summary where `convert` or `watch` is not told, human where `check` is not
    "output-format" output_format: FindingsForm {
        value_name: "FORMAT", default: "summary; check: human", commands: MAKING | CHECK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits;

    #[test]
    fn every_row_is_whole() {
        for row in SETTINGS {
            assert!(row.commands != 0 && !row.default.is_empty() && !row.help().is_empty(), "{}", row.key);
            assert!(row.switch || !row.value_name.is_empty(), "{}", row.key);
            assert_eq!(SETTINGS.iter().filter(|other| other.key == row.key).count(), 1, "{}", row.key);
        }
        let limit = SETTINGS.iter().find(|row| row.key == "time-limit").map(|row| row.default);
        assert_eq!(limit, Some(limits::FILE_SECONDS.to_string().as_str()));
    }
}
