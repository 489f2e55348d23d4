//! What commands that read or convert need: templates, registry, fonts.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::convert::Workshop;
use crate::diagnostics::Refusal;
use crate::layout::FontLibrary;
use crate::registry::Registry;
use crate::template::Templates;

/// Where templates and fonts are, besides the ones built in.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Materials {
    /// Folder of templates; the ones built in where none is given
    #[arg(long, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Folder of fonts to use besides the ones built in; may be given again
    #[arg(long, value_name = "DIR")]
    font_path: Vec<PathBuf>,
}

impl Materials {
    /// Loads everything, before any file is touched.
    pub(super) fn workshop(&self) -> Result<Workshop, Failure> {
        let failed = |refusal: Refusal| Failure::new(refusal.found, refusal.advice);
        let templates =
            self.templates.as_ref().map_or_else(|| Ok(Templates::builtin()), |dir| Templates::load(dir));
        let fonts = FontLibrary::with_paths(&self.font_path).map_err(failed)?;
        Ok(Workshop::new(templates.map_err(failed)?, Registry::builtin(), fonts))
    }
}
