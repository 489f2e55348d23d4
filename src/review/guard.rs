//! Who may ask what: the host that is named, the token that becomes a cookie, the origin of a change.
//!
//! In: a request. Out: the session that it belongs to, or why it is turned away. Never: a change by GET, a
//! host that is not on the list, a token in a page.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

use super::http::{Asked, HttpAnswer};
use crate::digest::Hasher;
use crate::language::Language;

/// Whoever sits at a browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// Its secret name; of a person signed in elsewhere, the name of the person.
    pub key: String,
    /// The name under which decisions are signed.
    pub officer: String,
    /// Language of the interface, where one was chosen.
    pub language: Option<Language>,
}

/// How requests are let in.
#[derive(Debug)]
pub(crate) struct Guard {
    /// Hosts that may be named, each with its port.
    hosts: BTreeSet<String>,
    token: String,
    cookie: String,
    /// The header in which a proxy with a sign-in of its own says who asks.
    header: Option<String>,
    /// Who signs where nobody said otherwise.
    officer: String,
    sessions: Mutex<BTreeMap<String, Session>>,
}

/// Why a request is turned away.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The host is not on the list.
    Host,
    /// Neither token nor session.
    Token,
    /// A change that another page asks for.
    Origin,
}

/// What becomes of a request.
pub(crate) enum GuardVerdict {
    /// It is answered for this session.
    In(Session),
    /// The token was right: a cookie is set and the address asked again without it.
    Cookie(HttpAnswer),
    /// It is turned away.
    Out(Refused),
}

impl Guard {
    /// A guard for a server at these hosts.
    pub(crate) fn new(hosts: BTreeSet<String>, port: u16, officer: String, header: Option<String>) -> Self {
        Self {
            hosts,
            token: secret(),
            cookie: format!("itudoc-{port}"),
            header: header.map(|name| name.to_ascii_lowercase()),
            officer,
            sessions: Mutex::default(),
        }
    }

    /// The secret of the address.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Judges a request: the host before all else.
    pub(crate) fn judge(&self, asked: &Asked) -> GuardVerdict {
        if !self.knows_host(asked) {
            return GuardVerdict::Out(Refused::Host);
        }
        let host = host(asked);
        if asked.method != "GET" && asked.method != "HEAD" && !is_own_origin(asked, &host) {
            return GuardVerdict::Out(Refused::Origin);
        }
        match &self.header {
            Some(name) => self.signed_in(asked.only_header(name)),
            None => self.by_cookie(asked),
        }
    }

    /// Whether a request names a host of the list.
    pub(crate) fn knows_host(&self, asked: &Asked) -> bool {
        self.hosts.contains(&host(asked))
    }

    fn signed_in(&self, name: Option<&str>) -> GuardVerdict {
        let is_name = |name: &&str| !name.is_empty() && !name.contains(char::is_control);
        let Some(name) = name.map(str::trim).filter(is_name) else {
            return GuardVerdict::Out(Refused::Token);
        };
        let key = format!("signed-in {name}");
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Session { key: key.clone(), officer: name.to_owned(), language: None };
        GuardVerdict::In(sessions.entry(key).or_insert(new).clone())
    }

    fn by_cookie(&self, asked: &Asked) -> GuardVerdict {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let cookies = asked.header("cookie").unwrap_or_default();
        let own = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let own = own.filter(|(name, _)| *name == self.cookie);
        if let Some(session) = own.into_iter().find_map(|(_, key)| sessions.get(key)) {
            return GuardVerdict::In(session.clone());
        }
        if asked.method != "GET" || !asked.query("token").is_some_and(|given| same(given, &self.token)) {
            return GuardVerdict::Out(Refused::Token);
        }
        let key = secret();
        let session = Session { key: key.clone(), officer: self.officer.clone(), language: None };
        sessions.insert(key.clone(), session);
        let cookie = format!("{}={key}; HttpOnly; SameSite=Strict; Path=/", self.cookie);
        GuardVerdict::Cookie(HttpAnswer::elsewhere("/").header("set-cookie", &cookie))
    }

    /// Changes what a session is called and the language it is shown; a name that a proxy gives stays.
    pub(crate) fn set(&self, key: &str, officer: &str, language: Option<Language>) {
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(session) = sessions.get_mut(key) else { return };
        let officer = officer.trim();
        if self.header.is_none() && !officer.is_empty() {
            session.officer = officer.chars().filter(|c| !c.is_control()).take(80).collect();
        }
        session.language = language.or(session.language);
    }
}

fn host(asked: &Asked) -> String {
    asked.header("host").unwrap_or_default().to_ascii_lowercase()
}

/// Whether a change is asked for by a page of ours: its origin is this host, and the browser says so too
/// where it says anything (Fetch Metadata, 2.2).
fn is_own_origin(asked: &Asked, host: &str) -> bool {
    let origin = asked.header("origin").unwrap_or_default().to_ascii_lowercase();
    let own = origin == format!("http://{host}") || origin == format!("https://{host}");
    own && asked.header("sec-fetch-site").is_none_or(|site| site == "same-origin")
}

/// Compares in a time that does not tell where two texts part.
fn same(a: &str, b: &str) -> bool {
    let differ = a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    a.len() == b.len() && differ == 0
}

/// 128 bits that nobody can guess: the hash keys of the standard library are the system's random numbers.
fn secret() -> String {
    let mut hash = Hasher::default();
    for round in 0..8u8 {
        let mut random = RandomState::new().build_hasher();
        random.write_u8(round);
        hash.update(random.finish().to_be_bytes());
    }
    hash.finish().head(16)
}
