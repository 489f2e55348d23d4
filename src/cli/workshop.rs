//! What commands that read or convert need: templates, registry, fonts.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::convert::Workshop;
use crate::layout::FontLibrary;
use crate::registry::Registry;
use crate::template::Templates;

/// Where templates and fonts are, besides the ones built in.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Materials {
    /// Folder of templates; the ones built in where none is given
    #[arg(long, env = "ITUDOC_TEMPLATES", value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// Folder of fonts to use besides the ones built in; may be given again
    #[arg(long, env = "ITUDOC_FONT_PATH", value_name = "DIR")]
    pub(super) font_path: Vec<PathBuf>,
}

impl Materials {
    /// Loads everything, before any file is touched.
    pub(super) fn workshop(&self) -> Result<Workshop, Failure> {
        let templates =
            self.templates.as_ref().map_or_else(|| Ok(Templates::builtin()), |dir| Templates::load(dir));
        let fonts = FontLibrary::with_paths(&self.font_path)?;
        Ok(Workshop::new(templates?, Registry::builtin(), fonts))
    }
}
