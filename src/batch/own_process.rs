//! Files converted in processes of their own, so that one that exhausts memory or never ends costs itself
//! and no other file.
//!
//! In: a file. Out: what its conversion makes, from a process that was started with the same arguments as
//! this one, has a bound on its memory, and is ended when its time is over. A process converts one file
//! after another; after one that failed another is started. Never: an output that differs from one made
//! in this process, a process left behind: it ends when its standard input does.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

use super::internal;
use crate::compose::OfficialName;
use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, Severity, message};
use crate::limits;
use crate::pipeline::{Account, Conversion, HumanChecks, OutputAccount, OutputKind, Profile};
use crate::rules;
use crate::text::Span;

/// Variable that tells a process that it is one of these.
pub(crate) const VARIABLE: &str = "ITUDOC_CONVERTS_FOR_ANOTHER";

/// Time over the limit after which a process is ended: in that time it refuses by itself as a rule.
const GRACE: f64 = 0.08;

/// Processes that convert files, started when they are needed.
#[derive(Debug)]
pub(crate) struct OwnProcesses {
    limit: Duration,
    idle: Mutex<Vec<Worker>>,
}

#[derive(Debug)]
struct Worker {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

/// Why a process gave no answer.
enum Silence {
    /// It took longer than the limit.
    Late,
    /// It ended, or what it said cannot be read.
    Ended(String),
}

impl OwnProcesses {
    /// Processes for files that may take so long each.
    pub(crate) fn new(limit: Duration) -> Self {
        Self { limit, idle: Mutex::default() }
    }

    /// Converts a file; `path` is where its sidecars stand beside.
    ///
    /// # Errors
    /// The refusal of the file, or that its process ended or was ended.
    pub(crate) fn convert(&self, name: &str, path: &Path, bytes: &[u8]) -> Result<Conversion, Refusal> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut worker = match idle {
            Some(worker) => worker,
            None => {
                Worker::start().map_err(|error| internal(&format!("no process could be started: {error}")))?
            }
        };
        let question = Question { name: name.to_owned(), path: path.to_owned(), bytes: bytes.len() };
        match worker.ask(&question, bytes, Instant::now() + self.limit.mul_f64(1.0 + GRACE)) {
            Ok(answer) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                answer
            }
            Err(silence) => Err(self.refusal(worker, &silence)),
        }
    }

    fn refusal(&self, mut worker: Worker, silence: &Silence) -> Refusal {
        let _ = worker.child.kill();
        let mut said = String::new();
        if let Some(errors) = worker.child.stderr.take() {
            let _ = errors.take(4096).read_to_string(&mut said);
        }
        let status = worker.child.wait();
        match silence {
            Silence::Late => Refusal::new(
                RefusalKind::Limit,
                message!(
                    "the limit of {limit} seconds was reached, and its process was ended",
                    limit = self.limit.as_secs()
                ),
                message!("split the file, or give it longer with --time-limit"),
            ),
            Silence::Ended(_) if said.contains("memory allocation") => Refusal::new(
                RefusalKind::Limit,
                message!(
                    "it takes more than the {most} MB of memory of a file",
                    most = limits::PROCESS_MEMORY >> 20
                ),
                message!("no real document needs as much: ask where the file comes from, or split it"),
            ),
            Silence::Ended(why) => {
                let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
                internal(&format!("its process ended ({status}; {why})"))
            }
        }
    }
}

impl Worker {
    /// A process with the arguments of this one.
    fn start() -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(std::env::args_os().skip(1)).env(VARIABLE, "1").process_group(0);
        // What the allocator sets apart at once would count as memory in use (mimalloc, `arena_eager_commit`).
        command.env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let (Some(input), Some(output)) = (input, output) else {
            return Err(io::Error::other("its pipes are missing"));
        };
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    fn ask(
        &mut self,
        question: &Question,
        bytes: &[u8],
        end: Instant,
    ) -> Result<Result<Conversion, Refusal>, Silence> {
        let ended = |error: io::Error| Silence::Ended(error.to_string());
        send(&mut self.input, question, &[bytes]).map_err(ended)?;
        let mut line = Vec::new();
        while self.wait(end)? {
            let read = self.output.fill_buf().map_err(ended)?;
            let found = read.iter().position(|byte| *byte == b'\n');
            let taken = found.map_or(read.len(), |at| at + 1);
            line.extend(read.get(..taken).unwrap_or_default());
            self.output.consume(taken);
            if taken == 0 {
                return Err(Silence::Ended("no answer came".to_owned()));
            }
            if found.is_some() {
                break;
            }
        }
        let answer: ProcessAnswer =
            serde_json::from_slice(&line).map_err(|error| Silence::Ended(error.to_string()))?;
        let ProcessAnswer { made, refusal } = answer;
        let Some(made) = made else { return Ok(Err(refused(refusal))) };
        let mut outputs = Vec::new();
        for (kind, length) in &made.outputs {
            let mut bytes = Vec::new();
            (&mut self.output).take(*length as u64).read_to_end(&mut bytes).map_err(ended)?;
            let kind = OutputKind::ALL.into_iter().find(|known| known.extension() == kind);
            outputs.extend(kind.filter(|_| bytes.len() == *length).map(|kind| (kind, bytes)));
        }
        if outputs.len() != made.outputs.len() {
            return Err(Silence::Ended("its outputs were cut off".to_owned()));
        }
        Ok(Ok(made.conversion(outputs)))
    }

    /// Waits until there is something to read; `true` where there is.
    fn wait(&self, end: Instant) -> Result<bool, Silence> {
        if !self.output.buffer().is_empty() {
            return Ok(true);
        }
        loop {
            let left = end.checked_duration_since(Instant::now()).ok_or(Silence::Late)?;
            let timeout = Timespec::try_from(left).map_err(|_| Silence::Late)?;
            let mut waited = [PollFd::new(self.output.get_ref(), PollFlags::IN)];
            match poll(&mut waited, Some(&timeout)) {
                Ok(0) => return Err(Silence::Late),
                Ok(_) => return Ok(true),
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(Silence::Ended(error.to_string())),
            }
        }
    }
}

/// Bounds the memory of this process, and converts what standard input asks for until it ends.
///
/// # Errors
/// Where the pipes to the other process fail.
pub(crate) fn serve(convert: impl Fn(&str, &Path, &[u8]) -> Result<Conversion, Refusal>) -> io::Result<()> {
    let most = Some(limits::PROCESS_MEMORY);
    // Where the system knows no such bound, that of time is left.
    let _ = setrlimit(Resource::Data, Rlimit { current: most, maximum: most });
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let question: Question = serde_json::from_str(&line).map_err(io::Error::other)?;
        let mut bytes = vec![0; question.bytes];
        input.read_exact(&mut bytes)?;
        let answer = convert(&question.name, &question.path, &bytes);
        drop(bytes);
        match answer {
            Ok(conversion) => {
                let outputs: Vec<&[u8]> =
                    conversion.outputs.iter().map(|(_, bytes)| bytes.as_slice()).collect();
                let made = Some(ProcessOutput::of(&conversion));
                send(&mut output, &ProcessAnswer { made, refusal: None }, &outputs)?;
            }
            Err(refusal) => {
                let Refusal { kind, found, advice } = refusal;
                let refusal = Some((kind.code().to_owned(), found, advice));
                send(&mut output, &ProcessAnswer { made: None, refusal }, &[])?;
            }
        }
    }
}

/// Sends a line of JSON and what belongs to it.
fn send(to: &mut impl Write, head: &impl Serialize, bodies: &[&[u8]]) -> io::Result<()> {
    let mut line = serde_json::to_vec(head).map_err(io::Error::other)?;
    line.push(b'\n');
    to.write_all(&line)?;
    bodies.iter().try_for_each(|body| to.write_all(body))?;
    to.flush()
}

/// A file to be converted; its bytes follow.
#[derive(Serialize, Deserialize)]
struct Question {
    name: String,
    path: PathBuf,
    bytes: usize,
}

/// What became of it; the outputs follow.
#[derive(Serialize, Deserialize)]
struct ProcessAnswer {
    made: Option<ProcessOutput>,
    /// Code, what was found, advice.
    refusal: Option<(String, Message, Message)>,
}

fn refused(said: Option<(String, Message, Message)>) -> Refusal {
    let Some((code, found, advice)) = said else { return internal("neither outputs nor a refusal came") };
    Refusal::new(RefusalKind::of_code(&code).unwrap_or(RefusalKind::Internal), found, advice)
}

/// A finding by its rule's code.
#[derive(Serialize, Deserialize)]
struct ProcessReport {
    code: String,
    severity: u8,
    span: Option<(u32, u32)>,
    message: Message,
    help: Option<Message>,
    related: Vec<((u32, u32), Message)>,
}

impl ProcessReport {
    fn of(finding: &Finding) -> Self {
        let pair = |span: &Span| (span.start, span.end);
        Self {
            code: finding.rule.code.to_owned(),
            severity: finding.severity as u8,
            span: finding.span.as_ref().map(pair),
            message: finding.message.clone(),
            help: finding.help.clone(),
            related: finding.related.iter().map(|(span, label)| (pair(span), label.clone())).collect(),
        }
    }

    /// The finding; both processes are one program, so its rule is there.
    fn finding(self) -> Option<Finding> {
        let span = |(start, end): (u32, u32)| Span::new(start as usize, end as usize);
        let severities = [Severity::Information, Severity::Warning, Severity::Error];
        let severity = severities.into_iter().find(|severity| *severity as u8 == self.severity)?;
        Some(Finding {
            rule: rules::rule(&self.code)?,
            severity,
            span: self.span.map(span),
            message: self.message,
            help: self.help,
            related: self.related.into_iter().map(|(at, label)| (span(at), label)).collect(),
        })
    }
}

/// What an output holds, by its name.
fn held((kind, carried, comments_left_out): &(String, usize, usize)) -> Option<OutputAccount> {
    let kind = OutputKind::ALL.into_iter().find(|known| known.extension() == kind)?;
    Some(OutputAccount { kind, carried: *carried, comments_left_out: *comments_left_out })
}

/// A conversion but for the bytes of its outputs.
#[derive(Serialize, Deserialize)]
struct ProcessOutput {
    outputs: Vec<(String, usize)>,
    shown: Option<usize>,
    counts: [usize; 8],
    shown_apart: Vec<(String, i64)>,
    set_aside_by: Vec<(String, usize)>,
    held: Vec<(String, usize, usize)>,
    findings: Vec<ProcessReport>,
    waived: Vec<ProcessReport>,
    text: String,
    template: String,
    official: Result<OfficialName, Message>,
    language: Option<String>,
    proposals: Vec<String>,
    marks: [usize; 3],
    for_a_person: [usize; 6],
    read_by: Option<String>,
    decisions: Option<String>,
}

impl ProcessOutput {
    fn of(conversion: &Conversion) -> Self {
        let Conversion { outputs, account, findings, waived, text, profile, decisions } = conversion;
        Self {
            outputs: outputs.iter().map(|(kind, bytes)| (kind.extension().to_owned(), bytes.len())).collect(),
            shown: account.shown,
            counts: [
                account.input,
                account.placeholders,
                account.document,
                account.set_aside,
                account.replaced,
                account.supplied,
                account.not_in_print,
                account.pages,
            ],
            shown_apart: account
                .shown_apart
                .iter()
                .map(|(why, count)| (why.clone().into_owned(), *count))
                .collect(),
            set_aside_by: account
                .set_aside_by
                .iter()
                .map(|(why, count)| (why.clone().into_owned(), *count))
                .collect(),
            held: account
                .outputs
                .iter()
                .map(|held| (held.kind.extension().to_owned(), held.carried, held.comments_left_out))
                .collect(),
            findings: findings.iter().map(ProcessReport::of).collect(),
            waived: waived.iter().map(ProcessReport::of).collect(),
            text: text.clone(),
            template: profile.template.clone(),
            official: profile.official.clone(),
            language: profile.language.map(|language| language.code().to_owned()),
            proposals: profile.proposals.clone(),
            for_a_person: account.for_a_person.counts(),
            marks: [profile.marks_read, profile.marks_recovered, profile.marks_suspected],
            read_by: profile.read_by.clone(),
            decisions: decisions.clone(),
        }
    }

    fn conversion(self, outputs: Vec<(OutputKind, Vec<u8>)>) -> Conversion {
        let [input, placeholders, document, set_aside, replaced, supplied, not_in_print, pages] = self.counts;
        let [marks_read, marks_recovered, marks_suspected] = self.marks;
        let findings =
            |told: Vec<ProcessReport>| told.into_iter().filter_map(ProcessReport::finding).collect();
        Conversion {
            outputs,
            account: Account {
                shown: self.shown,
                input,
                placeholders,
                document,
                set_aside,
                shown_apart: self.shown_apart.into_iter().map(|(why, count)| (why.into(), count)).collect(),
                set_aside_by: self.set_aside_by.into_iter().map(|(why, count)| (why.into(), count)).collect(),
                outputs: self.held.iter().filter_map(held).collect(),
                replaced,
                supplied,
                not_in_print,
                pages,
                for_a_person: HumanChecks::of(self.for_a_person),
            },
            findings: findings(self.findings),
            waived: findings(self.waived),
            text: self.text,
            profile: Profile {
                template: self.template,
                official: self.official,
                language: self.language.and_then(|code| code.parse().ok()),
                proposals: self.proposals,
                marks_read,
                marks_recovered,
                marks_suspected,
                read_by: self.read_by,
            },
            decisions: self.decisions,
        }
    }
}
