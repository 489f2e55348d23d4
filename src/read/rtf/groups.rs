//! What holds in a group, and what a group is for.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::read::facts::types::{ParagraphProperties, RunProperties, SymbolFont};

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Destination {
    /// Text of the story that is open.
    #[default]
    Story,
    /// Not shown.
    Skipped,
    /// Names of fonts.
    Fonts,
    /// Names of styles.
    Styles,
    /// Names of authors.
    Authors,
    /// Definitions of lists and their uses.
    Lists,
    /// The number of a paragraph as Word 6 and 95 say it, and what stands before and after its count.
    OldNumber,
    OldNumberBefore,
    OldNumberAfter,
    /// The document's title.
    Title,
    /// The document's author.
    Author,
    /// A field's instruction.
    Instruction,
    /// What a form field holds before it is filled in.
    FormDefault,
    /// An entry of a form field's list.
    FormEntry,
    /// A property of a shape.
    Property,
    /// Its name.
    PropertyName,
    /// Its value.
    PropertyValue,
    /// A comment's author.
    CommentAuthor,
    /// A comment's initials.
    CommentInitials,
    /// A comment's date.
    CommentDate,
    /// The words and digits of a picture.
    Picture,
    /// Runs and properties of a formula.
    Mathematics,
    /// The name of the range whose beginning stands here.
    RangeStart,
    /// The name of a place that begins or ends here.
    Place,
    /// The name of the range that a comment is about.
    CommentRange,
}

/// What is done when a group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum GroupEnding {
    /// Nothing.
    #[default]
    Nothing,
    /// A story of its own ends.
    Story(StoryKind),
    /// A field ends.
    Field,
    /// An entry of a table of names ends.
    Entry,
    /// A property of a shape ends.
    Property,
    /// A picture ends.
    Picture,
    /// An element of a formula ends.
    Mathematics,
    /// A drawn shape ends.
    Shape,
    /// What is said of a paragraph's number ends.
    OldNumber,
    /// The beginning of a comment's range.
    RangeStart,
    /// A place begins.
    PlaceStart,
    /// A place ends.
    PlaceEnd,
}

/// Stories inside the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoryKind {
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// A comment.
    Comment,
    /// A header or footer.
    Furniture,
    /// A text box.
    TextBox,
}

/// A mark as the file gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FormatChange {
    /// In force.
    pub on: bool,
    /// Index in the table of authors.
    pub author: u32,
    /// Packed date.
    pub date: u32,
}

/// What holds in a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupState {
    /// What its text is.
    pub destination: Destination,
    /// What is done when it ends.
    pub ending: GroupEnding,
    /// The next word names a destination that may be skipped.
    pub optional: bool,
    /// Character format.
    pub run: RunProperties,
    /// Paragraph format.
    pub paragraph: ParagraphProperties,
    /// The paragraph stands in a table.
    pub in_table: bool,
    /// In how many tables, one inside the other; 0 where that is not said.
    pub depth: usize,
    /// The paragraph mark here hides itself (`\spv`).
    pub runs_on: bool,
    /// Inserted.
    pub insertion: FormatChange,
    /// Deleted.
    pub deletion: FormatChange,
    /// Moved away from here, moved to here.
    pub moved: (bool, bool),
    /// Author and date of the move.
    pub mover: FormatChange,
    /// Encoding of bytes; `None` for the document's.
    pub encoding: Option<&'static Encoding>,
    /// Characters that stand in for one `\u`.
    pub substitutes: usize,
    /// It is a pair of which the second half, `\ud`, is read (RTF 1.9.1, "Unicode RTF").
    pub paired: bool,
}

impl Default for GroupState {
    fn default() -> Self {
        Self {
            destination: Destination::Story,
            ending: GroupEnding::Nothing,
            optional: false,
            run: RunProperties::default(),
            paragraph: ParagraphProperties::default(),
            in_table: false,
            depth: 0,
            runs_on: false,
            insertion: FormatChange::default(),
            deletion: FormatChange::default(),
            moved: (false, false),
            mover: FormatChange::default(),
            encoding: None,
            substitutes: 1,
            paired: false,
        }
    }
}

/// A font.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RtfFont {
    /// Encoding that its character set says.
    pub encoding: Option<&'static Encoding>,
    /// Its signs, where it is a symbol font.
    pub symbols: Option<SymbolFont>,
}

/// The encoding of a document that names none.
pub(super) const DEFAULT: &Encoding = WINDOWS_1252;
