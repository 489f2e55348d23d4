//! The review page as a browser, and whoever else reaches its port, meets it: over HTTP.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use crate::batch::converter::EngineConverter;
use crate::interface::{InterfaceWords, LANGUAGES};
use crate::review::desk::Desk;
use crate::review::guard::{Guard, Session};
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
        let hosts = |port| BTreeSet::from([format!("127.0.0.1:{port}"), format!("localhost:{port}")]);
        Self::with(files, |port| Guard::new(hosts(port), port, "A. Officer".to_owned(), None))
    }

    fn with(files: &[(&str, &[u8])], guard: impl FnOnce(u16) -> Guard) -> Self {
        let (temp, ..) = fake::folder(&[]);
        let input = temp.path().join("in");
        fs::create_dir_all(&input).unwrap();
        for (name, bytes) in files {
            fs::write(input.join(name), bytes).unwrap();
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let guard = guard(port);
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
    for path in ["/", &document, "/review.js", "/d/none", "/?token=0000", &format!("{document}/page/1/1")] {
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
    let drawn = served.get(&format!("{}/page/1/1", served.document()), &served.cookie());
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

/// A decision draws anew the lines that it changes: all other bands keep their address, under which they are kept.
#[test]
fn bands_that_do_not_change_keep_their_address() {
    let served = paper();
    let (cookie, document) = (served.cookie(), served.document());
    let bands = |page: &Got| -> Vec<String> {
        let all = page.text.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        all.filter(|src| src.contains("/page/")).map(str::to_owned).collect()
    };
    let before = served.get(&document, &cookie);
    let (state, anchor) = (before.value("name=\"state\" value=\""), before.value("id=\"p-years-joined-"));
    let form = format!("state={state}&anchor=years-joined-{anchor}&decision=accept");
    assert_eq!(served.post(&format!("{document}/mark"), &cookie, &form).status, 303);
    let (before, after) = (bands(&before), bands(&served.get(&document, &cookie)));
    assert!(before.len() >= 6 && before.len() == after.len(), "{before:?} {after:?}");
    let changed = before.iter().zip(&after).filter(|(before, after)| before != after).count();
    assert!((1..before.len()).contains(&changed), "{before:?} {after:?}");
    for band in after {
        let drawn = served.get(&band, &cookie);
        assert!(drawn.status == 200 && drawn.text.contains("viewBox=\"0 "), "{band}");
    }
}

#[test]
fn of_those_who_publish_at_once_one_publishes() {
    let served = paper();
    let (cookie, document) = (served.cookie(), served.document());
    let page = served.get(&document, &cookie);
    let (state, anchor) = (page.value("name=\"state\" value=\""), page.value("id=\"p-years-joined-"));
    let form = format!("state={state}&anchor=years-joined-{anchor}&decision=accept");
    assert_eq!(served.post(&format!("{document}/mark"), &cookie, &form).status, 303);
    let mut page = served.get(&document, &cookie);
    while let Some((_, rest)) =
        page.text.split_once("data-open data-line=").filter(|_| page.text.contains("badge warning"))
    {
        let anchor =
            page.text[..page.text.len() - rest.len()].rsplit("data-point=\"").next().unwrap().to_owned();
        let anchor = anchor.split('"').next().unwrap();
        let state = page.value("name=\"state\" value=\"");
        let form = format!("state={state}&anchor={anchor}&decision=waive&note=seen");
        if served.post(&format!("{document}/finding"), &cookie, &form).status != 303 {
            break;
        }
        page = served.get(&document, &cookie);
    }
    let form = format!("state={}", page.value("name=\"state\" value=\""));
    let publish = || served.post(&format!("{document}/publish"), &cookie, &form);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| publish().status)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
    let log = fs::read_to_string(served.folder().join("out/p.decisions.toml")).unwrap();
    assert_eq!(log.matches("what = \"published\"").count(), 1, "{log}");
}

/// An archive that holds itself, or bombs that lie in each other, are unpacked to a bound, and that is told.
#[test]
fn archives_in_archives_are_unpacked_to_a_bound() {
    let mut zip = packages::zip(&[("p.txt", PAPER.as_bytes())]);
    for _ in 0..7 {
        zip = packages::zip(&[("inner.zip", &zip)]);
    }
    let served = Served::new(&[("outer.zip", &zip)]);
    (0..8).for_each(|_| served.look());
    let deepest = "outer.unpacked/inner.unpacked/inner.unpacked/inner.unpacked";
    assert!(served.folder().join("in").join(deepest).join("inner.zip").exists());
    assert!(!served.folder().join("in").join(deepest).join("inner.unpacked").exists());
    let queue = served.get("/", &served.cookie()).text;
    assert!(queue.contains("archives and mails in each other"), "{queue}");
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
    assert_eq!(InterfaceWords(crate::Language::English).with("page-of", &["2", "9"]), "Page 2 of 9");
}

/// Host, session and origin are judged by the head of a request: no body is read for whoever is turned away.
#[test]
fn a_request_is_judged_before_its_body_is_read() {
    let served = paper();
    let (cookie, path) = (served.cookie(), served.document());
    let port = served.port;
    let own = format!("127.0.0.1:{port}");
    for (host, cookie, origin, status) in [
        ("evil.example", cookie.as_str(), format!("http://{own}"), 403),
        (own.as_str(), "", format!("http://{own}"), 403),
        (own.as_str(), cookie.as_str(), "http://evil.example".to_owned(), 403),
        (own.as_str(), cookie.as_str(), format!("http://{own}"), 415),
    ] {
        // No form: a body of another kind, longer than any form may be.
        let head = format!(
            "POST {path}/mark HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\norigin: {origin}\r\n\
             content-type: text/plain\r\n"
        );
        assert_eq!(served.send(&head, "x").status, status, "{host} {origin}");
    }
}

/// A mail as Outlook saves it: streams of properties, attachments in storages of their own (MS-OXMSG).
struct Msg(cfb::CompoundFile<std::io::Cursor<Vec<u8>>>);

impl Msg {
    fn new() -> Self {
        let mut msg = Self(cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap());
        // What every such file has besides: the table of names, the recipients.
        msg.storage("/__nameid_version1.0");
        for stream in ["00020102", "00030102", "00040102"] {
            msg.put(&format!("/__nameid_version1.0/__substg1.0_{stream}"), &[]);
        }
        msg.storage("/__recip_version1.0_#00000000");
        msg.text("/__recip_version1.0_#00000000", "3001", "Document Control");
        msg
    }

    fn storage(&mut self, path: &str) {
        self.0.create_storage(path).unwrap();
    }

    fn put(&mut self, path: &str, bytes: &[u8]) {
        self.0.create_stream(path).unwrap().write_all(bytes).unwrap();
    }

    fn text(&mut self, at: &str, tag: &str, words: &str) {
        let bytes: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.put(&format!("{at}/__substg1.0_{tag}001F"), &bytes);
    }

    /// The fixed properties of a storage, behind a head of so many bytes.
    fn fixed(&mut self, at: &str, head: usize, rows: &[(u32, u64)]) {
        let mut bytes = vec![0; head];
        for (tag, value) in rows {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(6u32.to_le_bytes());
            bytes.extend(value.to_le_bytes());
        }
        self.put(&format!("{at}/__properties_version1.0"), &bytes);
    }

    fn attach(&mut self, number: usize) -> String {
        let at = format!("/__attach_version1.0_#{number:08X}");
        self.storage(&at);
        at
    }

    fn bytes(self) -> Vec<u8> {
        self.0.into_inner().into_inner()
    }
}

/// Of 15 September 2014, 09:30 (UTC).
const SENT: u64 = (1_410_773_400 + 11_644_473_600) * 10_000_000;

#[test]
fn mails_of_outlook_are_unpacked_with_all_that_is_in_them() {
    let mut msg = Msg::new();
    msg.fixed("", 32, &[(0x0017_0003, 1), (0x0039_0040, SENT), (0x3FFD_0003, 936)]);
    msg.text("", "0037", "提交文稿 \u{2013} MOD");
    msg.text("", "0C1A", "Ana Ruiz");
    msg.text("", "0C1F", "/O=UNIT/CN=ANA");
    msg.text("", "5D01", "ana@example.org");
    msg.text("", "1000", "请见附件。");
    let one = msg.attach(0);
    msg.fixed(&one, 8, &[(0x3705_0003, 1)]);
    msg.text(&one, "3704", "VKLAD~1.TXT");
    msg.text(&one, "3707", "../вклад.txt");
    msg.put(&format!("{one}/__substg1.0_37010102"), PAPER.as_bytes());
    let two = msg.attach(1);
    // A name in the code page of the mail.
    msg.put(&format!("{two}/__substg1.0_3707001E"), &encoding_rs::GBK.encode("提案.txt").0);
    msg.put(&format!("{two}/__substg1.0_37010102"), PAPER.replace("FJI", "TON").as_bytes());
    let mail = msg.attach(2);
    msg.fixed(&mail, 8, &[(0x3705_0003, 5)]);
    let inner = format!("{mail}/__substg1.0_3701000D");
    msg.storage(&inner);
    msg.fixed(&inner, 24, &[(0x0039_0040, SENT)]);
    msg.text(&inner, "0037", "FW");
    msg.text(&inner, "1000", &PAPER.replace("FJI", "KIR"));
    let mut words = Msg::new();
    words.text("", "1000", &PAPER.replace("FJI", "TUV"));
    let mut link = Msg::new();
    let linked = link.attach(0);
    link.text(&linked, "3707", "shared.docx");
    let files: [(&str, &[u8]); 4] = [
        ("sent.msg", &msg.bytes()),
        ("words.msg", &words.bytes()),
        ("link.msg", &link.bytes()),
        ("torn.msg", b"no compound file"),
    ];
    let served = Served::new(&files);
    served.look();
    let mut names: Vec<String> = served.desk.documents().iter().map(|one| one.found.name.clone()).collect();
    names.sort();
    let wanted = [
        "sent.unpacked/mail-3/message.txt",
        "sent.unpacked/вклад.txt",
        "sent.unpacked/提案.txt",
        "words.unpacked/message.txt",
    ];
    assert_eq!(names, wanted);
    let origin: toml::Table =
        fs::read_to_string(served.folder().join("in/sent.unpacked/origin.toml")).unwrap().parse().unwrap();
    let said = |key: &str| origin[key].as_str().unwrap();
    assert_eq!(said("from"), "Ana Ruiz <ana@example.org>");
    assert_eq!((said("subject"), said("message")), ("提交文稿 \u{2013} MOD", "请见附件。"));
    assert_eq!(said("date"), "2014-09-15T09:30:00Z");
    let queue = served.get("/", &served.cookie()).text;
    assert!(queue.contains("link.msg") && queue.contains("shared.docx is a link"), "{queue}");
    assert!(queue.contains("torn.msg") && queue.contains("the mail cannot be read"), "{queue}");
}

#[test]
fn a_start_anew_forgets_neither_who_holds_a_document_nor_that_undo_is_gone() {
    let served = paper();
    let (cookie, path) = (served.cookie(), served.document());
    assert_eq!(served.post(&format!("{path}/hold"), &cookie, "").status, 303);
    let kept = fs::read_to_string(served.folder().join("out/.itudoc/holds.toml")).unwrap();
    assert!(kept.contains("file = \"p.txt\"") && kept.contains("officer = \"A. Officer\""), "{kept}");
    assert!(!kept.contains(cookie.split('=').nth(1).unwrap()), "no secret is kept");
    let desk = |officer: &str| {
        let guard = Guard::new(BTreeSet::from(["h".to_owned()]), 1, officer.to_owned(), None);
        let store = fake::opened(&served.folder().join("out2"));
        fs::create_dir_all(served.folder().join("out2/.itudoc")).unwrap();
        fs::write(served.folder().join("out2/.itudoc/holds.toml"), &kept).unwrap();
        let paths = vec![served.folder().join("in")];
        let desk =
            Desk::new(guard, EngineConverter::from(Engine::default()), RunOptions::default(), store, paths);
        (0..4).for_each(|_| desk.look(&Interrupt::default()));
        desk
    };
    let session =
        |officer: &str| Session { key: "k".to_owned(), officer: officer.to_owned(), language: None };
    let again = desk("A. Officer");
    let document = &again.documents()[0];
    assert_eq!(again.hold(document, &session("B. Officer")).unwrap_err().officer, "A. Officer");
    assert!(again.hold(document, &session("A. Officer")).is_ok(), "the same officer goes on");
    again.release(document, &session("A. Officer"));
    assert!(again.hold(document, &session("B. Officer")).is_ok());
    // Nothing was changed since the start: that is said, and not passed over.
    let page = served.get(&path, &cookie);
    let state = page.value("name=\"state\" value=\"");
    let undone = served.post(&format!("{path}/undo"), &cookie, &format!("state={state}"));
    assert!(undone.status == 422 && undone.text.contains("Nothing can be undone"), "{}", undone.text);
}

/// Behind a unit's own sign-in: the header says who asks, and nothing else lets anybody in.
#[test]
fn behind_a_sign_in_the_header_says_who_decides() {
    let files: [(&str, &[u8]); 2] = [("p.txt", PAPER.as_bytes()), ("p.toml", FACTS.as_bytes())];
    let hosts = BTreeSet::from(["review.example.org".to_owned()]);
    let served = Served::with(&files, |port| {
        Guard::new(hosts, port, "the machine".to_owned(), Some("X-Remote-User".to_owned()))
    });
    let path = served.document();
    let ask = |method: &str, path: &str, head: &str, form: &str| {
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        served.send(&format!("{method} {path} HTTP/1.1\r\nhost: review.example.org\r\n{kind}{head}"), form)
    };
    let ana = "x-remote-user: Ana R.\r\n";
    assert_eq!(ask("GET", "/", "", "").status, 403, "nobody is signed in");
    assert_eq!(ask("GET", "/", "x-remote-user: Ana\r\nx-remote-user: root\r\n", "").status, 403);
    assert_eq!(ask("GET", "/", "x-remote-user:  \r\n", "").status, 403);
    let token = format!("/?token={}", served.desk.guard.token());
    assert_eq!(ask("GET", &token, "", "").status, 403, "the token opens nothing here");
    let by_address = format!("GET / HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n{ana}", served.port);
    assert_eq!(served.send(&by_address, "").status, 403, "the server itself is not reached past the sign-in");
    let page = ask("GET", &path, ana, "");
    assert!(page.status == 200 && page.text.contains("value=\"Ana R.\""), "{}", page.text);
    // Pages of the proxy's own address ask for changes, whether it speaks HTTPS or HTTP; others do not.
    let own = format!("{ana}origin: https://review.example.org\r\n");
    for other in ["https://evil.example.org", "https://review.example.org.evil.example", "null"] {
        let got = ask("POST", &format!("{path}/hold"), &format!("{ana}origin: {other}\r\n"), "");
        assert_eq!(got.status, 403, "{other}");
    }
    // A name that the sign-in gave cannot be changed.
    assert_eq!(ask("POST", "/me", &own, "officer=Somebody+else&language=fr").status, 303);
    let page = ask("GET", &path, ana, "");
    assert!(page.text.contains("value=\"Ana R.\"") && page.text.contains("lang=\"fr\""), "{}", page.text);
    let (state, anchor) = (page.value("name=\"state\" value=\""), page.value("id=\"p-years-joined-"));
    let form = format!("state={state}&anchor=years-joined-{anchor}&decision=reject");
    // Another who is signed in does not decide on what Ana holds.
    assert_eq!(ask("POST", &format!("{path}/hold"), &own, "").status, 303);
    let other = own.replace("Ana R.", "Bo K.");
    assert_eq!(ask("POST", &format!("{path}/mark"), &other, &form).status, 409);
    assert_eq!(ask("POST", &format!("{path}/mark"), &own, &form).status, 303);
    let review = fs::read_to_string(served.folder().join("in/p.review.toml")).unwrap();
    assert!(review.contains("by = \"Ana R.\"") && !review.contains("the machine"), "{review}");
}

/// A later copy of a document, in a mail of its own: the decisions on the earlier one are offered, those that fit
/// hold, the others are listed.
#[test]
fn decisions_on_an_earlier_copy_are_taken_over() {
    let served = paper();
    let (cookie, path) = (served.cookie(), served.document());
    let page = served.get(&path, &cookie);
    assert!(!page.text.contains("earlier copy"), "{}", page.text);
    let (state, anchor) = (page.value("name=\"state\" value=\""), page.value("id=\"p-years-joined-"));
    let form = format!("state={state}&anchor=years-joined-{anchor}&decision=reject");
    assert_eq!(served.post(&format!("{path}/mark"), &cookie, &form).status, 303);
    // The same paper again, a word changed beside the mark; and one that is another's.
    fs::create_dir_all(served.folder().join("in/again")).unwrap();
    fs::write(served.folder().join("in/again/p.txt"), PAPER.replace("were lit", "were kept lit")).unwrap();
    fs::write(
        served.folder().join("in/other.txt"),
        PAPER.replace("Harbour", "Street").replace("FJI/7/1", "TON/8/1"),
    )
    .unwrap();
    served.look();
    let find = |name: &str| served.desk.documents().into_iter().find(|one| one.found.name == name).unwrap();
    let (again, other) = (format!("/d/{}", find("again/p.txt").id), format!("/d/{}", find("other.txt").id));
    assert!(!served.get(&other, &cookie).text.contains("earlier copy"));
    let page = served.get(&again, &cookie);
    assert!(page.text.contains("There are decisions on p.txt"), "{}", page.text);
    let (state, from) = (page.value("name=\"state\" value=\""), page.value("name=\"from\" value=\""));
    let foreign = served.post(&format!("{again}/carry"), &cookie, &format!("state={state}&from=../../x"));
    assert_eq!(foreign.status, 409);
    let carried = served.post(&format!("{again}/carry"), &cookie, &format!("state={state}&from={from}"));
    assert_eq!(carried.status, 303, "{}", carried.text);
    let page = served.get(&again, &cookie);
    assert!(page.text.contains("rejected") && !page.text.contains("earlier copy"), "{}", page.text);
    assert!(fs::read_to_string(served.folder().join("in/again/p.toml")).unwrap().contains("2022-09-15"));
    // It can be undone, as any change.
    let state = page.value("name=\"state\" value=\"");
    assert_eq!(served.post(&format!("{again}/undo"), &cookie, &format!("state={state}")).status, 303);
    assert!(!served.folder().join("in/again/p.review.toml").exists());
}
