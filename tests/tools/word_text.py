#!/usr/bin/env python3
"""The text of Word packages, extracted by something that is not ours: zipfile and lxml.

For each path one JSON line: the characters that are not white space, in order, of the body, the
notes, comments, headers and footers that the text refers to. Deleted text included; of alternate
content the first choice, or the fallback where Word 2010's vocabularies do not suffice.
"""
import json, posixpath, re, sys, zipfile
from lxml import etree

KNOWN = re.compile(r'wordprocessing|office/word/20\d\d/wordml$|drawing/2010/main$')
CHARACTERS = {'noBreakHyphen': '\u2011', 'softHyphen': '\u00ad'}


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ''


def attribute(element, name):
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def text(root):
    """Shown characters below an element, by an explicit stack, in document order."""
    out, stack = [], [root]
    while stack:
        element = stack.pop()
        name = local(element)
        if name in ('t', 'delText') and re.search(r'wordprocessingml|/math$', etree.QName(element).namespace or ''):
            out.append(''.join(element.itertext()))
        elif name in CHARACTERS:
            out.append(CHARACTERS[name])
        elif name == 'sym':
            code, font = int(attribute(element, 'char') or '20', 16), attribute(element, 'font') or ''
            symbol = font in ('Symbol', 'Wingdings', 'Wingdings 2', 'Wingdings 3', 'Webdings')
            out.append(chr(code + 0xF000 if symbol and code < 0x100 else code))
        elif name == 'AlternateContent':
            children = [child for child in element if local(child) in ('Choice', 'Fallback')]
            good = [c for c in children if local(c) == 'Fallback' or all(
                KNOWN.search(c.nsmap.get(p, '')) for p in (c.get('Requires') or '').split())]
            stack.extend(good[:1])
        elif name not in ('pPr', 'rPr', 'sdtPr', 'rubyPr', 'ctrlPr', 'instrText'):
            stack.extend(reversed(element))
    return ''.join(''.join(out).split())


def document(path):
    with zipfile.ZipFile(path) as package:
        names = {name.replace('\\', '/').lstrip('/').lower(): name for name in package.namelist()}
        parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
        tree = lambda part: etree.fromstring(package.read(names[part.lower()]), parser)

        def relations(part):
            folder, file = posixpath.split(part)
            rels = posixpath.join(folder, '_rels', file + '.rels')
            if rels.lower() not in names:
                return []
            return [(r.get('Id'), r.get('Type', '').rsplit('/', 1)[-1],
                     posixpath.normpath(posixpath.join('/' + folder, r.get('Target', ''))).lstrip('/'))
                    for r in tree(rels) if local(r) == 'Relationship' and r.get('TargetMode') != 'External']

        main = next((t for _, k, t in relations('') if k == 'officeDocument'), 'word/document.xml')
        root, rels = tree(main), relations(main)
        shown = lambda kind: {attribute(e, 'id') for e in root.iter() if local(e) == kind}
        parts = [text(root)]
        for kind in ('footnote', 'endnote', 'comment'):
            wanted = shown(kind + 'Reference')
            part = next((t for _, k, t in rels if k == kind + 's'), None)
            if part and part.lower() in names:
                notes = {}
                for note in tree(part):  # the first of each id, as Word takes it
                    if local(note) == kind and attribute(note, 'id') in wanted:
                        notes.setdefault(attribute(note, 'id'), note)
                parts += [text(note) for note in notes.values()]
        used = shown('headerReference') | shown('footerReference')
        for part in sorted({t for i, _, t in rels if i in used}):
            if part.lower() in names:
                parts.append(text(tree(part)))
        return parts


for path in sys.stdin.read().splitlines():
    try:
        print(json.dumps({'path': path, 'parts': document(path)}))
    except Exception as error:  # an extractor that fails says so; the caller counts it
        print(json.dumps({'path': path, 'error': f'{type(error).__name__}: {error}'[:200]}))
