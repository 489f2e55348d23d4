#!/usr/bin/env python3
"""The clock jumps: before, between and during runs.

Usage: clock.py PROGRAM

In: contributions made here. Trials: runs under clocks from 1970 to 2037 (libfaketime where it is, else left out
and said), a clock that runs backwards or a thousand times as fast during a run, files with times in the future
and before 1970, a second run under an earlier clock. Status 1 where an output differs by a byte from that of an
undisturbed run, a run with nothing to do makes anything, a changed file is not seen, or one is refused for its
time while the clock on the wall (monotonic) has not run out.
"""
import glob, os, pathlib, shutil, sys, tempfile
from common import convert, folder_of, outputs

CLOCKS = ['@1970-01-02 00:00:00', '@1999-12-31 23:59:58', '@2037-12-31 23:59:58', '-400d', '+400d', '+0 x1000', '-1d x0.1', '+0 i-3.0']


def main():
    program, faults, trials = os.path.abspath(sys.argv[1]), [], 0
    library = next(iter(glob.glob('/usr/lib/*/faketime/libfaketime.so.1') + glob.glob('/usr/lib/faketime/libfaketime.so.1')), None)
    with tempfile.TemporaryDirectory() as temp:
        source = folder_of(f'{temp}/in', 12)
        if convert(program, source, f'{temp}/whole')[0] != 0:
            sys.exit('the undisturbed run failed')
        reference, out = outputs(f'{temp}/whole'), f'{temp}/out'

        def tried(what, env=None):
            nonlocal trials
            trials += 1
            status, said = convert(program, source, out, env=env)
            if status != 0 or outputs(out) != reference:
                faults.append(f'{what}: ended with {status}: {said[:300]}')
            return status
        if not library:
            print('NOT TRIED: no libfaketime, so no clock could be moved')
        for clock in CLOCKS if library else []:
            # The clock that limits go by stays the machine's: it cannot be set.
            env = {**os.environ, 'LD_PRELOAD': library, 'FAKETIME': clock, 'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'FAKETIME_NO_CACHE': '1'}
            shutil.rmtree(out, ignore_errors=True)
            tried(f'clock {clock}', env)
            tried(f'back to now after {clock}')
            tried(f'clock {clock} once more', env)
        for when in (0, -86_400, 4_000_000_000, 253_402_300_800, 1):
            for path in source.iterdir():
                os.utime(path, (when, when))
            tried(f'files of {when}')
            # A change under the very same times and size is seen where the system keeps when it was made.
            path = sorted(source.iterdir())[0]
            text = path.read_text('utf-8')
            path.write_text(text.replace('whole', 'WHOLE', 1), 'utf-8')
            os.utime(path, (when, when))
            status, said = convert(program, source, out)
            trials += 1
            changed = [name for name, digest in outputs(out).items() if reference.get(name) != digest]
            if status != 0 or not changed:
                faults.append(f'files of {when}: a change was not seen ({status}: {said[:200]})')
            path.write_text(text, 'utf-8')
            os.utime(path, (when, when))
            tried(f'files of {when}, changed back')
    print('\n'.join(faults[:20]))
    print(f'{trials} runs under other clocks and times; {len(faults)} faults')
    sys.exit(1 if faults else 0)


main()
