//! Publishing a document from the page, as `convert --final` does it, and reopening it.
//!
//! In: the document as it was seen, who publishes. Out: the official outputs and their log in the output
//! folder. Never: a document published that was changed since it was seen.

use super::change::{Problem, is_locked};
use super::desk::{Desk, DeskDocument, lock};
use super::guard::Session;
use super::http::Asked;
use crate::batch::{Batch, Fate, Onlooker, Outcome, Task, publication};
use crate::diagnostics::{Message, message};
use crate::manifest::store::ManifestStore;
use crate::pipeline::RunOptions;
use crate::report::ReportFormat;
use crate::store::Spool;
use crate::workers::{Interrupt, Workers};

/// Nobody is told of the one file but by the answer.
#[derive(Debug)]
struct Nobody;

impl Onlooker for Nobody {
    fn done(&self, _: &Task, _: &Outcome, _: u64) {}
}

/// Publishes a document: the names of its outputs.
pub(super) fn publish(
    desk: &Desk,
    document: &DeskDocument,
    session: &Session,
    asked: &Asked,
) -> Result<String, Problem> {
    desk.hold(document, session).map_err(Problem::Held)?;
    let failed = |why: Message| Problem::Wrong("not-published", why);
    let mut work = document.work();
    // Asked by whoever has the work: of two who publish at once the second finds it published.
    if is_locked(desk, document) {
        return Err(Problem::Locked);
    }
    let opened = desk.opened_in(document, &mut work).map_err(|refusal| failed(refusal.found))?;
    if asked.field("state") != opened.state {
        return Err(Problem::Stale);
    }
    desk.settle_names();
    let task = document.known().task.clone().ok_or_else(|| failed(message!("its name is not settled")))?;
    let outcome = convert(desk, session, &task).map_err(failed)?;
    let made = match &outcome.fate {
        Fate::Converted | Fate::UpToDate => outcome.written(&task),
        Fate::Refused(refusal) | Fate::NotWritten(refusal) => {
            return Err(failed(refusal.said()));
        }
        Fate::NotStarted => return Err(failed(message!("the program is about to end"))),
    };
    is_locked(desk, document);
    desk.release(document, session);
    Ok(made)
}

fn convert(desk: &Desk, session: &Session, task: &Task) -> Result<Outcome, Message> {
    // One at a time: manifest and journal are written whole.
    let _alone = lock(&desk.publishing);
    let manifest = ManifestStore::open(desk.store.root()).map_err(|refusal| refusal.found)?;
    let spool = Spool::new().map_err(|error| Message::foreign(error.to_string()))?;
    let options = RunOptions { by: Some(session.officer.clone()), ..desk.options.clone() };
    let interrupt = Interrupt::default();
    let batch = Batch {
        converter: &desk.converter,
        options: &options,
        store: &desk.store,
        manifest: &manifest,
        force: false,
        format: ReportFormat::Summary,
        records: false,
        spool: &spool,
        onlooker: &Nobody,
        workers: Workers { jobs: 1, time_limit: Some(desk.time_limit), interrupt: &interrupt },
    };
    let outcomes =
        batch.run(std::slice::from_ref(task)).map_err(|error| Message::foreign(error.to_string()))?;
    manifest.close(&desk.store).map_err(|error| error.found())?;
    outcomes.into_iter().next().ok_or_else(|| message!("nothing was done"))
}

/// Reopens a published document, for the reason given.
pub(super) fn reopen(
    desk: &Desk,
    document: &DeskDocument,
    session: &Session,
    asked: &Asked,
) -> Result<(), Problem> {
    let reason = asked.field("reason").trim();
    if reason.is_empty() {
        return Err(Problem::Wrong("reason-wanted", Message::foreign("")));
    }
    desk.hold(document, session).map_err(Problem::Held)?;
    let _work = document.work();
    let stem = document.known().task.as_ref().map(|task| task.name.stem.clone()).unwrap_or_default();
    let by = Some(session.officer.as_str());
    publication::reopen(desk.store.root(), &stem, by, reason)
        .map_err(|refusal| Problem::Wrong("failed", refusal.found))?;
    is_locked(desk, document);
    Ok(())
}
