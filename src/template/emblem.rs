//! The emblem at the head of a document.
//!
//! In: the bytes of a picture that a user supplies, by `--emblem` or in a template's folder. Out: an
//! [`Emblem`] that both outputs can show. Never: an emblem of the program's own.

use super::Twips;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::graphics;

/// A picture that stands at the head of the first page.
#[derive(Debug, Clone, PartialEq)]
pub struct Emblem {
    pub(crate) bytes: Vec<u8>,
    pub(crate) media_type: &'static str,
    /// Width over height.
    proportion: f32,
    /// Height on the page, twips.
    pub(crate) height: Twips,
}

/// What Word and PDF both show without another form beside it.
const FORMS: [(&[u8], &str); 3] =
    [(b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xFF\xD8\xFF", "image/jpeg"), (b"\x01\0\0\0", "image/x-emf")];

/// Height where the form gives none, twips: two centimetres.
const HEIGHT: Twips = 1134;
/// Widest emblem, in heights.
const WIDEST: f32 = 4.0;

impl Emblem {
    /// The emblem of a picture's bytes, two centimetres high unless the form says otherwise.
    ///
    /// # Errors
    /// A [`Refusal`] where the bytes are no PNG, JPEG or EMF that can be drawn.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let refused = |found: Message| {
            Refusal::new(
                RefusalKind::Template,
                message!("the emblem {what}", what => found),
                message!("give a PNG, JPEG or EMF file that is at most four times as wide as it is high"),
            )
        };
        let form = FORMS.iter().find(|(signature, _)| bytes.starts_with(signature));
        let (_, media_type) = form.ok_or_else(|| refused(message!("is no PNG, JPEG or EMF file")))?;
        let proportion = graphics::proportion(bytes).map_err(|fault| refused(fault.said()))?;
        if !(1.0 / WIDEST..=WIDEST).contains(&proportion) {
            return Err(refused(message!("is far from square")));
        }
        Ok(Self { bytes: bytes.to_vec(), media_type, proportion, height: HEIGHT })
    }

    /// The same, as high as a form asks for.
    pub(super) fn of_height(self, height: Option<Twips>) -> Self {
        Self { height: height.unwrap_or(self.height), ..self }
    }

    /// Width and height on the page, EMU (635 a twip).
    pub(crate) fn size(&self) -> (u32, u32) {
        let height = u32::try_from(self.height).unwrap_or(0).saturating_mul(635);
        ((f64::from(height) * f64::from(self.proportion)) as u32, height)
    }
}
