#!/usr/bin/env python3
"""The text of Word packages, extracted by something that is not ours: zipfile and lxml.

For each path one JSON line: the characters that are not white space, in order, of the body, the
notes, comments, headers and footers that the text refers to. Deleted text included; of alternate
content the first choice, or the fallback where Word 2010's vocabularies do not suffice. Apart from
that the text inserted and deleted (moves, marked rows and cells included) of all but headers and
footers, how many paragraph marks and rows are inserted and deleted, and what the bounds bound.
"""
import io, json, os, posixpath, re, sys, zipfile
from lxml import etree

KNOWN = re.compile(r'wordprocessing|office/word/20\d\d/wordml$|drawing/2010/main$')
CHARACTERS = {'noBreakHyphen': '\u2011', 'softHyphen': '\u00ad'}


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ''


def attribute(element, name):
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), None)


def has(element, path, names):
    """Whether a property element below holds one of the marks."""
    at = element
    for step in path:
        at = next((child for child in at if local(child) == step), None)
        if at is None:
            return False
    return any(local(child) in names for child in at)


INSERTED, DELETED = ('ins', 'moveTo'), ('del', 'moveFrom')


def text(root, marks=None):
    """Shown characters below an element, by an explicit stack, in document order; into `marks` what is
    inserted and deleted."""
    out, stack = [], [(root, False, False)]
    while stack:
        element, inserted, deleted = stack.pop()
        name, before = local(element), len(out)
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
            stack.extend((child, inserted, deleted) for child in good[:1])
        elif name not in ('pPr', 'rPr', 'sdtPr', 'rubyPr', 'ctrlPr', 'instrText', 'trPr', 'tcPr', 'tblPr', 'tblPrEx'):
            if marks is not None and name == 'p':
                marks['paragraphs inserted'] += has(element, ('pPr', 'rPr'), INSERTED)
                marks['paragraphs deleted'] += has(element, ('pPr', 'rPr'), DELETED)
            if marks is not None and name == 'tr':
                marks['rows inserted'] += has(element, ('trPr',), ('ins',))
                marks['rows deleted'] += has(element, ('trPr',), ('del',))
            inserted |= name in INSERTED or has(element, ('rPr',), INSERTED) and name == 'r'
            inserted |= name == 'tr' and has(element, ('trPr',), ('ins',)) or name == 'tc' and has(element, ('tcPr',), ('cellIns',))
            deleted |= name in DELETED or has(element, ('rPr',), DELETED) and name == 'r'
            deleted |= name == 'tr' and has(element, ('trPr',), ('del',)) or name == 'tc' and has(element, ('tcPr',), ('cellDel',))
            stack.extend((child, inserted, deleted) for child in reversed(element))
        if marks is not None and len(out) > before:
            marks['inserted'] += out[-1] if inserted else ''
            marks['deleted'] += out[-1] if deleted else ''
    return ''.join(''.join(out).split())


def bounds(package, path):
    """The size of each thing that is bounded."""
    found = dict(input=os.path.getsize(path), entries=len(package.infolist()))
    parts = {i.filename: i.file_size for i in package.infolist()}
    found['part'], found['package'] = max(parts.values(), default=0), sum(parts.values())
    found.update(depth=0, attributes=0, namespaces=0, token=0, tables=0, chain=0)
    for name in parts:
        if not name.lower().endswith(('.xml', '.rels')):
            continue
        content = package.read(name)
        found['token'] = max([found['token']] + [len(t) for t in re.split(rb'(?<=>)|(?=<)', content)])
        depth = tables = 0
        bases = {}
        for event, element in etree.iterparse(io.BytesIO(content), events=('start', 'end'), huge_tree=True, resolve_entities=False):
            step = 1 if event == 'start' else -1
            depth += step
            tables += step * (local(element) == 'tbl')
            if event == 'start':
                above = element.getparent().nsmap if element.getparent() is not None else {}
                own = sum(1 for k, v in element.nsmap.items() if above.get(k) != v)
                found['attributes'] = max(found['attributes'], len(element.attrib) + own)
                found['namespaces'] = max(found['namespaces'], len(element.nsmap))
            found['depth'], found['tables'] = max(found['depth'], depth), max(found['tables'], tables)
            if event == 'end' and local(element) == 'style':
                base = next((c for c in element if local(c) == 'basedOn'), None)
                bases[attribute(element, 'styleId')] = attribute(base, 'val') if base is not None else None
        for style in bases:
            chain, at = [], style
            while at in bases and at not in chain:  # a real file has a style based on itself
                chain.append(at)
                at = bases[at]
            found['chain'] = max(found['chain'], len(chain))
    return found


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
        marks = {'inserted': '', 'deleted': '', 'paragraphs inserted': 0, 'paragraphs deleted': 0, 'rows inserted': 0, 'rows deleted': 0}
        parts = [text(root, marks)]
        for kind in ('footnote', 'endnote', 'comment'):
            wanted = shown(kind + 'Reference')
            part = next((t for _, k, t in rels if k == kind + 's'), None)
            if part and part.lower() in names:
                notes = {}
                for note in tree(part):  # the first of each id, as Word takes it
                    if local(note) == kind and attribute(note, 'id') in wanted:
                        notes.setdefault(attribute(note, 'id'), note)
                parts += [text(note, marks) for note in notes.values()]
        used = shown('headerReference') | shown('footerReference')
        for part in sorted({t for i, _, t in rels if i in used}):
            if part.lower() in names:
                parts.append(text(tree(part)))
        return {'parts': parts, 'marks': marks, 'bounds': bounds(package, path)}


for path in sys.stdin.read().splitlines():
    try:
        print(json.dumps({'path': path, **document(path)}))
    except Exception as error:  # an extractor that fails says so; the caller counts it
        print(json.dumps({'path': path, 'error': f'{type(error).__name__}: {error}'[:200]}))
