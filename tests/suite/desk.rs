//! The review page as a browser, and whoever else reaches its port, meets it: over HTTP.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::batch::converter::EngineConverter;
use crate::interface::{LANGUAGES, Words};
use crate::review::desk::Desk;
use crate::review::guard::Guard;
use crate::review::server::serve;
use crate::suite::{fake, packages};
use crate::workers::Interrupt;
use crate::{Engine, RunOptions};

/// A paper with one doubtful mark, whole otherwise.
const PAPER: &str = "MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nHarbour <b>lights</b>\n\
    The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n\
    recalling\nthat the lamps of 20142018 were lit,\n\
    resolves\nto keep the lights,\nReasons: they are seen from far.\n";

const FACTS: &str = "date = 2022-09-15\noriginal = \"en\"\ndocument = \"7\"\nsource = \"FJI\"\n\
    conference = \"PP-22\"\ntitle = \"Harbour lights\"\n";

/// A desk that is served.
struct Served {
    temp: tempfile::TempDir,
    desk: Arc<Desk>,
    port: u16,
    interrupt: Interrupt,
    server: Option<JoinHandle<()>>,
}

/// An answer: status, headers and body as text.
struct Got {
    status: u16,
    text: String,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next().unwrap();
        head.lines()
            .find_map(|line| line.split_once(": ").filter(|(key, _)| *key == name))
            .map(|(_, value)| value)
    }

    /// The value of the first attribute of a name in the page.
    fn value(&self, before: &str) -> String {
        let (_, rest) = self.text.split_once(before).unwrap_or_else(|| panic!("no {before}: {}", self.text));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Served {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let (temp, ..) = fake::folder(&[]);
        let input = temp.path().join("in");
        fs::create_dir_all(&input).unwrap();
        for (name, bytes) in files {
            fs::write(input.join(name), bytes).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let hosts = BTreeSet::from([format!("127.0.0.1:{port}"), format!("localhost:{port}")]);
        let guard = Guard::new(hosts, port, "A. Officer".to_owned(), None);
        let store = fake::opened(&temp.path().join("out"));
        let options = RunOptions { outputs: crate::OutputKind::DEFAULT.to_vec(), ..RunOptions::default() };
        let options = options.for_publication().unwrap();
        let desk = Desk::new(guard, EngineConverter::from(Engine::default()), options, store, vec![input]);
        let desk = Arc::new(desk);
        let interrupt = Interrupt::default();
        let (serving, end) = (Arc::clone(&desk), interrupt.clone());
        let server = std::thread::spawn(move || serve(listener, serving, &end).unwrap());
        let served = Self { temp, desk, port, interrupt, server: Some(server) };
        served.look();
        served
    }

    /// Looks until what is there has stood still and was read.
    fn look(&self) {
        (0..4).for_each(|_| self.desk.look(&self.interrupt));
    }

    fn folder(&self) -> &Path {
        self.temp.path()
    }

    fn send(&self, head: &str, body: &str) -> Got {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        write!(stream, "{head}connection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Got { status, text }
    }

    /// A session: its cookie.
    fn cookie(&self) -> String {
        let got = self.get(&format!("/?token={}", self.desk.guard.token()), "");
        assert_eq!((got.status, got.header("location")), (303, Some("/")), "{}", got.text);
        let cookie = got.header("set-cookie").unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        cookie.split(';').next().unwrap().to_owned()
    }

    fn get(&self, path: &str, cookie: &str) -> Got {
        self.send(
            &format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: {cookie}\r\n", self.port),
            "",
        )
    }

    fn post(&self, path: &str, cookie: &str, form: &str) -> Got {
        let own = format!("http://127.0.0.1:{}", self.port);
        self.post_from(path, cookie, form, &own)
    }

    fn post_from(&self, path: &str, cookie: &str, form: &str, origin: &str) -> Got {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\ncookie: {cookie}\r\norigin: {origin}\r\n\
             content-type: application/x-www-form-urlencoded\r\n",
            self.port
        );
        self.send(&head, form)
    }

    /// The path of the one document.
    fn document(&self) -> String {
        format!("/d/{}", self.desk.documents()[0].id)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.interrupt.ask();
        self.server.take().unwrap().join().unwrap();
    }
}

fn paper() -> Served {
    Served::new(&[("p.txt", PAPER.as_bytes()), ("p.toml", FACTS.as_bytes())])
}

#[test]
fn nobody_comes_in_without_the_token_or_by_another_host() {
    let served = paper();
    let cookie = served.cookie();
    let document = served.document();
    for path in ["/", &document, "/review.js", "/d/none", "/?token=0000", &format!("{document}/page/1")] {
        assert_eq!(served.get(path, "").status, 403, "{path}");
        assert_eq!(served.get(path, "itudoc=1; other=2").status, 403, "{path}");
    }
    for host in ["evil.test", "127.0.0.1.evil.test", "127.0.0.1", "localhost:1", ""] {
        let got = served.send(&format!("GET / HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n"), "");
        assert_ne!(got.status, 200, "{host}");
    }
    let got = served.get("/", &cookie);
    assert_eq!(got.status, 200);
    let policy = got.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!got.text.contains(served.desk.guard.token()), "no page tells the token");
}

#[test]
fn changes_come_from_own_pages_by_post_alone() {
    let served = paper();
    let (cookie, document) = (served.cookie(), served.document());
    let page = served.get(&document, &cookie);
    let form = format!(
        "state={}&anchor={}&decision=accept",
        page.value("name=\"state\" value=\""),
        page.value("data-point=\"")
    );
    for origin in
        ["http://evil.test", "null", "", &format!("http://127.0.0.1:{}", served.port.wrapping_add(1))]
    {
        let got = served.post_from(&format!("{document}/mark"), &cookie, &form, origin);
        assert_eq!(got.status, 403, "{origin:?}");
    }
    for act in ["mark", "finding", "fix", "facts", "undo", "hold", "take", "release", "publish", "reopen"] {
        assert_eq!(served.get(&format!("{document}/{act}?{form}"), &cookie).status, 404, "{act}");
    }
    let head = format!(
        "POST {document}/mark HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
         cookie: {cookie}\r\ncontent-type: text/plain\r\n",
        port = served.port
    );
    assert_eq!(served.send(&head, &form).status, 415, "no form");
    assert!(!served.folder().join("in/p.review.toml").exists(), "nothing was stored");
}

#[test]
fn no_word_of_a_document_is_markup() {
    let served = paper();
    let page = served.get(&served.document(), &served.cookie());
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Harbour &lt;b&gt;lights&lt;/b&gt;") && !page.text.contains("<b>lights"));
    assert!(!page.text.contains("style=\"") && !page.text.contains(" onclick"));
    let drawn = served.get(&format!("{}/page/1", served.document()), &served.cookie());
    assert_eq!(drawn.header("content-type"), Some("image/svg+xml"));
    assert!(drawn.text.contains("<path id=\"g"));
}

#[test]
fn a_stale_decision_is_refused_and_a_document_is_held_by_one() {
    let served = paper();
    let (one, other, document) = (served.cookie(), served.cookie(), served.document());
    let page = served.get(&document, &one);
    let form = format!(
        "state={}&anchor=years-joined-{}&decision=reject",
        page.value("name=\"state\" value=\""),
        page.value("id=\"p-years-joined-")
    );
    let mark = format!("{document}/mark");
    assert_eq!(served.post(&mark, &one, &form).status, 303);
    let kept = fs::read_to_string(served.folder().join("in/p.review.toml")).unwrap();
    assert!(
        kept.contains("decision = \"reject\", by = \"A. Officer\"") && kept.contains("line = 6"),
        "{kept}"
    );
    let stale = served.post(&mark, &one, &form.replace("reject", "accept"));
    assert!(stale.status == 409 && stale.text.contains("role=\"alert\""), "{}", stale.status);
    assert_eq!(fs::read_to_string(served.folder().join("in/p.review.toml")).unwrap(), kept);
    let now = served.get(&document, &other).value("name=\"state\" value=\"");
    let held = served.post(&mark, &other, &form.replace(&page.value("name=\"state\" value=\""), &now));
    assert_eq!(held.status, 409, "held by the first");
    assert_eq!(served.post(&format!("{document}/take"), &other, "").status, 303);
    let undo = served.post(&format!("{document}/undo"), &other, &format!("state={now}"));
    assert_eq!(undo.status, 303);
    assert!(!served.folder().join("in/p.review.toml").exists(), "there was none before");
}

#[test]
fn a_document_is_published_when_nothing_is_open() {
    let served = paper();
    let (cookie, document) = (served.cookie(), served.document());
    let state = |got: &Got| got.value("name=\"state\" value=\"");
    let page = served.get(&document, &cookie);
    let refused = served.post(&format!("{document}/publish"), &cookie, &format!("state={}", state(&page)));
    assert_eq!(refused.status, 422);
    assert!(!served.folder().join("out/p.docx").exists());
    let mut page = page;
    for _ in 0..20 {
        let Some((_, rest)) = page.text.split_once(" data-open") else { break };
        let act =
            if rest.split("</li>").next().unwrap().contains("value=\"reject\"") { "mark" } else { "finding" };
        let anchor = rest.split("name=\"anchor\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let decision = if act == "mark" { "accept" } else { "waive&note=as+sent" };
        let form = format!("state={}&anchor={anchor}&decision={decision}", state(&page));
        assert_eq!(served.post(&format!("{document}/{act}"), &cookie, &form).status, 303);
        page = served.get(&document, &cookie);
    }
    let made = served.post(&format!("{document}/publish"), &cookie, &format!("state={}", state(&page)));
    assert_eq!(made.status, 200, "{}", made.text);
    let log = fs::read_to_string(served.folder().join("out/p.decisions.toml")).unwrap();
    assert!(log.contains("what = \"published\"") && log.contains("by = \"A. Officer\""), "{log}");
    assert!(served.folder().join("out/p.docx").exists());
    let locked =
        served.post(&format!("{document}/facts"), &cookie, &format!("state={}&title=x", state(&page)));
    assert_eq!(locked.status, 409);
    let reopen = format!("{document}/reopen");
    assert_eq!(served.post(&reopen, &cookie, "reason=+").status, 422);
    assert_eq!(served.post(&reopen, &cookie, "reason=a+word+was+wrong").status, 303);
    assert!(
        fs::read_to_string(served.folder().join("out/p.decisions.toml"))
            .unwrap()
            .contains("a word was wrong")
    );
}

#[test]
fn archives_and_mails_are_unpacked_with_their_origin() {
    let zip = packages::zip(&[("a/one.txt", PAPER.as_bytes()), ("../two.txt", b"RESOLUTION 64\nTwo\n")]);
    let mail = "From: Ana <ana@example.org>\r\nSubject: Our text\r\nDate: Mon, 5 Sep 2022 10:00:00 +0000\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\
        Content-Type: text/plain\r\n\r\nPlease find it attached.\r\n--b\r\nContent-Type: text/plain\r\n\
        Content-Disposition: attachment; filename=\"three.txt\"\r\n\r\nRESOLUTION 65\r\nThree\r\n--b--\r\n";
    let served = Served::new(&[("sent.zip", &zip), ("letter.eml", mail.as_bytes())]);
    served.look();
    let mut names: Vec<String> = served.desk.documents().iter().map(|one| one.found.name.clone()).collect();
    names.sort();
    assert_eq!(names, ["letter.unpacked/three.txt", "sent.unpacked/a/one.txt", "sent.unpacked/two.txt"]);
    let queue = served.get("/", &served.cookie()).text;
    assert!(queue.contains("Ana &lt;ana@example.org&gt;") && queue.contains("sent.zip"), "{queue}");
    let origin = fs::read_to_string(served.folder().join("in/letter.unpacked/origin.toml")).unwrap();
    assert!(origin.contains("Please find it attached."), "{origin}");
    served.look();
    assert_eq!(served.desk.documents().len(), 3, "unpacked once");
}

#[test]
fn the_interface_is_whole_in_its_languages() {
    let table: toml::Table = include_str!("../../templates/interface/words.toml").parse().unwrap();
    for (key, row) in &table {
        for language in LANGUAGES {
            assert!(row.get(language.code()).is_some(), "{key} has no {}", language.code());
        }
        if key.starts_with("letter-") && !["letter-none"].contains(&key.as_str()) {
            assert!(row.get("es").is_some() && row.get("ru").is_some(), "{key}");
        }
    }
    assert_eq!(Words(crate::Language::English).with("page-of", &["2", "9"]), "Page 2 of 9");
}
