#!/usr/bin/env python3
"""PDFs judged by programs that are not ours, and by what a person would check in their structure.

usage: pdf_judges.py [--show] FILE-OR-FOLDER...

qpdf, pdfua, outloud and pdf_oxide are asked where they are at hand (PyPI; SKIPPED names those that are not); the
structure is walked with pikepdf: language tags, equal rows, order of headings, figures (alternative, box), lists
(label, body, kind of number), links (words, place in the tree), the title, labels of pages. Each kind of fault is
told with how many files have it. A file that does not claim PDF/UA (a figure without words) is not blamed for
that. Ends with 1 where a fault was found, with 3 where nothing could judge.
"""
import collections, json, os, re, shutil, subprocess, sys

try:
    import pikepdf
except ImportError:
    pikepdf = None
try:
    import pdf_oxide
except ImportError:
    pdf_oxide = None

TAG = re.compile(r'^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*$')
ROMAN, LATIN = re.compile(r'^\W*[ivxl]+\W*$'), re.compile(r'^\W*[a-z]\W*$')


def children(element):
    kids = element.get('/K')
    kids = [] if kids is None else list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and '/S' in kid]


def attributes(element):
    found = element.get('/A')
    found = [] if found is None else list(found) if isinstance(found, pikepdf.Array) else [found]
    return {str(key): value for each in found if isinstance(each, pikepdf.Dictionary) for key, value in each.items()}


def width(cell):
    return int(attributes(cell).get('/ColSpan', 1))


def rows_of(table):
    for kid in children(table):
        if str(kid.S) == '/TR':
            yield kid
        elif str(kid.S) in ('/THead', '/TBody', '/TFoot'):
            yield from rows_of(kid)


def unequal(table):
    """Whether rows differ in their number of columns, cells that go down counted in each of their rows."""
    down, widths = collections.Counter(), set()
    for row in rows_of(table):
        at, open_cells, next_down = 0, sum(1 for left in down.values() if left > 0), collections.Counter()
        cells, total = list(children(row)), 0
        for cell in cells:
            span, high = width(cell), int(attributes(cell).get('/RowSpan', 1))
            total += span
            for _ in range(span):
                next_down[len(next_down)] = high - 1
        carried = [left for left in down.values() if left > 0]
        widths.add(total + len(carried))
        down = collections.Counter(dict(enumerate([left - 1 for left in carried] + list(next_down.values()))))
    return len(widths) > 1


def structure(pdf):
    """Faults of the structure, each with where it is."""
    root = pdf.Root
    if '/Lang' not in root or not TAG.match(str(root.Lang)):
        yield 'document without a language tag', str(root.get('/Lang'))
    if '/PageLabels' not in root:
        yield 'no page labels', ''
    title = str(pdf.docinfo.get('/Title', ''))
    if not title.strip() or title.strip().lower() in ('summary', 'annex', '1.', '1 scope', 'contents'):
        yield 'title that names nothing', title
    claims = b'pdfuaid:part' in pdf.Root.Metadata.read_bytes()
    seen_headings = []

    def walk(element, depth, kin):
        if depth > 100:
            return
        kind = str(element.S)[1:] if '/S' in element else ''
        tag = element.get('/Lang')
        if tag is not None and not TAG.match(str(tag)):
            yield 'language that is no tag', str(tag)
        if re.match('H[1-6]$', kind):
            level = int(kind[1])
            before = seen_headings[-1] if seen_headings else 0
            if level > before + 1:
                yield 'heading level skipped', f'H{before} to {kind}'
            seen_headings.append(level)
        if kind == 'Figure':
            if not str(element.get('/Alt', '')).strip() and claims:
                yield 'figure without alternative', ''
            if re.search(r'[\\/][^ ]+[\\/]|\.(png|jpe?g|emf|wmf|gif|bmp)$', str(element.get('/Alt', '')), re.I):
                yield 'alternative is the name of a file', str(element.Alt)
            if '/BBox' not in attributes(element):
                yield 'figure without box', ''
        if kind == 'Formula' and not str(element.get('/Alt', '') or element.get('/ActualText', '')).strip():
            yield 'formula without alternative', ''
        if kind == 'Table' and unequal(element):
            yield 'rows of unequal length', ''
        if kind == 'Table' and not list(rows_of(element)):
            yield 'table without rows', ''
        if kind == 'L':
            if any(str(kid.S) not in ('/LI', '/L', '/Caption') for kid in children(element)):
                yield 'list with something else than items', ''
            if '/ListNumbering' not in attributes(element):
                yield 'list that does not say how it counts', ''
        if kind == 'LI':
            if kin != 'L':
                yield 'item outside a list', kin
            if not any(str(kid.S) == '/LBody' for kid in children(element)):
                yield 'item without a body', ''
        if kind in ('Lbl', 'LBody') and kin not in ('LI', 'Note', 'TOCI', 'Reference', 'P', 'Caption') and kind == 'LBody':
            yield 'body outside an item', kin
        if kind == 'Link':
            kids = element.get('/K')
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            for kid in kids:
                if isinstance(kid, pikepdf.Dictionary) and str(kid.get('/Type', '')) == '/OBJR':
                    if not str(kid.Obj.get('/Contents', '')).strip():
                        yield 'link without words', ''
        if kind in ('TR', 'TH', 'TD') and kin not in ('Table', 'THead', 'TBody', 'TFoot', 'TR'):
            yield 'part of a table outside one', f'{kind} in {kin}'
        if kind == 'TOCI' and kin != 'TOC':
            yield 'entry outside a contents list', kin
        for kid in children(element):
            yield from walk(kid, depth + 1, kind)

    kids = root.StructTreeRoot.get('/K')
    for kid in (list(kids) if isinstance(kids, pikepdf.Array) else [kids]):
        if isinstance(kid, pikepdf.Dictionary):
            yield from walk(kid, 0, '')
    for number, page in enumerate(pdf.pages, 1):
        if page.get('/Tabs') != '/S':
            yield 'page whose links are not in the order of the tree', str(number)
        for link in page.get('/Annots', []):
            if '/StructParent' not in link:
                yield 'link outside the tree', str(number)


def judge(path):
    if shutil.which('qpdf'):
        said = subprocess.run(['qpdf', '--check', path], capture_output=True, text=True)
        if said.returncode:
            yield 'qpdf: not clean', said.stdout.strip().splitlines()[-1:]
    if shutil.which('pdfua'):
        said = subprocess.run(['pdfua', 'check', path], capture_output=True, text=True)
        for line in set(re.findall(r'^\s*(?:ERROR|WARNING|error|warning)[^\n]*', said.stdout, re.M)):
            yield 'pdfua: ' + line.strip()[:60], line.strip()
        if said.returncode not in (0, 1, 2, 3):
            yield 'pdfua: cannot read it', ''
    if shutil.which('outloud'):
        said = subprocess.run(['outloud', '--json', '-', '--no-info', path], capture_output=True, text=True)
        start = said.stdout.find('{')
        try:
            for finding in findings(json.loads(said.stdout[start:])):
                yield f"outloud: {finding.get('rule') or finding.get('rule_id') or finding.get('id')}", finding.get('message', '')
        except ValueError:
            yield 'outloud: cannot read it', said.stderr[-200:]
    if pdf_oxide:
        try:
            document = pdf_oxide.PdfDocument(path)
            for verdict in ('validate_pdf_ua', 'validate_pdf_a'):
                if hasattr(document, verdict):
                    result = getattr(document, verdict)()
                    for error in result.get('errors', []) if isinstance(result, dict) else []:
                        yield f'pdf_oxide: {verdict[9:]}', str(error)
        except Exception as error:
            yield 'pdf_oxide: cannot read it', str(error)
    if pikepdf:
        with pikepdf.open(path) as pdf:
            yield from structure(pdf)


def findings(value):
    """All findings in outloud's report, however deep."""
    if isinstance(value, dict):
        if 'severity' in value and 'message' in value:
            if value['severity'] in ('error', 'warning'):
                yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from findings(each)


def main():
    show = '--show' in sys.argv
    paths = []
    for argument in sys.argv[1:]:
        if os.path.isdir(argument):
            paths += [os.path.join(base, name) for base, _, names in os.walk(argument) for name in sorted(names)
                      if name.endswith('.pdf')]
        elif not argument.startswith('--'):
            paths.append(argument)
    absent = [name for name in ('qpdf', 'pdfua', 'outloud') if not shutil.which(name)]
    absent += [name for name, module in (('pdf_oxide', pdf_oxide), ('pikepdf', pikepdf)) if not module]
    if absent:
        print('SKIPPED:', ', '.join(absent), file=sys.stderr)
    if len(absent) == 5:
        sys.exit(3)
    kinds = collections.defaultdict(dict)
    for path in paths:
        for kind, where in judge(path):
            kinds[kind].setdefault(path, where)
    for kind, files in sorted(kinds.items(), key=lambda each: -len(each[1])):
        print(f'{len(files):4} of {len(paths)} files: {kind}')
        if show:
            for path, where in list(files.items())[:6]:
                print(f'       {os.path.basename(path)}: {str(where)[:140]}')
    print(f'{len(paths)} files judged, {len(kinds)} kinds of fault')
    sys.exit(1 if kinds else 0)


if __name__ == '__main__':
    main()
