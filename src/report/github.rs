//! Findings as commands of a GitHub workflow, which shows them at their lines.

use super::record::FindingRecord;
use crate::diagnostics::render;

/// Findings as commands of a GitHub workflow, one a line.
pub(crate) fn findings(file: &str, list: &[FindingRecord]) -> String {
    let mut out = String::new();
    for finding in list {
        let command = if finding.severity == "note" { "notice" } else { &finding.severity };
        let place = finding.place.map_or(String::new(), |p| {
            format!(",line={},endLine={},col={},endColumn={}", p.line, p.end_line, p.column, p.end_column)
        });
        let file = escape_command(file).replace(',', "%2C").replace(':', "%3A");
        let message = escape_command(&render::visible(&finding.message));
        out.push_str(&format!("::{command} file={file}{place},title={}::{message}\n", finding.code));
    }
    out
}

/// What a workflow command's value may not hold as it stands.
fn escape_command(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
