"""A bound pack judged by programs that are not ours: qpdf, pdfua, outloud; PDFium reads its words; pikepdf its objects.

Usage: pack_bound.py PACK.pdf...
Asked: every identifier that is a link leads to the page on which its proposal begins under "as submitted", and every
identifier of the table of proposals is a link; every part of the contents list has a bookmark on the page that the list
gives; the pages are numbered from 2 to the last without a gap; it says that it is PDF/A-2a and PDF/UA-1, and the
checkers at hand find nothing against it."""
import re, shutil, subprocess, sys

import pikepdf
import pypdfium2

IDENTIFIER = re.compile(r"[A-Z][A-Z/]*/\d+\w*/\d+")


def checked(command):
    if not shutil.which(command[0]):
        return f"SKIPPED {command[0]}: not at hand", True
    made = subprocess.run(command, capture_output=True, text=True)
    said = (made.stdout + made.stderr).strip().splitlines()
    return f"{command[0]}: {'passes' if made.returncode == 0 else 'FAILS'}; {said[-1] if said else ''}", made.returncode == 0


def links(pdf):
    """Words and page of each link inside the document."""
    number = {page.objgen: at for at, page in enumerate(pdf.pages)}
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if note.get("/Subtype") != "/Link":
                continue
            to = note.get("/Dest") or (note.A.get("/D") if "/A" in note else None)
            if to is not None and not isinstance(to, pikepdf.String):
                yield number[page.objgen], str(note.get("/Contents", "")), number[to[0].objgen]


def bookmarks(pdf):
    number = {page.objgen: at for at, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        todo = list(outline.root)
        while todo:
            item = todo.pop(0)
            to = item.destination
            yield item.title, number[to[0].objgen] if to else None
            todo = list(item.children) + todo


def main():
    failed = False
    for path in sys.argv[1:]:
        pdf, text = pikepdf.open(path), pypdfium2.PdfDocument(path)
        pages = [text[at].get_textpage().get_text_range() for at in range(len(text))]
        found, faults = list(links(pdf)), []
        marks = list(bookmarks(pdf))
        listed = re.findall(r"^(.+?)[ .…]{3,}(\d+)\s*$", pages[0], re.M)
        leads = {}
        for _, words, to in found:
            for name in IDENTIFIER.findall(words):
                leads.setdefault(name, set()).add(to)
        for name, to in leads.items():
            if len(to) != 1 or not re.search(r"(ADD|MOD|SUP|NOC)\)? " + re.escape(name), " ".join(pages[min(to)].split())):
                faults.append(f"{name} leads to {sorted(page + 1 for page in to)}, where it does not begin")
        # Those of documents that do not count are named, and not in the pack.
        begun = next((page for title, page in reversed(marks) if page is not None and title == listed[-1][0].strip()), 0)
        printed = {name for page in pages[begun:] for name in IDENTIFIER.findall(page)}
        faults += [f"{name} is printed and no link" for name in sorted(printed - set(leads))]
        for title, page in listed:
            if (title.strip(), int(page) - 1) not in [(mark.strip(), at) for mark, at in marks]:
                faults.append(f"no bookmark on page {page}: {title.strip()}")
        for at, page in enumerate(pages[1:], 2):
            if f"{at}/{len(pages)}" not in page:
                faults.append(f"page {at} does not bear its number")
        xmp = str(pdf.open_metadata())
        for what in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part"):
            if what not in xmp:
                faults.append(f"the metadata lack {what}")
        for command in (["qpdf", "--check", path], ["pdfua", "check", path], ["outloud", path]):
            said, passes = checked(command)
            print("  " + said)
            failed |= not passes
        print(f"{path}: {len(pages)} pages, {len(leads)} identifiers in {len(found)} links, {len(marks)} bookmarks, "
              f"{len(listed)} entries of contents; {len(faults)} faults")
        print("\n".join("  " + fault for fault in faults))
        failed |= bool(faults)
    sys.exit(failed)


main()
