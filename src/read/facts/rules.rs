//! What the Word reader reports: one rule for each thing it does not carry as it stands.

use crate::diagnostics::{Rule, Severity};

const STANDARD: &str = "ECMA-376, Office Open XML; support table at the head of `read::docx`";

macro_rules! rules {
    ($($ident:ident = $code:literal $name:literal $severity:ident, $what:literal, $why:literal, $example:literal, $remedy:literal;)*) => {
        $(
            #[doc = $what]
            pub(crate) static $ident: Rule = Rule {
                code: $code, name: $name, severity: Severity::$severity, what: $what, why: $why,
                example: $example, remedy: $remedy, source: STANDARD,
            };
        )*
        /// All rules of the reader.
        pub(crate) static RULES: &[&Rule] = &[$(&$ident),*];
    };
}

rules! {
    EQUATION = "WRD001" "equation-as-text" Warning,
        "An equation is shown as the line of its characters.",
        "Fractions, roots and limits lose their form, so the formula can be misread.",
        "A fraction a over b is shown as ab.",
        "Compare each equation with the submission, or ask for it as a picture.";
    OBJECT = "WRD002" "object-not-carried" Warning,
        "An embedded object, chart, diagram or control is not carried; its preview is, where there is one, and that is information only.",
        "What a reader sees of it in Word can be part of the proposal.",
        "A chart leaves the placeholder […].",
        "Ask for the object as a picture or a table.";
    EXTERNAL = "WRD003" "external-target" Information,
        "The file refers to something outside of it, which is never opened.",
        "Opening it could disclose that and where the file is read, and bring in text that nobody submitted.",
        "A linked picture, an attached template.",
        "If the thing is part of the submission, ask for a file that holds it.";
    MACROS = "WRD004" "macros-dropped" Information,
        "The file holds macros; none is copied or run.",
        "An official document carries no programs.",
        "vbaProject.bin in a .docm.",
        "None needed.";
    NESTED_TABLE = "WRD005" "table-in-cell" Warning,
        "A table inside a cell is shown as paragraphs of that cell.",
        "All words are kept, but which stood beside which is lost.",
        "A two-by-two table in a cell gives four paragraphs.",
        "Compare the cell with the submission.";
    TEXT_BOX = "WRD006" "text-box-moved" Information,
        "The text of a text box stands after the paragraph that anchors it.",
        "A text box floats in Word; an official document has running text.",
        "A boxed note beside a paragraph follows it.",
        "Check that it stands where it should be read.";
    SYMBOL = "WRD007" "symbol-unknown" Warning,
        "A character of a symbol font has no known equal.",
        "Without that font nobody can tell what it shows.",
        "U+F0FB of Wingdings 2.",
        "Replace the character in the submission.";
    MISSING = "WRD008" "reference-without-target" Warning,
        "A note, comment or picture that the text refers to is not in the file.",
        "Something the author saw may have been lost before it came here.",
        "A footnote reference whose number no footnote has.",
        "Ask for the file again.";
    PROPERTY_CHANGE = "WRD009" "property-change-not-carried" Information,
        "A marked change of table or section properties is taken as accepted.",
        "It changes no word.",
        "A table's width was changed with revision marks on.",
        "None needed.";
    HIDDEN = "WRD010" "hidden-text" Warning,
        "Hidden text of the file is set aside.",
        "Nobody who opens the file in Word sees it, so it is not published; the report lists it.",
        "A note to the secretariat, or the number of a list, formatted as hidden.",
        "Make the text visible in the submission if it is meant for print.";
    RUBY = "WRD011" "pronunciation-guide" Information,
        "A pronunciation guide is shown raised, before its base text.",
        "Both texts are kept; their places above one another are not.",
        "漢字 with かんじ above it.",
        "None needed.";
    CONTROL = "WRD012" "control-character-in-word" Information,
        "A control character was taken out of the text.",
        "No document may carry it, and it shows nothing.",
        "U+0001 in a run.",
        "None needed.";
    UNREFERENCED = "WRD013" "note-without-reference" Information,
        "The file holds a note or comment to which no place in the text refers; Word does not show it.",
        "It is what is left of something deleted.",
        "A footnote whose reference was deleted without revision marks.",
        "None needed.";
    PROMPT = "WRD018" "place-not-filled" Warning,
        "A place of a form was not filled in: its prompt is printed.",
        "The prompt stands where the author's own words were meant to stand.",
        "A macro button [Insert title], or a content control that says \"Click here to enter text\".",
        "Fill the place in the submission, or take the prompt away.";
    MERGED_AWAY = "WRD019" "words-in-merged-cell" Warning,
        "Words in a cell that a merge covers are set aside.",
        "Word does not show them: they are what was left when cells were merged.",
        "A second row with words under a cell that goes down over both rows.",
        "Compare the table with the submission; part the cells if the words are meant for print.";
    NOT_UPDATED = "WRD020" "field-not-updated" Information,
        "A field stores no result and shows nothing until Word updates it.",
        "What it would show is not in the file.",
        "A field DATE without a result, as programs write it.",
        "Update the fields in Word (Ctrl+A, F9) and save the file.";
    AUTOMATIC_NUMBER = "WRD021" "automatic-number" Information,
        "A number of a field AUTONUM, AUTONUMLGL, AUTONUMOUT or LISTNUM was counted anew.",
        "Word stores no such number; where lists are named, it may count otherwise.",
        "Paragraphs numbered by fields in an old document.",
        "Compare the numbers with what Word shows.";
    CHUNK = "WRD022" "document-in-document" Information,
        "A document inside the file was read by the reader of its own format.",
        "Word takes such a document in when it opens the file.",
        "A report that a program wrote as HTML into a Word file.",
        "None needed; open the file in Word and save it to take the document in.";
    INNER_NOTE = "WRD023" "note-in-note" Information,
        "A note or comment inside another one is shown in brackets.",
        "An official document has no notes on notes.",
        "A footnote whose reference stands in a comment.",
        "None needed.";
    MADE_NORMAL = "WRD032" "format-made-normal" Information,
        "Alignment, colour, highlighting, drawn lines or columns of the file are not in the official document.",
        "The official form says how every paragraph looks; what a colour was meant to say is lost with it.",
        "A sentence in red, a line at the right margin, a list of names in two columns.",
        "Say in words what a colour was meant to say.";
    PAGE_REFERENCE = "WRD033" "page-number-as-stored" Warning,
        "The text names the page on which something stands (a field PAGEREF outside a contents list). It is made anew for the \
         official document where the file has the place; else it is printed as the file stores it, and that is a warning.",
        "The official document has other pages: by the number of the file the reader is led to the wrong one.",
        "`see page 12` in a report whose section now begins on page 9.",
        "Name the section instead of its page, or correct the number in the official document.";
    STALE_REFERENCE = "WRD034" "cross-reference-stale" Warning,
        "A cross-reference (a field REF or NOTEREF) does not show what the place that it leads to says, or the file has no such \
         place. Its words are printed as the file stores them.",
        "Word makes cross-references anew only when it is asked to: an author who moved a table may still refer to it by its old number.",
        "`see Table 3`, where the caption that the field points at now says Table 4.",
        "Update the fields in Word (Ctrl+A, F9) and save the file, or correct the reference.";
    SCAN = "WRD024" "text-in-picture" Warning,
        "A picture is as large as a page, or the file shows pictures and no words: a scan, as it seems.",
        "Words in a picture are not read: they are not compared, not checked, not found by a search.",
        "A signed letter that was scanned and put into a Word file.",
        "Ask for the text itself, or have the picture read by a program for that (OCR) and checked by a person.";
    NUMBER_FORMAT = "WRD030" "number-format-unknown" Warning,
        "A list counts in a format that is not known; its numbers are shown in digits.",
        "Word shows other numbers, by which the text may refer to its items.",
        "A custom format of Georgian letters.",
        "Compare the numbers with the submission, or ask for a list in a common format.";
    NUMBER_LANGUAGE = "WRD035" "number-language-unknown" Warning,
        "A list counts in words (ordinal, ordinalText, cardinalText), and their language is none of the six, or neither the file nor its text tells it; they are in English.",
        "Word writes them in the language of the paragraph.",
        "A list `First`, `Second` in a German text, where Word shows `Erste`, `Zweite`.",
        "Compare the numbers with the submission, or give the language (`--language`).";
}
