"""Attacks on the review page: each is tried over a raw connection, or in the folder that is watched, and the right
answer stands beside it. Not needed by the suite, which has a part of them.

    python3 tests/tools/review_attacks.py target/release/itudoc

Prints a line for each attack that did not meet its right answer, and the count. Exit status 1 where there is one.
"""
import base64
import email.message
import io
import pathlib
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import zipfile

BIN = sys.argv[1]
PAPER = (
    "MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nHarbour lights\n"
    "The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n"
    "recalling\nthat the lamps of 20142018 were lit,\nresolves\nto keep the lights,\nReasons: they are seen from far.\n"
)
FACTS = 'date = 2022-09-15\noriginal = "en"\ndocument = "%d"\nsource = "FJI"\nconference = "PP-22"\ntitle = "Lights"\n'
faults, tried = [], 0


def holds(name, right, seen=""):
    global tried
    tried += 1
    if not right:
        faults.append(f"{name}: {str(seen)[:300]}")


class Desk:
    def __init__(self, root, *more):
        self.root = pathlib.Path(root)
        self.input, self.out = self.root / "in", self.root / "out"
        self.input.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [BIN, "review", str(self.input), "-o", str(self.out), "--no-open", "--isolated", *more],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        self.address = ""
        while "http" not in self.address:
            self.address = self.process.stdout.readline() or sys.exit("the page did not start")
        found = re.search(r"http://([^/]+)/(?:\?token=(\w+))?", self.address)
        self.host, self.token = found.group(1), found.group(2) or ""
        self.port = int(self.host.rsplit(":", 1)[1])

    def raw(self, data, wait=10):
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as link:
            link.sendall(data)
            said = b""
            try:
                while part := link.recv(65536):
                    said += part
            except (TimeoutError, ConnectionError):
                pass
        return said.decode("utf-8", "replace")

    def ask(self, method, path, cookie="", body=None, **headers):
        head = {"host": self.host, "cookie": cookie, "connection": "close", "origin": f"http://{self.host}"}
        if method == "GET":
            head.pop("origin")
        if body is not None:
            body = urllib.parse.urlencode(body) if isinstance(body, dict) else body
            head |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body.encode()))}
        head |= {key.replace("_", "-"): value for key, value in headers.items()}
        lines = "".join(f"{key}: {value}\r\n" for key, value in head.items() if value is not None)
        said = self.raw(f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body or ''}".encode())
        status = re.match(r"HTTP/1.1 (\d+)", said)
        return int(status.group(1)) if status else 0, said

    def session(self, officer=None):
        status, said = self.ask("GET", f"/?token={self.token}")
        cookie = re.search(r"set-cookie: ([^;\r]+)", said).group(1)
        if officer:
            self.ask("POST", "/me", cookie, {"officer": officer, "language": "en"})
        return cookie

    def documents(self, cookie):
        said = self.ask("GET", "/", cookie)[1]
        rows = re.findall(r'<a [^>]*href="(/d/\w+)"[^>]*>([^<]*)<', said)
        return {name.strip(): path for path, name in rows}

    def wait(self, cookie, name, seconds=25):
        for _ in range(seconds * 4):
            if (found := self.documents(cookie)).get(name):
                status, said = self.ask("GET", found[name], cookie)
                if status == 200 and 'name="state"' in said:
                    return found[name]
            time.sleep(0.25)
        return None

    def page(self, path, cookie):
        said = self.ask("GET", path, cookie)[1]
        state = re.search(r'name="state" value="(\w+)"', said)
        anchors = re.findall(r'<li class="point[^>]*data-point="([^"]+)"[^>]*data-open', said)
        return said, state.group(1) if state else "", anchors

    def end(self):
        self.process.terminate()
        self.process.wait(10)


def marks(said, anchors):
    """Those of the points that are marks."""
    return [anchor for anchor in anchors if '/mark"' in said.split(f'data-point="{anchor}"')[1].split("</li>")[0]]


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def put(desk, name, text=PAPER, number=7):
    data = text if isinstance(text, bytes) else text.encode()
    (desk.input / name).write_bytes(data)
    (desk.input / name).with_suffix(".toml").write_text(FACTS % number)


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return store.getvalue()


def entry(desk, me):
    """Who is let in at all."""
    path = desk.documents(me)["a.txt"]
    for name, status, seen in [
        ("no cookie", 403, desk.ask("GET", "/")),
        ("a wrong token", 403, desk.ask("GET", "/?token=" + "0" * 32)),
        ("a token cut short", 403, desk.ask("GET", "/?token=" + desk.token[:-1])),
        ("the token by POST", 403, desk.ask("POST", f"/?token={desk.token}", "", {})),
        ("a cookie of another port's name", 403, desk.ask("GET", "/", me.replace("itudoc-", "itudoc-1"))),
        ("a cookie made up", 403, desk.ask("GET", "/", me.split("=")[0] + "=" + "ab" * 16)),
        ("the token as cookie", 403, desk.ask("GET", "/", me.split("=")[0] + "=" + desk.token)),
        ("a foreign host", 403, desk.ask("GET", "/", me, host="evil.example")),
        ("a host with our name before it", 403, desk.ask("GET", "/", me, host=f"{desk.host}.evil.example")),
        ("our host on another port", 403, desk.ask("GET", "/", me, host="127.0.0.1:1")),
        ("no host", 403, desk.ask("GET", "/", me, host=None)),
        ("a forwarded host", 403, desk.ask("GET", "/", me, host="evil.example", x_forwarded_host=desk.host)),
        ("a signed-in name where no proxy is", 403, desk.ask("GET", "/", x_remote_user="admin")),
        ("POST without origin", 403, desk.ask("POST", path + "/hold", me, {}, origin=None)),
        ("POST from origin null", 403, desk.ask("POST", path + "/hold", me, {}, origin="null")),
        ("POST from elsewhere", 403, desk.ask("POST", path + "/hold", me, {}, origin="http://evil.example")),
        ("POST from another port", 403, desk.ask("POST", path + "/hold", me, {}, origin="http://127.0.0.1:1")),
        ("POST from another site, says the browser", 403,
         desk.ask("POST", path + "/hold", me, {}, sec_fetch_site="cross-site")),
        ("a body of another type", 415,
         desk.ask("POST", path + "/hold", me, "{}", content_type="text/plain")),
    ]:
        # What no HTTP server takes at all is turned away by it with 400.
        right = seen[0] == status or (name == "no host" and seen[0] in (400, 403))
        holds(name, right and "set-cookie" not in seen[1], seen)
    said = desk.ask("GET", "/", me)[1]
    holds("the token is in no page", desk.token not in said and desk.token not in desk.ask("GET", path, me)[1])
    policy = re.search(r"content-security-policy: ([^\r]+)", said).group(1)
    holds("the policy allows nothing inline", "unsafe" not in policy and "default-src 'none'" in policy, policy)


def reading(desk, me):
    """GET changes nothing, and leads nowhere else."""
    path = desk.documents(me)["a.txt"]
    said, state, anchors = desk.page(path, me)
    before = files(desk.root)
    for act in ["mark", "finding", "fix", "facts", "carry", "undo", "publish", "reopen", "hold", "take", "release"]:
        query = urllib.parse.urlencode({"anchor": anchors[0], "decision": "accept", "state": state, "reason": "x"})
        status, _ = desk.ask("GET", f"{path}/{act}?{query}", me)
        holds(f"GET {act}", status == 404, status)
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"]:
        status, _ = desk.ask(method, path + "/publish", me)
        holds(f"{method} publish", status in (403, 404, 405), status)
    holds("nothing was changed by them", files(desk.root) == before)
    for name in ["/../../etc/passwd", "/d/..%2f..%2fetc%2fpasswd", "/d/%2e%2e/%2e%2e/in/a.txt", "/in/a.txt",
                 "//evil.example/", path + "/page/0/1", path + "/page/999999999999999999999/1", path + "/page/1/0",
                 path + "/page/-1/1", path + "/letter/../../..", "/d/" + "a" * 9000, "/font/../../etc/passwd%00"]:
        status, said = desk.ask("GET", name, me)
        holds(f"GET {name[:40]}", (status in (400, 404, 414) or "/font/" in name) and "root:" not in said, status)
    status, said = desk.ask("GET", path + "?at=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", me)
    holds("markup in the address", "<script>alert" not in said, status)
    status, said = desk.ask("POST", "/me", me, {"officer": "x"}, referer="http://evil.example//evil.example/\r\nset-cookie: a=b")
    where = re.search(r"location: ([^\r]*)", said)
    holds("the page gone back to is ours", where is None or not where.group(1).startswith("//"), said)


def two(desk, me):
    """Two officers, stale states, requests sent again."""
    other = desk.session("B. <b>Officer</b>\u202e")
    path = desk.wait(me, "b.txt")
    said, state, anchors = desk.page(path, me)
    mark = marks(said, anchors)[0]
    form = {"anchor": mark, "decision": "accept", "state": state}
    holds("without a state", desk.ask("POST", path + "/mark", me, form | {"state": ""})[0] == 409)
    holds("with a state made up", desk.ask("POST", path + "/mark", me, form | {"state": "0" * 16})[0] == 409)
    holds("a mark that is not there", desk.ask("POST", path + "/mark", me, form | {"anchor": "zz"})[0] == 409)
    first = desk.ask("POST", path + "/mark", me, form)
    holds("a decision", first[0] == 303, first)
    kept = (desk.input / "b.review.toml").read_bytes()
    holds("the same sent again", desk.ask("POST", path + "/mark", me, form)[0] == 409)
    said, state, _ = desk.page(path, other)
    held = desk.ask("POST", path + "/mark", other, form | {"state": state, "decision": "reject"})
    holds("a decision by another", held[0] == 409, held)
    holds("publishing by another", desk.ask("POST", path + "/publish", other, {"state": state})[0] == 409)
    holds("release by another leaves the hold", desk.ask("POST", path + "/release", other, {})[0] == 303
          and desk.ask("POST", path + "/publish", other, {"state": state})[0] == 409)
    holds("nothing of it was stored", (desk.input / "b.review.toml").read_bytes() == kept)
    desk.ask("POST", path + "/take", other, {})
    said = desk.page(path, me)[0]
    holds("a name with markup", "<b>Officer</b>" not in said and "\u202e" not in said)
    holds("the first is told", desk.ask("POST", path + "/mark", me, form | {"state": state})[0] == 409)
    # Both at once: one is stored, the other told.
    path = desk.wait(me, "c.txt")
    said, state, anchors = desk.page(path, me)
    form = {"anchor": marks(said, anchors)[0], "state": state}
    seen = []
    def decide(who, decision):
        seen.append(desk.ask("POST", path + "/mark", who, form | {"decision": decision})[0])
    crowd = [threading.Thread(target=decide, args=(who, decision))
             for who, decision in [(me, "accept"), (other, "reject")] * 4]
    [one.start() for one in crowd]
    [one.join() for one in crowd]
    holds("eight at once: one is stored", sorted(seen) == [303] + [409] * 7, seen)
    [desk.ask("POST", path + "/release", who, {}) for who in (me, other)]


def meantime(desk, me):
    """Files that change under the page."""
    path = desk.wait(me, "d.txt")
    said, state, anchors = desk.page(path, me)
    form = {"anchor": marks(said, anchors)[0], "decision": "accept", "state": state}
    (desk.input / "d.txt").write_text(PAPER.replace("lamps", "candles"))
    holds("the file was replaced", desk.ask("POST", path + "/mark", me, form)[0] == 409)
    holds("publishing what was replaced", desk.ask("POST", path + "/publish", me, {"state": state})[0] == 409)
    said, state, anchors = desk.page(path, me)
    review = desk.input / "d.review.toml"
    review.write_text("# a note of mine\n")
    edited = desk.ask("POST", path + "/mark", me, form | {"state": state})
    holds("decisions edited by hand", edited[0] in (409, 422), edited)
    review.write_text('[[mark]]\nanchor = "x\n')
    status, said = desk.ask("POST", path + "/publish", me, {"state": state})
    holds("decisions that are no TOML", status in (409, 422) and "Traceback" not in said, status)
    status, said = desk.ask("GET", path, me)
    holds("the page says where they are broken", status == 200 and "d.review.toml" in said, said)
    review.unlink()
    said, state, anchors = desk.page(path, me)
    holds("and goes on once they are mended", bool(state), said)
    for name, value in [("date", "<script>"), ("date", "99-99-99"), ("original", "xx"), ("source", '"\n[a]\nb="')]:
        before = files(desk.input)
        status, said = desk.ask("POST", path + "/facts", me, {"state": state, name: value})
        if status == 303:
            said, state, _ = desk.page(path, me)
            holds(f"a fact with lines in it ({name})", "[a]" not in (desk.input / "d.toml").read_text().splitlines())
        else:
            holds(f"a fact that is none ({value})", status == 422 and "<script>" not in said and files(desk.input) == before, status)
    said, state, anchors = desk.page(path, me)
    finding = next((a for a in anchors if '/finding"' in said.split(f'data-point="{a}"')[1].split("</li>")[0]), None)
    if finding:
        note = "<img src=x onerror=alert(1)>\u202e\x07'''\"\"\"\n[[mark]]"
        status, _ = desk.ask("POST", path + "/finding", me,
                             {"anchor": finding, "decision": "waive", "note": note, "state": state})
        said = desk.page(path, me)[0]
        holds("a reason with markup", status == 303 and "<img src=x" not in said and "\u202e" not in said, status)
    status, _ = desk.ask("POST", path + "/mark", me, {"anchor": anchors[0], "decision": "accept", "extent": "[-<script>-]",
                                                    "state": desk.page(path, me)[1]})
    holds("an extent of other words", status in (409, 422), status)
    (desk.input / "d.txt").unlink()
    status, said = desk.ask("POST", path + "/publish", me, {"state": state})
    holds("publishing what is gone", status in (404, 409, 422), status)


def published(desk, me):
    """Publishing twice, locked documents."""
    path = desk.wait(me, "e.txt")
    said, state, anchors = desk.page(path, me)
    refused = desk.ask("POST", path + "/publish", me, {"state": state})
    holds("publishing with a mark open", refused[0] == 422 and not list(desk.out.glob("e.*")), refused[0])
    for anchor in anchors:
        for act, form in [("mark", {"decision": "accept"}), ("finding", {"decision": "waive", "note": "seen"})]:
            state = desk.page(path, me)[1]
            if desk.ask("POST", f"{path}/{act}", me, form | {"anchor": anchor, "state": state})[0] == 303:
                break
    holds("waived without a reason", desk.ask("POST", path + "/finding", me,
          {"decision": "waive", "anchor": anchors[0], "state": desk.page(path, me)[1]})[0] in (409, 422))
    state = desk.page(path, me)[1]
    seen = []
    crowd = [threading.Thread(target=lambda: seen.append(desk.ask("POST", path + "/publish", me, {"state": state})))
             for _ in range(6)]
    [one.start() for one in crowd]
    [one.join() for one in crowd]
    statuses = sorted(status for status, _ in seen)
    holds("published six times at once: once", statuses == [200] + [409] * 5, statuses)
    log = desk.out / "e.decisions.toml"
    holds("one event in the log", log.exists() and log.read_text().count('what = "published"') == 1, log.exists() and log.read_text())
    made = files(desk.out)
    for act, form in [("mark", {"decision": "reject", "anchor": anchors[0]}), ("undo", {}), ("facts", {"date": "2022-09-16"}),
                      ("publish", {}), ("fix", {"anchor": anchors[0]})]:
        status, _ = desk.ask("POST", f"{path}/{act}", me, form | {"state": desk.page(path, me)[1] or state})
        holds(f"{act} on what is published", status == 409, status)
    holds("reopened without a reason", desk.ask("POST", path + "/reopen", me, {"reason": " \t"})[0] == 422)
    (desk.input / "e.txt").write_text(PAPER.replace("lamps", "torches"))
    time.sleep(2)
    holds("outputs stay as they are", {k: v for k, v in files(desk.out).items() if k.startswith("e.")}
          == {k: v for k, v in made.items() if k.startswith("e.")})
    before = log.read_text()
    status, _ = desk.ask("POST", path + "/reopen", me, {"reason": '"""\n[[event]]\n<b>'})
    holds("reopened with a reason of markup", status == 303 and log.read_text().startswith(before), status)
    log.write_text("broken [")
    status, said = desk.ask("POST", path + "/publish", me, {"state": desk.page(path, me)[1]})
    holds("a broken log does not open the lock in silence", status in (409, 422), status)


def arrivals(desk, me):
    """What is put into the folder."""
    outside = desk.root / "evil.txt"
    def arrive(name, data):
        (desk.input / name).write_bytes(data)
    arrive("slip.zip", zipped([("../../evil.txt", PAPER), ("..\\..\\evil2.txt", PAPER), ("/abs.txt", PAPER), ("C:\\x.txt", PAPER)]))
    inner = zipped([("n.txt", PAPER)])
    for depth in range(12):
        inner = zipped([("n.zip", inner), (f"at{depth}.txt", PAPER)])
    arrive("nest.zip", inner)
    arrive("bomb.zip", zipped([(f"{n}.bin", b"\0" * (64 << 20)) for n in range(20)]))
    many = zipped([(f"{n}.txt", b"x") for n in range(2500)])
    arrive("many.zip", many)
    arrive("bombs.zip", zipped([(f"b{n}.zip", zipped([("a.bin", b"\0" * (200 << 20))])) for n in range(8)]))
    arrive("links.zip", linked())
    arrive("broken.zip", inner[: len(inner) // 2])
    arrive("a\u202etxt.exe", b"MZ")
    arrive("bidi\u202e\u2066name.txt", PAPER.encode())
    arrive("<img src=x onerror=alert(1)>.txt", PAPER.encode())
    arrive("line\nbreak.txt", PAPER.encode())
    arrive("mail.eml", mail(1))
    arrive("deep.eml", mail(40))
    arrive("head.eml", b"From: \"<script>\" <a@b>\r\nSubject: =?utf-8?q?=0D=0ASet-Cookie:_a?=\r\n"
           b"Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Disposition: attachment; filename=\"../../../evil.txt\"\r\n\r\n"
           + PAPER.encode() + b"\r\n--x--\r\n")
    arrive("endless.eml", b"Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n" * 20000)
    arrive("fake.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096)
    started = time.time()
    answers = []
    while time.time() - started < 40:
        begun = time.time()
        status, said = desk.ask("GET", "/", me)
        answers.append(time.time() - begun)
        holds_now = status
        time.sleep(0.5)
    holds("the page answers while it unpacks", holds_now == 200 and max(answers) < 5, (holds_now, max(answers)))
    holds("nothing was written outside", not outside.exists() and not (desk.root.parent / "evil.txt").exists())
    depth = max(len(path.relative_to(desk.input).parts) for path in desk.input.rglob("*"))
    holds("archives in archives are bounded", depth <= 12, depth)
    size = sum(path.stat().st_size for path in desk.input.rglob("*") if path.is_file())
    holds("what is unpacked is bounded", size < (3 << 29), f"{size >> 20} MB")
    said = desk.ask("GET", "/?n=200", me)[1]
    holds("names with markup or direction", "<img src=x" not in said and "\u202e" not in said and "\u2066" not in said)
    holds("no line of the mail is a header", "\r\nSet-Cookie: a" not in said)
    for name in ["bomb.zip", "many.zip", "broken.zip", "fake.msg"]:
        holds(f"{name} is told of", name in said or name in passed(desk, me), "not on the page")
    links = [path for path in desk.input.rglob("*") if path.is_symlink()]
    holds("no link is made", not links, links)


def passed(desk, me):
    return desk.ask("GET", "/?state=refused", me)[1]


def linked():
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr("good.txt", PAPER)
    return store.getvalue()


def mail(depth):
    inner = email.message.EmailMessage()
    inner["From"], inner["Subject"] = "Ana <ana@example.org>", "paper"
    inner.set_content("find it attached")
    inner.add_attachment(PAPER.encode(), "text", "plain", filename="p.txt")
    for _ in range(depth - 1):
        outer = email.message.EmailMessage()
        outer["From"], outer["Subject"] = "Bo <bo@example.org>", "fwd"
        outer.set_content("see below")
        outer.add_attachment(inner)
        inner = outer
    return inner.as_bytes()


def crowds(desk, me):
    """Bodies and connections that are too many, too long, too slow."""
    path = desk.documents(me)["a.txt"]
    status, _ = desk.ask("POST", path + "/facts", me, "title=" + "a" * (1 << 20))
    holds("a form of a megabyte", status == 413, status)
    said = desk.raw((f"POST {path}/facts HTTP/1.1\r\nhost: {desk.host}\r\ncookie: {me}\r\norigin: http://{desk.host}\r\n"
                     "content-type: application/x-www-form-urlencoded\r\ncontent-length: 99999999999\r\n\r\n").encode() + b"a" * 300000, 5)
    holds("a body that never comes whole", "HTTP/1.1 200" not in said and "303" not in said[:20], said[:60])
    status, _ = desk.ask("POST", path + "/facts", me, "&".join(f"a{n}=b" for n in range(30000)))
    holds("a form of 30,000 fields", status in (409, 413), status)
    status, _ = desk.ask("GET", "/", me + "; " + "a" * 100000)
    holds("a cookie of 100 KB", status in (0, 400, 431, 200), status)
    held = []
    try:
        for _ in range(400):
            link = socket.create_connection(("127.0.0.1", desk.port), timeout=5)
            link.sendall(b"GET / HTTP/1.1\r\nhost: ")
            held.append(link)
    except OSError:
        pass
    begun = time.time()
    status, _ = desk.ask("GET", "/", me)
    holds("400 connections that say half a line", status == 200 and time.time() - begun < 5, (status, time.time() - begun))
    slow = []
    for _ in range(600):
        try:
            link = socket.create_connection(("127.0.0.1", desk.port), timeout=5)
            link.sendall((f"POST {path}/facts HTTP/1.1\r\nhost: {desk.host}\r\ncookie: {me}\r\norigin: http://{desk.host}\r\n"
                          "content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\na").encode())
            slow.append(link)
        except OSError:
            break
    begun = time.time()
    status, _ = desk.ask("GET", "/", me)
    holds("600 bodies of which one byte came", status == 200 and time.time() - begun < 5, (status, time.time() - begun))
    time.sleep(95)
    def is_closed(link):
        link.setblocking(False)
        try:
            return link.recv(1000) is not None
        except (BlockingIOError, TimeoutError):
            return False
        except OSError:
            return True
    closed = sum(is_closed(link) for link in held + slow)
    holds("they are ended after a minute and a half", closed > 0.9 * len(held + slow), f"{closed} of {len(held + slow)}")
    [link.close() for link in held + slow]
    holds("and the page answers", desk.ask("GET", "/", me)[0] == 200)


def signed_in(root):
    """Behind a proxy that signs people in."""
    desk = Desk(root, "--listen", "127.0.0.1:0", "--host", "review.example.org", "--user-header", "X-Remote-User")
    try:
        put(desk, "a.txt")
        host = {"host": "review.example.org"}
        holds("no name", desk.ask("GET", "/", **host)[0] == 403)
        holds("an empty name", desk.ask("GET", "/", x_remote_user=" ", **host)[0] == 403)
        holds("the token is no way in", desk.ask("GET", "/?token=" + (desk.token or "0"), **host)[0] == 403)
        status, said = desk.ask("GET", "/", x_remote_user="ana", **host)
        holds("a name", status == 200, status)
        status, _ = desk.ask("POST", "/me", body={"officer": "boss"}, x_remote_user="ana", origin="https://review.example.org", **host)
        said = desk.ask("GET", "/", x_remote_user="ana", **host)[1]
        holds("nobody takes another name", "boss" not in said, status)
        twice = desk.raw(b"GET / HTTP/1.1\r\nhost: review.example.org\r\nx-remote-user: ana\r\nx-remote-user: root\r\nconnection: close\r\n\r\n")
        holds("two names are none", " 403 " in twice[:20], twice[:40])
    finally:
        desk.end()


PARTS = [entry, reading, two, meantime, published, crowds, arrivals]


def main():
    with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as other:
        (pathlib.Path(root) / "in").mkdir()
        desk = Desk(root)
        try:
            for number, letter in enumerate("abcde"):
                put(desk, f"{letter}.txt", number=7 + number)
            me = desk.session("A. Officer")
            if not all(desk.wait(me, f"{letter}.txt") for letter in "abcde"):
                sys.exit("the documents do not appear")
            for part in PARTS:
                begun = tried
                try:
                    part(desk, me)
                except Exception as error:
                    faults.append(f"{part.__name__}: {error!r} after {tried - begun}")
                if desk.process.poll() is not None:
                    faults.append(f"{part.__name__}: the program ended")
                    break
        finally:
            desk.end()
        signed_in(other)
    print(f"{tried} attacks, {len(faults)} not met")
    for fault in faults:
        print("  " + fault.encode("unicode_escape").decode()[:600])
    sys.exit(1 if faults else 0)


main()
