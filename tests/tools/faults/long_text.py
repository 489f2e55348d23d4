#!/usr/bin/env python3
"""Texts of 190 MB, of many shapes: refused by a bound at once, beside a file that is converted all the same.

Usage: long_text.py PROGRAM [MEGABYTES]

Out: what became of each, with seconds of the processor and memory; status 1 where one is neither converted
nor refused by E-LIMIT, where the small file beside it is lost, or where memory is over 600 MB.
"""
import json, os, pathlib, sys, tempfile
from common import measured, submission

SHAPES = {'lines': b'words of a line that is one of very many\n', 'one line': b'words of one line ', 'blank lines': b'\n',
          'no spaces': 'abcdefghij'.encode(), 'Chinese': '第64号决议，2010年。'.encode(), 'GB18030': '第64号决议\n'.encode('gb18030'),
          'UTF-16': 'words\n'.encode('utf-16-le'), 'rtf': b'\\par words ', 'html': b'<p>words</p>', 'proposals': b'MOD\tCUB/70/1\n\n'}
HEADS = {'rtf': b'{\\rtf1 ', 'html': b'<html><body>', 'UTF-16': b'\xff\xfe'}


def main():
    program, megabytes = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 190
    faults = 0
    for name, piece in SHAPES.items():
        with tempfile.TemporaryDirectory() as temp:
            source, out, report = pathlib.Path(temp, 'in'), pathlib.Path(temp, 'out'), pathlib.Path(temp, 'report.json')
            source.mkdir()
            ending = name if name in ('rtf', 'html') else 'txt'
            (source / f'big.{ending}').write_bytes(HEADS.get(name, b'') + piece * ((megabytes << 20) // len(piece)))
            (source / 'small.txt').write_text(submission(0), 'utf-8')
            status, seconds, memory = measured(program, 'convert', source, '-o', out, '-q', '-j', 1, '--report', report)
            files = json.load(open(report))['files']
            became = {os.path.basename(file['file']): file['refusal']['code'] if file.get('refusal') else file['state'] for file in files}
            big = became[f'big.{ending}']
            good = status in (0, 1) and big in ('converted', 'E-LIMIT', 'E-EMPTY') and became['small.txt'] == 'converted' and memory <= 600
            faults += not good
            print(f'{megabytes} MB of {name}: {big}, {seconds:.1f} s of the processor, {memory} MB{"" if good else ": FAULT"}', flush=True)
    print(f'{len(SHAPES)} shapes, {faults} faults')
    sys.exit(1 if faults else 0)


main()
