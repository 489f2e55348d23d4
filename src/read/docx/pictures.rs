//! Pictures: the parts that the text shows, as bytes with their media type.
//!
//! Never decoded here. What a picture is, its first bytes say, not its name.

use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::limits;
use crate::read::facts::pictures::Album;
use crate::read::facts::types::WordPicture;
use crate::read::package::InputPackage;
use crate::text::Picture;

/// First bytes of the formats that Word shows.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\x01\0\0\0", "image/x-emf"),
    (b"\xD7\xCD\xC6\x9A", "image/x-wmf"),
    (b"\x01\0\x09\0\0\x03", "image/x-wmf"),
    (b"<svg", "image/svg+xml"),
    (b"<?xml", "image/svg+xml"),
    (b"\xEF\xBB\xBF<", "image/svg+xml"),
    (b"\x1F\x8B", "image/x-emz"),
    (b"\0\0\0\x0CjP  ", "image/jp2"),
];

/// What a picture is.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match known {
        Some((_, media_type)) => media_type,
        None if webp => "image/webp",
        None => "application/octet-stream",
    }
}

/// Takes in the pictures that the text refers to.
///
/// # Errors
/// A damaged part or a bound met.
pub(crate) fn collect(
    package: &mut InputPackage<'_>,
    references: Vec<WordPicture>,
) -> Result<Album, Refusal> {
    let mut album = Album::default();
    let mut total = 0u64;
    for reference in references {
        let bytes = match reference.part.as_deref() {
            Some(part) => package.part(part)?,
            None => None,
        };
        let Some(bytes) = bytes else {
            album.missing += 1;
            album.places.push(None);
            continue;
        };
        total += bytes.len() as u64;
        if total > limits::PICTURE_BYTES {
            return Err(Refusal::over(message!("the pictures"), limits::PICTURE_BYTES, message!("bytes")));
        }
        let media_type = media_type(&bytes).into();
        album.places.push(u32::try_from(album.pictures.len()).ok());
        album.pictures.push(Picture {
            bytes,
            media_type,
            width: reference.width,
            height: reference.height,
            description: reference.description,
            view: reference.view,
        });
    }
    Ok(album)
}
