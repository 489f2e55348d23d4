//! This program as the process of its own in which another converts a file (`--own-process`).

use super::Failure;
use crate::settings::Settled;

/// Whether another process of this program started this one to convert for it.
pub(super) fn is_asked() -> bool {
    #[cfg(unix)]
    let asked = std::env::var_os(crate::batch::own_process::VARIABLE).is_some();
    #[cfg(not(unix))]
    let asked = false;
    asked
}

/// Converts what the other process asks for, with the settings that both were given.
#[cfg(unix)]
pub(super) fn serve(settled: Settled) -> Result<u8, Failure> {
    let context = super::context::CommandContext::new(settled)?;
    let convert = |name: &str, path: &std::path::Path, bytes: &[u8]| {
        let options = context.file_options(path)?;
        context.engine.convert(name, bytes, &context.options, &options)
    };
    crate::batch::own_process::serve(convert).map_err(super::out::closed)?;
    Ok(crate::batch::summary::DONE)
}

/// Never reached: nobody asks.
#[cfg(not(unix))]
pub(super) fn serve(_: Settled) -> Result<u8, Failure> {
    Ok(crate::batch::summary::DONE)
}
