//! Ids of the styles that every template has: what `compose` names and the writers print.
//!
//! The ids are Word's, as ITU's own files carry them (T-RES-T.1-2016 and others, `word/styles.xml`);
//! those of the masthead and of cover-note entries are this project's.

macro_rules! style_ids {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        $(
            $(#[$doc])*
            #[allow(dead_code, reason = "every template has the style; the forms alone name some")]
            pub(crate) const $name: &str = $id;
        )*

        /// All of them; a template that lacks one is refused.
        pub(crate) const ALL: &[&str] = &[$($id),*];
    };
}

style_ids! {
    /// Body text.
    NORMAL = "Normal";
    /// First paragraph after a title, and an instrument's opening formula.
    NORMAL_AFTER_TITLE = "Normalaftertitle";
    /// Who submits the contribution.
    SOURCE = "Source";
    /// Title of the contribution.
    TITLE_1 = "Title1";
    /// Second line of titles.
    TITLE_2 = "Title2";
    /// Third line of titles.
    TITLE_3 = "Title3";
    /// Agenda item.
    AGENDA_ITEM = "Agendaitem";
    /// Line of a proposal: symbol and identifier.
    PROPOSAL = "Proposal";
    /// Reasons for a proposal.
    REASONS = "Reasons";
    /// Number line of a resolution, decision or recommendation.
    RES_NO = "ResNo";
    /// Its title.
    RES_TITLE = "Restitle";
    /// Reference under its title.
    RES_REF = "Resref";
    /// Call: `recalling`, `resolves`.
    CALL = "Call";
    /// Item of the first level.
    ENUM_1 = "enumlev1";
    /// Item of the second level.
    ENUM_2 = "enumlev2";
    /// Item of the third level and below.
    ENUM_3 = "enumlev3";
    /// Entry of a cover note: `ADD` and the text added.
    ENTRY = "Entry";
    /// Entry whose text carries a label.
    ENTRY_LABELLED = "Entrylabelled";
    /// Item under an entry.
    ENTRY_ITEM = "Entryitem";
    /// Heading of a section.
    HEADING_1 = "Heading1";
    /// Heading inside a section.
    HEADING_2 = "Heading2";
    /// Heading one deeper.
    HEADING_3 = "Heading3";
    /// Heading one deeper.
    HEADING_4 = "Heading4";
    /// Heading one deeper.
    HEADING_5 = "Heading5";
    /// Heading one deeper.
    HEADING_6 = "Heading6";
    /// Heading one deeper.
    HEADING_7 = "Heading7";
    /// Heading one deeper.
    HEADING_8 = "Heading8";
    /// Heading one deeper.
    HEADING_9 = "Heading9";
    /// Heading with no number, bold.
    HEADING_B = "Headingb";
    /// Heading with no number, italic.
    HEADING_I = "Headingi";
    /// Number of a part.
    PART_NO = "PartNo";
    /// Title of a part.
    PART_TITLE = "Parttitle";
    /// Number line of an article or provision.
    ART_NO = "ArtNo";
    /// Its title.
    ART_TITLE = "Arttitle";
    /// Number of an annex.
    ANNEX_NO = "AnnexNo";
    /// Title of an annex.
    ANNEX_TITLE = "Annextitle";
    /// Cell of a table's heading row.
    TABLE_HEAD = "Tablehead";
    /// Cell of a table.
    TABLE_TEXT = "Tabletext";
    /// Number of a section of a text of the Union.
    SECTION_NO = "SectionNo";
    /// Its title.
    SECTION_TITLE = "Sectiontitle";
    /// Number of a chapter.
    CHAP_NO = "ChapNo";
    /// Its title.
    CHAP_TITLE = "Chaptitle";
    /// Date under a resolution's title.
    RES_DATE = "Resdate";
    /// Number of a recommendation.
    REC_NO = "RecNo";
    /// Its title.
    REC_TITLE = "Rectitle";
    /// Reference under its title.
    REC_REF = "Recref";
    /// Date under its title.
    REC_DATE = "Recdate";
    /// Number of a question.
    QUESTION_NO = "QuestionNo";
    /// Its title.
    QUESTION_TITLE = "Questiontitle";
    /// Reference under its title.
    QUESTION_REF = "Questionref";
    /// Date under its title.
    QUESTION_DATE = "Questiondate";
    /// Number of a report.
    REP_NO = "RepNo";
    /// Its title.
    REP_TITLE = "Reptitle";
    /// Reference under its title.
    REP_REF = "Repref";
    /// Date under its title.
    REP_DATE = "Repdate";
    /// Heading of a section, first level.
    SECTION_1 = "Section1";
    /// Second level.
    SECTION_2 = "Section2";
    /// Heading inside an article.
    ART_HEADING = "Artheading";
    /// Reference under a part's title.
    PART_REF = "Partref";
    /// Reference under an annex's title.
    ANNEX_REF = "Annexref";
    /// Reference under an appendix's title.
    APPENDIX_REF = "Appendixref";
    /// Displayed formula with its number at the edge.
    EQUATION = "Equation";
    /// What the letters of a formula mean.
    EQUATION_LEGEND = "Equationlegend";
    /// Reference under a table's number.
    TABLE_REF = "Tableref";
    /// Figure that has no title.
    FIGURE_WITHOUT_TITLE = "Figurewithouttitle";
    /// Number of a table.
    TABLE_NO = "TableNo";
    /// Its title.
    TABLE_TITLE = "Tabletitle";
    /// Number and title of a table on one line.
    TABLE_NO_TITLE = "TableNoTitle";
    /// Legend of a table.
    TABLE_LEGEND = "Tablelegend";
    /// Paragraph that holds a picture.
    FIGURE = "Figure";
    /// Number of a figure.
    FIGURE_NO = "FigureNo";
    /// Its title.
    FIGURE_TITLE = "Figuretitle";
    /// Number and title of a figure on one line.
    FIGURE_NO_TITLE = "FigureNoTitle";
    /// Legend of a figure.
    FIGURE_LEGEND = "Figurelegend";
    /// Title of a list of references.
    REF_TITLE = "Reftitle";
    /// Entry of a list of references.
    REF_TEXT = "Reftext";
    /// Number and title of an annex on one line.
    ANNEX_NO_TITLE = "AnnexNoTitle";
    /// Number of an appendix.
    APPENDIX_NO = "AppendixNo";
    /// Its title.
    APPENDIX_TITLE = "Appendixtitle";
    /// Number and title of an appendix on one line.
    APPENDIX_NO_TITLE = "AppendixNoTitle";
    /// Head of a contents list: the word over its page numbers.
    TOC_0 = "toc0";
    /// Entry of a list of figures or tables.
    TABLE_OF_FIGURES = "TableofFigures";
    /// Entry of a contents list, first level.
    TOC_1 = "TOC1";
    /// Second level.
    TOC_2 = "TOC2";
    /// Third level.
    TOC_3 = "TOC3";
    /// Note in the body.
    NOTE = "Note";
    /// Text of a footnote.
    FOOTNOTE_TEXT = "FootnoteText";
    /// Running header.
    HEADER = "Header";
    /// Footer.
    FOOTER = "Footer";
    /// Footer of the first page.
    FIRST_FOOTER = "FirstFooter";
    /// Rule that ends a document.
    END_RULE = "Endrule";
    /// Name of the conference in the masthead.
    MASTHEAD_CONFERENCE = "Mastheadconference";
    /// Its place and dates.
    MASTHEAD_PLACE = "Mastheadplace";
    /// Committee or plenary.
    MASTHEAD_MEETING = "Mastheadmeeting";
    /// Number of the document.
    DOCNUMBER = "Docnumber";
    /// Date of the document.
    DOCDATE = "Docdate";
    /// Language of the original.
    DOCORIGINAL = "Docoriginal";
    /// Emblem at the head of the document.
    EMBLEM = "Emblem";
}

/// The id as a static string; `None` for one that no template has to have.
pub(crate) fn known(id: &str) -> Option<&'static str> {
    ALL.iter().copied().find(|known| *known == id)
}
