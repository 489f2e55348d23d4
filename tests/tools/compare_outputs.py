#!/usr/bin/env python3
"""What two builds of the program make of one folder, and where they differ.

    compare_outputs.py OLD NEW [--show N]

OLD and NEW are folders of outputs (`itudoc convert FOLDER -o OLD --to docx,pdf,json`), made from the same inputs.
Of each file three things are compared, and nothing of how they are written: the words and their order (JSON), the
words with their marks (DOCX), the words on the pages and the number of pages (PDF, by poppler's pdftotext). Keys of
the JSON that the old build wrote and the new one never does are listed: keys are added to, never renamed.
`--show N` prints the first N differing passages of each kind, so that each can be given its reason.
"""
import argparse, collections, difflib, itertools, json, pathlib, re, subprocess, sys, zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def json_words(path, keys):
    """All texts of a submission in order; the shapes of its keys go into `keys`."""
    words = []

    def visit(value, shape):
        if isinstance(value, dict):
            for key, inner in value.items():
                keys.add(shape + "." + key)
                if key == "text" and isinstance(inner, str):
                    words.extend(inner.split())
                # Runs hold the words of their text once more, with their looks.
                if key != "runs":
                    visit(inner, shape + "." + key)
        elif isinstance(value, list):
            for inner in value:
                visit(inner, shape + "[]")

    document = json.loads(path.read_bytes())
    for part in ("masthead", "parts", "notes", "comments"):
        if part in document:
            keys.add("." + part)
            visit(document[part], "." + part)
    for key in document:
        keys.add("." + key)
    return words


def docx_words(path):
    """Words with their mark: `+` inserted, `-` deleted. A run's words stand as they are joined in the paragraph."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    words = []
    for paragraph in root.iter(W + "p"):
        text = []
        stack = [(paragraph, "")]
        while stack:
            node, mark = stack.pop()
            if node is not paragraph and node.tag == W + "p":
                continue
            mark = {W + "ins": "+", W + "moveTo": "+", W + "del": "-", W + "moveFrom": "-"}.get(node.tag, mark)
            if node.tag in (W + "t", W + "delText"):
                text.append((mark, node.text or ""))
            if node.tag == W + "noBreakHyphen":
                text.append((mark, "-"))
            if node.tag in (W + "tab", W + "br"):
                text.append((mark, " "))
            stack.extend((child, mark) for child in reversed(list(node)))
        # Runs of one mark are one text: where Word cuts its runs is no difference.
        for mark, runs in itertools.groupby(text, key=lambda run: run[0]):
            words += [mark + word for word in "".join(run for _, run in runs).split()]
    return words


def pdf_words(path):
    made = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    return made.split(), made.count("\f")


def passages(old, new):
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(old[a:b][:24]), " ".join(new[c:d][:24])


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("old", type=pathlib.Path)
    options.add_argument("new", type=pathlib.Path)
    options.add_argument("--show", type=int, default=0)
    given = options.parse_args()
    stems = lambda folder: {str(p.relative_to(folder))[:-5] for p in folder.rglob("*.json")} - {".itudoc/manifest"}
    old, new = stems(given.old), stems(given.new)
    both = sorted(old & new)
    if not both:
        sys.exit("no file was converted by both: are these folders of outputs?")
    print(f"{len(both)} converted by both; {len(old - new)} by the old build only; {len(new - old)} by the new one only")
    for name in sorted(old - new):
        print(f"  old only: {name}")
    keys = (set(), set())
    counts, shown = collections.Counter(), collections.defaultdict(list)
    for name in both:
        for kind, read in (("json", None), ("docx", docx_words), ("pdf", pdf_words)):
            paths = [given.old / f"{name}.{kind}", given.new / f"{name}.{kind}"]
            if not all(path.exists() for path in paths):
                counts[f"{kind}: absent in one"] += 1
                continue
            if paths[0].read_bytes() == paths[1].read_bytes():
                counts[f"{kind}: same bytes"] += 1
                continue
            try:
                a, b = [json_words(path, keys[at]) if kind == "json" else read(path) for at, path in enumerate(paths)]
            except Exception as problem:  # an output that cannot be read is what is looked for
                counts[f"{kind}: cannot be read"] += 1
                shown[f"{kind}: cannot be read"].append((name, str(problem), ""))
                continue
            if kind == "pdf":
                (a, pages), (b, others) = a, b
                counts["pdf: other number of pages"] += pages != others
            same = a == b
            counts[f"{kind}: same words" if same else f"{kind}: other words"] += 1
            if not same:
                if len(a) + len(b) > 60000:
                    shown[f"{kind}: other words"].append((name, f"{len(a)} words", f"{len(b)} words"))
                else:
                    shown[f"{kind}: other words"] += [(name, x, y) for x, y in list(passages(a, b))[:8]]
    for kind, count in sorted(counts.items()):
        print(f"{count:7} {kind}")
    for key in sorted(keys[0] - keys[1]):
        print(f"  key the new build never writes: {key}")
    for kind, rows in shown.items():
        for name, x, y in rows[: given.show]:
            print(f"{kind}\t{name}\n    old: {x}\n    new: {y}")


main()
