//! `itudoc review`: documents from arrival to publication, in a browser.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Args;

use super::context::CommandContext;
use super::given::{TypedSettings, WHERE_FROM};
use super::own_process;
use super::{Failure, listen, out, places, unusable};
use crate::batch::converter::EngineConverter;
#[cfg(unix)]
use crate::batch::own_process::OwnProcesses;
use crate::batch::summary::DONE;
use crate::diagnostics::render::visible;
use crate::review::desk::Desk;
use crate::review::guard::Guard;
use crate::review::server::serve;
use crate::settings::REVIEW;
use crate::settings::choices::OutputNaming;
use crate::store::OutputFolder;
use crate::workers::Interrupt;

/// Review documents in a browser: decide marks and findings, fill the masthead, publish
#[derive(Debug, Args)]
#[command(after_help = format!("{BEHIND}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// The folder in which contributions arrive, or files
    #[arg(required_unless_present = "show-settings")]
    paths: Vec<PathBuf>,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
    /// Address to listen on; any but this machine's own needs --user-header
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Host under which the page is reached, with its port where it has one; may be given again
    #[arg(long = "host", value_name = "HOST")]
    hosts: Vec<String>,
    /// Header in which the server before this one, which has a sign-in of its own, says who asks
    #[arg(long, value_name = "HEADER")]
    user_header: Option<String>,
    #[command(flatten)]
    given: TypedSettings<REVIEW>,
}

const BEHIND: &str = "\
Behind a unit's own sign-in:
  itudoc review in -o out --listen 0.0.0.0:8080 --host review.example.org --user-header X-Remote-User
The server before it must set that header itself and take out any that a browser sends.";

/// How long passes between two looks at the folders.
const LOOK: Duration = Duration::from_secs(1);

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        if own_process::is_asked() {
            return own_process::serve(settled);
        }
        places::inputs_exist(&self.paths)?;
        let output = places::output_folder(&settled)?;
        places::can_be_folder(&output, "-o")?;
        places::keep_apart(&self.paths, &output)?;
        if !self.listen.ip().is_loopback() && self.user_header.is_none() {
            let found = format!("{} can be reached from other machines", self.listen);
            let advice = "listen on 127.0.0.1, or name the header of your own sign-in with --user-header";
            return Err(Failure::new(found, advice));
        }
        let context = CommandContext::new(settled)?;
        let listener = TcpListener::bind(self.listen).map_err(|error| {
            Failure::new(format!("{}: {error}", self.listen), "give another address with --listen")
        })?;
        let address = listener.local_addr().unwrap_or(self.listen);
        let desk = Arc::new(self.desk(context, &output, address)?);
        let interrupt = Interrupt::default();
        listen(&interrupt);
        self.tell(address, &desk);
        let looking = (Arc::clone(&desk), interrupt.clone());
        let look = thread::spawn(move || look(&looking.0, &looking.1));
        let served = serve(listener, desk, &interrupt);
        interrupt.ask();
        // The looks end by themselves; one that failed has nothing more to tell.
        let _ = look.join();
        served.map_err(|error| Failure::new(error.to_string(), "start it again"))?;
        Ok(DONE)
    }

    fn desk(
        &self,
        context: CommandContext,
        output: &std::path::Path,
        address: SocketAddr,
    ) -> Result<Desk, Failure> {
        let (jobs, time_limit) = (context.jobs(), context.time_limit());
        let is_official = context.settings().name == Some(OutputNaming::Official);
        let is_apart = context.settings().own_process != Some(false);
        let officer = context.options.by.clone().or_else(user).unwrap_or_default();
        let guard = Guard::new(self.hosts(address), address.port(), officer, self.user_header.clone());
        let CommandContext { engine, options, .. } = context;
        let store = OutputFolder::open(output).map_err(unusable)?;
        let converter = EngineConverter::from(engine);
        let mut desk = Desk::new(guard, converter, options.for_publication()?, store, self.paths.clone());
        (desk.is_official, desk.jobs, desk.time_limit) = (is_official, jobs, time_limit);
        #[cfg(unix)]
        {
            desk.trial = is_apart.then(|| OwnProcesses::new(time_limit));
        }
        #[cfg(not(unix))]
        let _ = is_apart;
        Ok(desk)
    }

    /// Hosts that may be named: this machine by its names, and those that were given.
    fn hosts(&self, address: SocketAddr) -> BTreeSet<String> {
        let port = address.port();
        let mut hosts: BTreeSet<String> = self.hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        if address.ip().is_loopback() {
            hosts.extend(["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")));
        }
        hosts
    }

    /// Says where the page is, and opens it.
    fn tell(&self, address: SocketAddr, desk: &Desk) {
        let ip = if address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address.ip() };
        let address = SocketAddr::new(ip, address.port());
        let page = match &self.user_header {
            Some(_) => format!("http://{address}/"),
            None => format!("http://{address}/?token={}", desk.guard.token()),
        };
        out::say(&format!("Review page: {}\nCtrl-C ends.\n", visible(&page)));
        if !self.no_open && self.user_header.is_none() {
            open(&page);
        }
    }
}

/// Looks at the folders until the run ends.
fn look(desk: &Desk, interrupt: &Interrupt) {
    const PIECE: Duration = Duration::from_millis(50);
    // The first two looks follow at once: what was there before the start has stood still.
    let mut wait = PIECE * 4;
    while !interrupt.asked() {
        desk.look(interrupt);
        let mut waited = Duration::ZERO;
        while waited < wait && !interrupt.asked() {
            thread::sleep(PIECE);
            waited += PIECE;
        }
        wait = (wait * 2).min(LOOK);
    }
}

/// The name of the system's user.
fn user() -> Option<String> {
    ["USER", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.is_empty())
}

/// Opens an address in the user's browser; where there is none, the address was printed.
fn open(page: &str) {
    let program: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["rundll32", "url.dll,FileProtocolHandler"]
    } else {
        &["xdg-open"]
    };
    let Some((program, arguments)) = program.split_first() else { return };
    let mut command = Command::new(program);
    command.args(arguments).arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _ = command.spawn();
}
