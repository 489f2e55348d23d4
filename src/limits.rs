//! Every numeric bound, with its reason. Each leaves at least ten times the room that the most
//! demanding real document needs, so that only a hostile or broken file meets one: measured on 631
//! files, ITU's own among them; `cargo test --release corpus -- --ignored --nocapture`
//! prints the share of each. Work is linear in the bytes read, so the bounds on size bound the time
//! too; [`FILE_SECONDS`] alone is kept by a clock, that of [`crate::batch`].

/// Largest input file, bytes. The largest real ITU file seen is 2.4 MB.
pub(crate) const INPUT_BYTES: u64 = 256 << 20;

/// Largest file that says something beside an input (`NAME.toml`, `NAME.review.toml`), bytes: a review of
/// ten thousand marks has two megabytes.
pub(crate) const NOTES_BYTES: u64 = 8 << 20;

/// Largest file of settings, words of a language or the registry, bytes. The registry built in has 0.2 MB.
pub(crate) const DATA_BYTES: u64 = 16 << 20;

/// Largest font file, bytes. The largest in use, collections of a Chinese superfamily, have 120 MB.
pub(crate) const FONT_BYTES: u64 = 256 << 20;

/// Most faces of a font collection. The largest in use has 300.
pub(crate) const FONT_FACES: u32 = 1_000;

/// Largest file of the manifest, bytes: the entries of a hundred thousand files have 90 MB.
pub(crate) const MANIFEST_BYTES: u64 = 1 << 30;

/// Most memory that the outputs of one document may take, bytes, told by counting before they are made
/// (`pipeline::weight`). The most demanding real one comes to 190 MB.
pub(crate) const FILE_MEMORY: u64 = 560 << 20;

/// Memory of a process that converts one file at a time (`--own-process`), bytes that it may write to.
pub(crate) const PROCESS_MEMORY: u64 = 600 << 20;

/// Longest that one file of a batch may take, seconds on the wall, where nothing else is asked for.
/// A contribution of 15 pages takes 0.03; long files and busy machines get the rest.
pub(crate) const FILE_SECONDS: u64 = 60;

/// Longest that LibreOffice may take for one old Word file, seconds on the wall. It needs 1 to 4,
/// started anew on a busy machine.
pub(crate) const OFFICE_SECONDS: u64 = 60;

/// Longest form that the review page takes, bytes. Its longest, all facts of a masthead, has a few thousand.
#[cfg(feature = "review")]
pub(crate) const FORM_BYTES: usize = 256 << 10;

/// Most files that are unpacked of one archive or mail. A conference's whole inbound day has some hundreds.
#[cfg(feature = "review")]
pub(crate) const UNPACKED_FILES: usize = 2_000;

/// Most bytes that are unpacked of one archive or mail.
#[cfg(feature = "review")]
pub(crate) const UNPACKED_BYTES: u64 = 1 << 30;

/// Most entries of a zip package. The largest real package has 56.
pub(crate) const PACKAGE_ENTRIES: usize = 2_000;

/// Largest part, bytes as really inflated. The largest real part has 12.6 MB.
pub(crate) const PART_BYTES: u64 = 128 << 20;

/// All parts that are read, bytes as really inflated. The largest real package holds 27 MB.
pub(crate) const PACKAGE_BYTES: u64 = 512 << 20;

/// Inflated bytes of a package below which compression is not looked at. Real parts compress up to
/// 142 to 1 and deflate can do no more than 1,032 to 1, so a ratio says little of a small file.
pub(crate) const RATIO_GRACE_BYTES: u64 = 48 << 20;

/// Most inflated bytes for one byte of input past the grace: the best real whole package has 38.
pub(crate) const RATIO: u64 = 400;

/// Deepest nesting of XML elements. The deepest real part has 45.
pub(crate) const XML_DEPTH: usize = 512;

/// Most attributes of one element, namespace declarations included. The most seen is 36.
pub(crate) const XML_ATTRIBUTES: usize = 400;

/// Most namespaces that are declared around one element. Each name is looked up among them, so without
/// a bound elements deep inside others would cost as the square of a file. The most seen is 38.
pub(crate) const XML_NAMESPACES: usize = 1_000;

/// Longest single piece of XML (a tag, a stretch of text), bytes. Real ones stay under 100 kB.
pub(crate) const XML_TOKEN_BYTES: usize = 8 << 20;

/// Most paragraphs of a document, cells and notes included. The most seen is 15,948.
pub(crate) const PARAGRAPHS: usize = 200_000;

/// Most tables, rows and cells of a document, counted together: an empty cell has no paragraph to be counted.
/// The most seen is 12,000.
pub(crate) const TABLE_PARTS: usize = 400_000;

/// Longest page of HTML, bytes before it is decoded: it is held as it came, as text and as what was read of it.
/// The longest real one has 3 MB.
pub(crate) const PAGE_BYTES: usize = 32 << 20;

/// Longest file that is one XML part (flat packages, Word 2003 XML, Akoma Ntoso), bytes: it is held as it came and as
/// what was read of it, with its pictures as text. The longest real one has 4 MB.
pub(crate) const FLAT_BYTES: u64 = 64 << 20;

/// Most runs of a document, after neighbours of one look are joined. The most seen is 14,326.
pub(crate) const RUNS: usize = 1_000_000;

/// Deepest nesting of tables, and of notes in Rich Text. The deepest real one has 8.
pub(crate) const TABLE_NESTING: usize = 100;

/// Deepest nesting of a formula's elements. Word's own go to 25.
pub(crate) const FORMULA_DEPTH: usize = 128;

/// Most elements of one formula. The most seen is 900.
pub(crate) const FORMULA_ELEMENTS: usize = 20_000;

/// Most elements of all formulas of a document. The most seen is 12,000.
pub(crate) const DOCUMENT_FORMULA_ELEMENTS: usize = 500_000;

/// Longest decoded text, bytes. The longest real one has 1.5 MB.
pub(crate) const TEXT_BYTES: usize = 64 << 20;

/// Pictures of a document, bytes in all, one that is shown twice counted twice: each output may hold them once
/// more, as text a third longer. The most real ones hold is 6 MB.
pub(crate) const PICTURE_BYTES: u64 = 64 << 20;

/// Longest text of a level of a list, characters. Word takes 255 (MS-DOC 2.9.149); the longest real one
/// has 30. Each item of the level repeats it.
pub(crate) const LABEL_CHARACTERS: usize = 255;

/// Pixels of one picture that is decoded to be drawn: an A4 page at 600 dots an inch has 35 million.
pub(crate) const PICTURE_PIXELS: u64 = 40_000_000;

/// Pixels of all pictures of a document that are decoded, 3 bytes each in memory. The most real ones hold
/// is 6 million, and nearly all of theirs go into the PDF as they are.
pub(crate) const DOCUMENT_PIXELS: u64 = 64_000_000;

/// Largest metafile, bytes as really inflated. The largest real one has 3 MB.
pub(crate) const METAFILE_BYTES: u64 = 64 << 20;

/// Most objects of a metafile's table. Word writes fewer than 100.
pub(crate) const METAFILE_OBJECTS: usize = 65_536;

/// Most things that a drawing paints. The largest real one has 30,000.
pub(crate) const DRAWING_ITEMS: usize = 1_000_000;

/// Most pieces of all its outlines: an object of a metafile may be drawn again and again. The largest real
/// drawing has 400,000.
pub(crate) const DRAWING_SEGMENTS: usize = 4_000_000;

/// Most distinct names (styles, languages) of a document. The most seen is 400.
pub(crate) const NAMES: usize = 50_000;

/// Longest chain of styles based on one another. The longest real one has 10; one real file has a
/// style based on itself, which ends its chain.
pub(crate) const STYLE_CHAIN: usize = 200;

/// Most ranges of moves that are open at one place; those beyond are read as marks without a name. Real
/// ones do not overlap.
pub(crate) const OPEN_MOVES: usize = 64;

/// Most named places of a text that are open at one point; what those beyond say is not compared with the fields that
/// show it. Real ones hardly overlap.
pub(crate) const OPEN_PLACES: usize = 64;

/// Deepest nesting of groups in Rich Text. Word writes fewer than 50.
pub(crate) const RTF_GROUPS: usize = 2_000;

/// Deepest nesting of HTML elements. Word's deepest real one has 30; browsers stop at 512.
pub(crate) const HTML_DEPTH: usize = 2_000;

/// Largest emblem of a form, bytes: a picture of two centimetres at 600 dots an inch has a tenth of it.
pub(crate) const EMBLEM_BYTES: u64 = 4 * 1024 * 1024;
