#!/usr/bin/env python3
"""A folder of 50,000 files, converted, converted again with nothing to do, verified.

Usage: many_files.py PROGRAM [COUNT]

Out: seconds of the processor and memory of each of the three; status 1 where a file has no output, the
second run makes anything, verify finds a fault, or memory is over 600 MB.
"""
import os, pathlib, sys, tempfile
from common import folder_of, measured


def main():
    program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    faults = []
    with tempfile.TemporaryDirectory() as temp:
        source, out = folder_of(f'{temp}/in', count, 1), pathlib.Path(temp, 'out')
        for what, arguments in (('first run', ['convert', source, '-o', out, '--to', 'json', '-q']),
                                ('second run', ['convert', source, '-o', out, '--to', 'json', '-q']),
                                ('verify', ['verify', out])):
            before = max((path.stat().st_mtime_ns for path in out.glob('*.json')), default=0) if out.exists() else 0
            status, seconds, memory = measured(program, *arguments)
            made = len(list(out.glob('*.json')))
            after = max((path.stat().st_mtime_ns for path in out.glob('*.json')), default=0)
            print(f'{count} files, {what}: status {status}, {made} outputs, {seconds:.1f} s of the processor, {memory} MB', flush=True)
            if status != 0 or made != count or memory > 600 or what != 'first run' and before != after:
                faults.append(what)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


main()
