#!/usr/bin/env python3
"""usage: views.py BIN [--draw COUNT] [FILE or FOLDER ...]

The revised and the base text of each Word file with tracked changes, and of drawn ones, against its marked
DOCX with all changes accepted, or rejected, by code that is not the program's: lxml, after ECMA-376 part 1,
17.13.5. Page numbers of lists of contents are those of each document's own pages, and are not compared. Prints a
line a difference, and at the end how many files were equal; its status says whether all were. Needs lxml."""
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{%s}" % MAIN
GONE = {
    "revised": {W + "del", W + "moveFrom", W + "cellDel"},
    "base": {W + "ins", W + "moveTo", W + "cellIns"},
}
BY = 'w:id="1" w:author="A. Delegate" w:date="2014-09-15T10:00:00Z"'


def goes(properties, view):
    """Whether a paragraph mark, a row or a cell goes."""
    return properties is not None and any(child.tag in GONE[view] for child in properties)


def words(node, view):
    """What a paragraph shows."""
    if node.tag in GONE[view] or node.tag in (W + "pPr", W + "rPr", W + "drawing", W + "pict"):
        return ""
    if node.tag in (W + "t", W + "delText"):
        return node.text or ""
    if node.tag == W + "tab":
        return "\t"
    if node.tag in (W + "br", W + "cr"):
        return "\n"
    return "".join(words(child, view) for child in node)


def is_contents(paragraph):
    """Whether it is an entry of a list of contents, which ends with the number of a page."""
    style = paragraph.find(W + "pPr/" + W + "pStyle")
    return style is not None and style.get(W + "val").upper().startswith("TOC")


def lines(node, view):
    """The paragraphs of a body or cell, those whose marks go joined with the next."""
    found, waiting = [], None
    for child in node:
        if child.tag == W + "p":
            line = (waiting or "") + words(child, view)
            if is_contents(child):
                line = re.sub(r"\t\d+$", "\t", line)
            waiting = None
            if goes(child.find(W + "pPr/" + W + "rPr"), view):
                waiting = line
            else:
                found.append(line)
        elif child.tag == W + "tbl":
            rows = [row for row in child.iter(W + "tr") if row.getparent() is child]
            rows = [row for row in rows if not goes(row.find(W + "trPr"), view)]
            if not rows:
                continue
            found += [] if waiting is None else [waiting]
            waiting = None
            for row in rows:
                for cell in row.findall(W + "tc"):
                    if not goes(cell.find(W + "tcPr"), view):
                        found += lines(cell, view)
        elif child.tag == W + "sdt":
            found += lines(child.find(W + "sdtContent"), view)
    return found + ([] if waiting is None else [waiting])


def shown(docx, view):
    """What can be seen of a document's lines."""
    with zipfile.ZipFile(docx) as package:
        body = etree.fromstring(package.read("word/document.xml")).find(W + "body")
    return [line.strip() for line in lines(body, view) if line.strip()]


def made(program, path, folder, view):
    """The DOCX that the program makes; none where it refuses."""
    out = os.path.join(folder, view)
    command = [program, "convert", path, "-o", out, "--to", "docx", "--view", view, "--isolated", "--quiet"]
    subprocess.run(command + ["--doc-helper", "none"], capture_output=True, timeout=300)
    docx = os.path.join(out, os.path.splitext(os.path.basename(path))[0] + ".docx")
    return docx if os.path.exists(docx) else None


def differences(program, path):
    """Lines that differ, by view; none where the program refuses the file."""
    with tempfile.TemporaryDirectory() as folder:
        marked = made(program, path, folder, "marked")
        if marked is None:
            return None
        found = []
        for view in ("revised", "base"):
            own = made(program, path, folder, view)
            ours = shown(own, "revised") if own else ["refused"]
            theirs = shown(marked, view)
            if ours != theirs:
                at = next((i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b), min(len(ours), len(theirs)))
                found.append((view, at, ours[at : at + 1], theirs[at : at + 1]))
        return found


def is_tracked(path):
    """Whether a Word package holds marked changes of its text."""
    try:
        with zipfile.ZipFile(path) as package:
            text = package.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
    return any(mark in text for mark in (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ", b"PrChange "))


class Draw:
    """A body with marks of all kinds."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.count = 0
        self.moves = 0

    def word(self):
        self.count += 1
        return "word%d%s" % (self.count, self.random.choice(["", " "]))

    def run(self, deleted=False):
        tag = "delText" if deleted else "t"
        return '<w:r><w:%s xml:space="preserve">%s</w:%s></w:r>' % (tag, self.word(), tag)

    def piece(self):
        kind = self.random.randrange(7)
        if kind == 0:
            return "<w:ins %s>%s</w:ins>" % (BY, self.run())
        if kind == 1:
            return "<w:del %s>%s</w:del>" % (BY, self.run(True))
        if kind == 2:
            # Inserted by one and deleted by another.
            return "<w:ins %s><w:del %s>%s</w:del></w:ins>" % (BY, BY, self.run(True))
        if kind == 3:
            self.moves += 1
            name, there, gone = self.moves, self.run(), self.run()
            move = '<w:%sRangeStart w:id="%d" w:name="m%d" w:author="A"/><w:%s %s>%s</w:%s><w:%sRangeEnd w:id="%d"/>'
            pieces = [
                move % ("moveFrom", name, name, "moveFrom", BY, gone, "moveFrom", "moveFrom", name),
                self.run(),
                move % ("moveTo", name + 1000, name, "moveTo", BY, there, "moveTo", "moveTo", name + 1000),
            ]
            return "".join(pieces)
        return self.run()

    def paragraph(self):
        pick = self.random.choice
        number = '<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="1"/></w:numPr>' % self.random.randrange(2)
        listed = pick(["", "", number])
        mark = pick(["", "", "", "ins", "del", "moveFrom", "moveTo"])
        mark = "<w:rPr><w:%s %s/></w:rPr>" % (mark, BY) if mark else ""
        before = pick(["", "", "", "<w:pPr/>", "<w:pPr>%s</w:pPr>" % number])
        change = "<w:pPrChange %s>%s</w:pPrChange>" % (BY, before) if before else ""
        pieces = "".join(self.piece() for _ in range(self.random.randrange(4)))
        return "<w:p><w:pPr>%s%s%s</w:pPr>%s</w:p>" % (listed, mark, change, pieces)

    def table(self, depth):
        rows = []
        for _ in range(1 + self.random.randrange(3)):
            mark = self.random.choice(["", "", "<w:ins %s/>" % BY, "<w:del %s/>" % BY])
            cells = []
            for _ in range(2):
                inner = self.table(depth + 1) if depth == 0 and self.random.randrange(4) == 0 else ""
                body = "".join(self.paragraph() for _ in range(self.random.randrange(3)))
                cells.append("<w:tc><w:tcPr/>%s%s<w:p>%s</w:p></w:tc>" % (body, inner, self.run()))
            rows.append("<w:tr><w:trPr>%s</w:trPr>%s</w:tr>" % (mark, "".join(cells)))
        grid = "<w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='2000'/></w:tblGrid>"
        return "<w:tbl><w:tblPr/>%s%s</w:tbl>" % (grid, "".join(rows))

    def body(self):
        whole = "<w:p><w:r><w:t>%s of the text, which stands.</w:t></w:r></w:p>"
        middle = [self.table(0) if self.random.randrange(5) == 0 else self.paragraph() for _ in range(8)]
        return whole % "Beginning" + "".join(middle) + whole % "End"


def drawn(seed):
    """The package of a drawn body."""
    level = (
        '<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%s"/></w:lvl>'
    )
    levels = level % (0, "%1.") + level % (1, "%1.%2.")
    numbering = (
        '<w:numbering xmlns:w="%s"><w:abstractNum w:abstractNumId="0">%s</w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>' % (MAIN, levels)
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    relation = '<Relationship Id="r1" Type="' + kinds + '%s" Target="%s"/>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("_rels/.rels", relations % (relation % ("officeDocument", "word/document.xml")))
        package.writestr("word/_rels/document.xml.rels", relations % (relation % ("numbering", "numbering.xml")))
        package.writestr("word/numbering.xml", numbering)
        body = Draw(seed).body()
        package.writestr(
            "word/document.xml", '<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (MAIN, body)
        )
    return made.getvalue()


def main():
    arguments = sys.argv[1:]
    if not arguments:
        sys.exit(__doc__)
    program, rest = os.path.abspath(arguments[0]), arguments[1:]
    draws = 0
    if rest[:1] == ["--draw"]:
        draws, rest = int(rest[1]), rest[2:]
    files = []
    for path in rest:
        if os.path.isdir(path):
            for folder, _, names in sorted(os.walk(path)):
                files += [os.path.join(folder, name) for name in sorted(names) if name.endswith((".docx", ".docm"))]
        else:
            files.append(path)
    equal = refused = 0
    judged = [(path, path) for path in files if is_tracked(path)]
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(draws):
            path = os.path.join(folder, "drawn%d.docx" % seed)
            with open(path, "wb") as file:
                file.write(drawn(seed))
            judged.append(("drawn %d" % seed, path))
        for name, path in judged:
            found = differences(program, path)
            if found is None:
                refused += 1
                print("%s: refused" % name)
            elif found:
                for view, at, ours, theirs in found:
                    print("%s: %s, line %d: %r, accepted or rejected %r" % (name, view, at, ours, theirs))
            else:
                equal += 1
    print("%d of %d tracked files equal, %d refused" % (equal, len(judged), refused))
    sys.exit(0 if equal + refused == len(judged) else 1)


if __name__ == "__main__":
    main()
