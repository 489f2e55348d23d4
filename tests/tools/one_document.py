#!/usr/bin/env python3
"""DOCX and PDF are one document: LibreOffice's page of each DOCX beside our PDF, line by line.

usage: one_document.py [--least SHARE] [--show] FOLDER-OR-PAIR...

A pair is NAME.docx with NAME.pdf beside it. LibreOffice sets the DOCX with the project's own faces, under
the names that the forms ask for, in a profile of its own. Lines are compared by their words: of two lines
that hold the same the page and the height (within 2 points) are compared, what stands on the page alone in
one of the two is listed. What LibreOffice is known to do otherwise than Word is told with its cause and
counted apart (KNOWN). Ends with 0 where at least SHARE (0.98) of the lines of every pair break alike and
stand within 2 points; with 3 where LibreOffice or poppler is absent.
"""
import difflib, os, re, shutil, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET

try:
    from fontTools.ttLib import TTFont
except ImportError:
    TTFont = None
try:
    import pymupdf
except ImportError:
    pymupdf = None

HERE = os.path.dirname(os.path.abspath(__file__))
FACES = os.path.join(HERE, '..', '..', 'templates', 'fonts')
# What the forms ask for, and the face that stands in for it (src/layout/fonts/builtin.rs).
ALIASES = {
    'SimSun': 'Noto Serif SC', '宋体': 'Noto Serif SC', 'STKaiti': 'Conf Kai SC', 'KaiTi': 'Conf Kai SC',
    'Calibri': 'Carlito', 'Times New Roman': 'Liberation Serif', 'Traditional Arabic': 'Noto Naskh Arabic',
    'Simplified Arabic': 'Noto Naskh Arabic', 'Segoe UI Symbol': 'Conf Symbols',
}
TOLERANCE = 2.0
# A page is cut by the heights of all lines above: a line is compared with the drift of its page taken out,
# and the drift is told.
KNOWN = {}
if not TTFont:
    KNOWN['zh'] = ("LibreOffice gives a line the height of the stand-in face (Noto Serif SC: 1.437 em); Word and "
                   "the PDF give SimSun's 1.3 em (install fonttools to compare with that)")


# Causes of LibreOffice's own, each by its sign in the lines of the PDF, counted apart.
BREAKS = [
    (re.compile('[\u3001\u3002\uff0c\uff1a\uff1b\uff09\u300b\u201d]$'), re.compile('^[A-Za-z]'),
     'LibreOffice ends no line between a full-width mark and a word of a Latin language, as UAX #14 (CL \u00f7 AL) and '
     'Word do: `\u56fd\uff0cICT` goes to the next line as one, also in a document of nothing but that'),
]


def known_break(lines):
    """The cause of LibreOffice's own for which lines break otherwise than in the PDF; None without one."""
    ordered = [line[3].strip() for line in lines]
    for before, after in zip(ordered, ordered[1:]):
        for end, start, cause in BREAKS:
            if end.search(before) and start.search(after):
                return cause
    return None


def low(font, share):
    """A face whose lines are lower by a share."""
    hhea, os2 = font['hhea'], font['OS/2']
    for table, names in (hhea, ('ascent', 'descent', 'lineGap')), \
            (os2, ('sTypoAscender', 'sTypoDescender', 'sTypoLineGap', 'usWinAscent', 'usWinDescent')):
        for name in names:
            setattr(table, name, round(getattr(table, name) * share))


def faces(folder, share):
    """The project's faces as the PDF takes them, their lines lower by a share. Those of Chinese have the line height
    that Word gives SimSun (1.3 em): LibreOffice goes by the height that a face gives itself. Those of Arabic are set at 0.8 of the
    size asked for, as they stand in for Traditional Arabic (NASKH_SCALE in src/layout/fonts/builtin.rs)."""
    place = os.path.join(folder, 'faces')
    os.makedirs(place, exist_ok=True)
    for name in os.listdir(FACES):
        if not name.endswith('.ttf'):
            continue
        path = os.path.join(FACES, name)
        if 'SC-' in name and TTFont:
            font = TTFont(path)
            em = font['head'].unitsPerEm
            font['hhea'].ascent, font['hhea'].descent, font['hhea'].lineGap = em, -round(0.3 * em), 0
            os2 = font['OS/2']
            os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = em, -round(0.3 * em), 0
            os2.usWinAscent, os2.usWinDescent = em, round(0.3 * em)
            font.save(os.path.join(place, name))
        elif 'Naskh' in name and TTFont:
            font = TTFont(path)
            font['head'].unitsPerEm = round(font['head'].unitsPerEm / 0.8)
            low(font, share)
            font.save(os.path.join(place, name))
        elif share < 1 and TTFont:
            font = TTFont(path)
            low(font, share)
            font.save(os.path.join(place, name))
        else:
            shutil.copy(path, place)
    return place


def fontconfig(folder, share=1.0):
    """A fontconfig of the project's faces alone, their lines lower by a share."""
    folder = os.path.join(folder, f'faces-{share}')
    aliases = ''.join(
        f'<match target="pattern"><test name="family" qual="any"><string>{asked}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{face}</string></edit></match>'
        for asked, face in ALIASES.items())
    path = os.path.join(folder, 'fonts.conf')
    if os.path.exists(path):
        return path
    place = faces(folder, share)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
                   f'<dir>{place}</dir><cachedir>{folder}/cache</cachedir>{aliases}</fontconfig>')
    return path


def with_spacing(flat, document):
    """What LibreOffice 7 does not read of a Word file, set in its own form of it (flat ODT): the white between
    scripts (`w:autoSpaceDE`, which it takes to be on), marks that hang over the edge (`w:overflowPunct`, which
    it takes for its contrary), and blank halves of marks that give way (`w:characterSpacingControl`, which it
    leaves out). The first two are asked of the style that all others are based on."""
    with zipfile.ZipFile(document) as package:
        normal = re.search(r'w:styleId="Normal".*?</w:style>', package.read('word/styles.xml').decode(), re.S).group()
        settings = package.read('word/settings.xml').decode()
    off = lambda name: f'<w:{name} w:val="0"/>' in normal
    with open(flat, encoding='utf-8') as file:
        text = file.read()
    space = 'none' if off('autoSpaceDE') else 'ideograph-alpha'
    wrap = 'simple' if off('overflowPunct') else 'hanging'
    text = re.sub('style:text-autospace="[^"]*"', f'style:text-autospace="{space}"', text)
    text = re.sub('style:punctuation-wrap="[^"]*"', f'style:punctuation-wrap="{wrap}"', text)
    gives = '1' if 'w:val="compressPunctuation"' in settings else '0'
    text = re.sub('(config:name="CharacterCompressionType"[^>]*>)[^<]*', rf'\g<1>{gives}', text)
    with open(flat, 'w', encoding='utf-8') as file:
        file.write(text)


def with_whole_lines(flat):
    """Lines of less than their whole height (`w:line` under 240), which LibreOffice sets in two ways: the first of
    a paragraph has its base line at four fifths of what is left (SwTextFormatter::CalcRealHeight), the others
    lose all of it above. Here every line has its whole height, of a face that is lower by as much. Returns
    by how much; 1 where lines are whole or not all lowered alike."""
    with open(flat, encoding='utf-8') as file:
        text = file.read()
    shares = {share for share in re.findall('fo:line-height="([0-9]+)%"', text) if int(share) < 100}
    if len(shares) != 1 or not TTFont:
        return 1.0
    share = shares.pop()
    with open(flat, 'w', encoding='utf-8') as file:
        file.write(text.replace(f'fo:line-height="{share}%"', 'fo:line-height="100%"'))
    return int(share) / 100


def set_by_libreoffice(documents, folder):
    """The PDFs that LibreOffice makes of Word files, by their paths."""
    office = shutil.which('soffice') or shutil.which('libreoffice')

    def turned(path, form, out, share=1.0):
        environment = dict(os.environ, FONTCONFIG_FILE=fontconfig(folder, share), HOME=folder)
        subprocess.run([office, f'-env:UserInstallation=file://{folder}/profile', '--headless', '--convert-to',
                        form, '--outdir', out, path], env=environment, capture_output=True, timeout=180)
        return os.path.join(out, os.path.splitext(os.path.basename(path))[0] + '.' + form)

    made = {}
    for at, document in enumerate(documents):
        out = os.path.join(folder, str(at))
        source = document
        if share_of(document, CHINESE) > 0.5:
            source = turned(document, 'fodt', out)
            with_spacing(source, document)
        share = 1.0
        if share_of(document, ARABIC) > 0.3:
            source = turned(document, 'fodt', out)
            share = with_whole_lines(source)
        path = turned(source, 'pdf', out, share)
        if os.path.exists(path):
            made[document] = path
    return made


CHINESE, ARABIC = ('\u4e00', '\u9fff'), ('\u0600', '\u06ff')


def share_of(document, letters):
    """The share of some letters in the words of a Word file."""
    with zipfile.ZipFile(document) as package:
        words = re.sub('<[^>]*>', '', package.read('word/document.xml').decode())
    return sum(letters[0] <= letter <= letters[1] for letter in words) / max(len(words), 1)


def base_lines(pdf, arabic):
    """As `lines_of`, each at its base line: that of most of its letters. Needs PyMuPDF."""
    lines = []
    with pymupdf.open(pdf) as document:
        for number, page in enumerate(document):
            spans = [span for block in page.get_text('dict')['blocks'] for line in block.get('lines', [])
                     for span in line['spans'] if span['text'].strip()]
            rows = []
            for span in sorted(spans, key=lambda span: (span['origin'][1], span['origin'][0])):
                left, base = span['origin']
                row = next((row for row in reversed(rows[-4:]) if abs(row[0] - base) < 3.5), None)
                if row is None:
                    rows.append((base, [(left, base, span['text'])]))
                else:
                    row[1].append((left, base, span['text']))
            for _, row in rows:
                text = ''.join(sorted(''.join(words for _, _, words in row)))
                text = re.sub(r'[\s.…_\u200b-\u200f\u00ad]', '', text)
                weight = {}
                for _, base, words in row:
                    weight[base] = weight.get(base, 0) + len(words.strip())
                if text:
                    base = max(weight, key=lambda base: (weight[base], base))
                    if arabic:
                        # Dots stand lower than their letters, and there may be more of them.
                        base = min(weight)
                    lines.append((number, base, text, ' '.join(words for _, _, words in sorted(row))))
    return lines


def lines_of(pdf, arabic=False):
    """Lines as (page, y of the foot, text without blanks), from top to bottom."""
    if pymupdf:
        return base_lines(pdf, arabic)
    said = subprocess.run(['pdftotext', '-bbox', pdf, '-'], capture_output=True, timeout=120)
    text = re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f]', '', said.stdout.decode('utf-8', 'replace'))
    root = ET.fromstring(re.sub(r'<!DOCTYPE[^>]*>', '', text))
    lines = []
    for number, page in enumerate(root.iter('{http://www.w3.org/1999/xhtml}page')):
        words = [(float(word.get('yMax')), float(word.get('yMin')), float(word.get('xMin')), word.text or '')
                 for word in page.iter('{http://www.w3.org/1999/xhtml}word')]
        rows = []
        for foot, top, left, word in sorted(words, key=lambda word: ((word[0] + word[1]) / 2, word[2])):
            middle = (foot + top) / 2
            row = next((row for row in reversed(rows[-4:]) if abs(row[0] - middle) < 3.5), None)
            if row is None:
                rows.append((middle, [(left, word, foot)]))
            else:
                row[1].append((left, word, foot))
        for middle, row in rows:
            text = ''.join(sorted(''.join(word for _, word, _ in row)))
            shown = ' '.join(word for _, word, _ in sorted(row))
            text = re.sub(r'[\s.…_\u200b-\u200f\u00ad]', '', text)
            if text:
                lines.append((number, middle, text, shown))
    return lines


# Letters of Arabic that are written alike without their dots.
SKELETON = str.maketrans({letter: group[0] for group in (
    '\u0628\u062a\u062b\u0646\u064a\u0649\u0626\u067e\u066e\u06ba\u06cc', '\u062d\u062c\u062e', '\u062f\u0630',
    '\u0631\u0632', '\u0633\u0634', '\u0635\u0636', '\u0637\u0638', '\u0639\u063a', '\u0641\u0642\u066f\u06a1',
    '\u0647\u0629', '\u0648\u0624', '\u0627\u0623\u0625\u0622\u0671', '\u0643\u06a9') for letter in group})


def skeleton(lines):
    """Lines of Arabic as they can be compared: LibreOffice's PDF splits the letters of Noto Naskh Arabic from their
    dots, so that a letter reads as another of its shape, and its dots as a letter again. What is compared is
    which shapes stand in a line, and all digits and Latin letters; a row of nothing but dots is no line."""
    rows = []
    for number, base, text, shown in lines:
        if rows and rows[-1][0] == number and base - rows[-1][1] < 8:
            rows[-1][2] += text
            continue
        rows.append([number, base, text, shown])
    for row in rows:
        bare = re.sub('[\u064b-\u0652\u0670]', '', row[2]).translate(SKELETON)
        shapes = frozenset(re.findall('[\u0600-\u06ff]', bare))
        row[2] = (shapes, ''.join(letter for letter in bare if letter.isascii() and letter.isalnum()))
    return rows


def alike_in_shape(one, other):
    """Lines of Arabic under names that are the same where a line of the other holds nearly the same shapes."""
    def same(mine, its):
        (shapes, rest), (its_shapes, its_rest) = mine[2], its[2]
        common, all_shapes = len(shapes & its_shapes), len(shapes | its_shapes)
        return rest == its_rest and 4 * common >= 3 * all_shapes

    name = lambda line: ''.join(sorted(line[2][0])) + line[2][1]
    named = []
    for its in other:
        near = [mine for mine in one if abs(mine[0] - its[0]) <= 1 and same(mine, its)]
        at = lambda mine: abs(mine[0] - its[0]) * 900 + abs(mine[1] - its[1])
        named.append((*its[:2], name(min(near, key=at)) if near else name(its), its[3]))
    return [(*mine[:2], name(mine), mine[3]) for mine in one], named


def compare(ours, theirs, arabic=False):
    """Lines alike, lines in all, and what differs."""
    one, other = lines_of(ours, arabic), lines_of(theirs, arabic)
    if arabic:
        one, other = alike_in_shape(skeleton(one), skeleton(other))
    matcher = difflib.SequenceMatcher(None, [line[2] for line in one], [line[2] for line in other], autojunk=False)
    broken, apart, alike, owned = [], [], 0, []
    drift = {}
    for tag, a, b, c, d in matcher.get_opcodes():
        cause = None if tag == 'equal' else known_break(one[a:b])
        if cause:
            owned += [(cause, line[0], line[1], line[3]) for line in one[a:b]]
            continue
        if tag != 'equal':
            broken += [('only in the PDF', *line[:2], line[3]) for line in one[a:b]]
            broken += [('only in the DOCX', *line[:2], line[3]) for line in other[c:d]]
            continue
        for mine, its in zip(one[a:b], other[c:d]):
            step = its[1] - mine[1]
            # The middle of a line box moves with the face's own height: by less than the tolerance.
            before = drift.get((mine[0], its[0]))
            drift[(mine[0], its[0])] = step
            alike += 1
            if mine[0] != its[0]:
                apart.append(('another page', mine[0], its[0], mine[3]))
            elif abs(step) > TOLERANCE and (before is None or abs(step - before) > TOLERANCE):
                apart.append((f'{step:+.1f} pt', mine[0], its[0], mine[3]))
    return alike, max(len(one), len(other)) - len(owned), broken, apart, owned


def main():
    arguments = sys.argv[1:]
    least = float(arguments.pop(arguments.index('--least') + 1)) if '--least' in arguments else 0.98
    show = '--show' in arguments
    paths = [argument for argument in arguments if not argument.startswith('--')]
    if not (shutil.which('soffice') or shutil.which('libreoffice')) or not shutil.which('pdftotext'):
        print('SKIPPED: LibreOffice or poppler is not at hand', file=sys.stderr)
        sys.exit(3)
    documents = []
    for path in paths:
        found = [path] if path.endswith('.docx') else [
            os.path.join(base, name) for base, _, names in os.walk(path) for name in names if name.endswith('.docx')]
        documents += sorted(name for name in found if os.path.exists(name[:-5] + '.pdf'))
    worst = 1.0
    with tempfile.TemporaryDirectory() as folder:
        made = set_by_libreoffice(documents, folder)
        for document in documents:
            if document not in made:
                print(f'{document}: LibreOffice made nothing of it')
                worst = 0.0
                continue
            alike, count, broken, apart, owned = compare(document[:-5] + '.pdf', made[document], share_of(document, ARABIC) > 0.3)
            share = (alike - len(apart)) / max(count, 1)
            worst = min(worst, share)
            print(f'{document}: {share:.3f} ({alike} of {count} lines break alike, {len(apart)} stand elsewhere)')
            language = next((tag for tag in KNOWN if f'-{tag}-' in os.path.basename(document)), None)
            if language and share < 1:
                print(f'    {KNOWN[language]}')
            for cause in sorted({what for what, *_ in owned}):
                count = sum(what == cause for what, *_ in owned)
                print(f'    counted apart, {count} lines: {cause}')
            if show:
                for what, page, there, text in broken + apart:
                    print(f'    {what}, page {page + 1}, {there if isinstance(there, int) else round(there)}: {text[:90]}')
    sys.exit(0 if worst >= least else 1)


if __name__ == '__main__':
    main()
