#!/usr/bin/env python3
"""Words of official documents found in their PDFs by four engines: poppler, MuPDF, PDFium (Chrome, Edge), pdf.js (Firefox).

usage: found_words.py [--show] FOLDER...

Of each NAME.docx with NAME.pdf beside it every Arabic word and every Chinese phrase (six signs that stand together,
digits and Latin letters among them) is looked for in what each engine reads of the PDF: whole, in either direction
of writing, across line ends. Vowel marks and the lengthening stroke are passed over, as browsers do. pdf.js is looked
for in the folder that PDFJS_DIST names (npm pdfjs-dist). Ends with 1 where an engine misses any.
"""
import os, re, subprocess, sys, unicodedata, zipfile

PDFJS = '''import fs from 'fs';
const {getDocument} = await import(process.env.PDFJS_DIST + '/legacy/build/pdf.mjs');
const data = new Uint8Array(fs.readFileSync(process.argv[process.argv.length - 1]));
const file = await getDocument({data, verbosity: 0}).promise;
for (let n = 1; n <= file.numPages; n++) {
  const text = await (await file.getPage(n)).getTextContent();
  console.log(text.items.map(i => i.str + (i.hasEOL ? '\\n' : '')).join(''));
}'''


def read_by_engines(path):
    run = lambda *command: subprocess.run(command, capture_output=True, timeout=300).stdout.decode('utf-8', 'replace')
    yield 'poppler', run('pdftotext', path, '-')
    try:
        import pymupdf
        with pymupdf.open(path) as document:
            yield 'MuPDF', '\n'.join(page.get_text() for page in document)
    except ImportError:
        print('SKIPPED: MuPDF', file=sys.stderr)
    try:
        import pypdfium2
        yield 'PDFium', '\n'.join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    except ImportError:
        print('SKIPPED: PDFium', file=sys.stderr)
    if os.environ.get('PDFJS_DIST'):
        yield 'pdf.js', run('node', '--input-type=module', '-e', PDFJS, '--', path)
    else:
        print('SKIPPED: pdf.js, as PDFJS_DIST names no folder', file=sys.stderr)


def plain(text):
    text = re.sub('[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\u00ad]', '', text)
    text = re.sub('[\u064b-\u0652\u0670\u0640]', '', text).replace('\u2011', '-').replace('\u00a0', ' ')
    return unicodedata.normalize('NFC', text).lower()


def paragraphs(document):
    """The text of each paragraph of a Word file, without notes and comments."""
    with zipfile.ZipFile(document) as package:
        xml = package.read('word/document.xml').decode()
    xml = re.sub('<w:noBreakHyphen/>', '-', re.sub('<w:(?:tab|br)/>', ' ', xml))
    xml = re.sub('<w:instrText.*?</w:instrText>', '', xml, flags=re.S)
    entities = {'&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'"}
    for one in re.findall('<w:p[ >].*?</w:p>', xml, re.S):
        yield re.sub('&[a-z]+;', lambda found: entities.get(found.group(), ' '), re.sub('<[^>]*>', '', one))


def wanted(document):
    words, phrases = set(), set()
    for paragraph in paragraphs(document):
        paragraph = plain(paragraph)
        words.update(word for word in re.findall('[\u0621-\u064a]+', paragraph) if len(word) > 1)
        for stretch in re.findall('[\u4e00-\u9fff0-9a-z-]{6,}', paragraph):
            if re.search('[\u4e00-\u9fff]', stretch):
                phrases.update(stretch[at:at + 6] for at in range(0, len(stretch) - 5, 3))
    return words, {phrase for phrase in phrases if re.search('[\u4e00-\u9fff]', phrase)}


def main():
    show, missed_any = '--show' in sys.argv, False
    for folder in (argument for argument in sys.argv[1:] if not argument.startswith('--')):
        documents = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in sorted(names)
                     if name.endswith('.docx') and os.path.exists(os.path.join(base, name[:-5] + '.pdf'))]
        for document in documents:
            words, phrases = wanted(document)
            if len(words) + len(phrases) < 10:
                continue
            told = []
            for engine, text in read_by_engines(document[:-5] + '.pdf'):
                text = plain(text)
                spaced = re.sub(r'\s+', ' ', text)
                whole = set(re.findall('[\u0621-\u064a]+', spaced))
                whole |= {word[::-1] for word in whole}
                joined = re.sub(r'\s+', '', text)
                missed = [word for word in words if word not in whole]
                missed += [phrase for phrase in phrases if phrase not in joined]
                told.append(f'{engine} {len(words) + len(phrases) - len(missed)}')
                if missed:
                    missed_any = True
                    told[-1] += f' (not {" ".join(sorted(missed)[:8 if show else 2])})'
            print(f'{os.path.basename(document)}: {len(words)} words, {len(phrases)} phrases: {"; ".join(told)}', flush=True)
    sys.exit(1 if missed_any else 0)


if __name__ == '__main__':
    main()
