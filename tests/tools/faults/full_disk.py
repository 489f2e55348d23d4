#!/usr/bin/env python3
"""A disk that is full at every write, for real and by injection, and a limit on the size of files.

Usage: full_disk.py PROGRAM

In: three contributions made here. Trials: (1) ENOSPC from each call that writes, flushes, makes, renames or
grows a file, one call at a time (strace; left out, and said, where it is missing); (2) a tmpfs of each size
from nothing to enough (where this user may mount one); (3) `ulimit -f` of each size, SIGXFSZ not ignored.
Status 1 where a run ends other than by its own status, an output is cut, or the next run with room does not
end as an undisturbed one.
"""
import os, re, resource, shutil, signal, subprocess, sys, tempfile
from common import convert, folder_of, outputs, wrong

CALLS = ['write', 'fsync', 'renameat', 'mkdir', 'ftruncate', 'openat', 'unlink', 'linkat']
OWN_ENDS = {0, 1, 2}


def judged(program, source, out, reference, status, said, what, faults):
    """A run that met the fault, and the next one that does not."""
    if status not in OWN_ENDS or 'panicked' in said:
        faults.append(f'{what}: ended with {status}: {said[-200:]}')
    faults += [f'{what}: {each}' for each in (wrong(out, reference) if os.path.isdir(out) else [])]
    status, said = convert(program, source, out)
    if status != 0 or outputs(out) != reference:
        faults.append(f'{what}: the next run ended with {status}: {said[-300:]}')


def injected(program, source, temp, reference, faults):
    trials = 0
    for call in CALLS:
        for at in range(1, 200):
            out, log = f'{temp}/out', f'{temp}/log'
            shutil.rmtree(out, ignore_errors=True)
            ran = subprocess.run(['strace', '-f', '-qq', '-o', log, '-e', f'trace={call}', '-e', 'signal=none',
                                  '-e', f'inject={call}:error=ENOSPC:when={at}', program, 'convert', str(source), '-o', out,
                                  '-q', '-j', '1', '--doc-helper', 'none'], stdin=subprocess.DEVNULL, capture_output=True, text=True)
            hit = [line for line in open(log, errors='replace') if 'INJECTED' in line]
            if not hit:
                break
            # A file that is only read never meets a full disk.
            if call == 'openat' and not any('O_CREAT' in line or 'O_TMPFILE' in line for line in hit):
                continue
            trials += 1
            judged(program, source, out, reference, ran.returncode, ran.stderr, f'{call} {at}: {hit[0].strip()[:120]}', faults)
    return trials


def small_disks(program, source, temp, reference, faults):
    trials, disk = 0, f'{temp}/disk'
    os.mkdir(disk)
    for pages in list(range(1, 60)) + list(range(60, 400, 10)):
        if subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={pages * 4}k', 'tmpfs', disk], capture_output=True).returncode:
            print('NOT TRIED: no right to mount a tmpfs')
            return 0
        try:
            out = f'{disk}/out'
            status, said = convert(program, source, out)
            subprocess.run(['mount', '-o', 'remount,size=64m', disk], check=True)
            judged(program, source, out, reference, status, said, f'disk of {pages * 4} kB', faults)
            trials += 1
        finally:
            subprocess.run(['umount', disk], check=True)
    return trials


def small_files(program, source, temp, reference, faults):
    trials = 0
    for size in list(range(0, 6000, 250)) + list(range(6000, 60_000, 2000)):
        def limited():
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        out = f'{temp}/out'
        shutil.rmtree(out, ignore_errors=True)
        status, said = convert(program, source, out, before=limited)
        judged(program, source, out, reference, status, said, f'files of {size} bytes', faults)
        trials += 1
    return trials


def main():
    program, faults = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory() as temp:
        source = folder_of(f'{temp}/in', 3)
        if convert(program, source, f'{temp}/whole')[0] != 0:
            sys.exit('the undisturbed run failed')
        reference = outputs(f'{temp}/whole')
        calls = 0
        if shutil.which('strace'):
            calls = injected(program, source, temp, reference, faults)
        else:
            print('NOT TRIED: no strace, so no call could be made to fail')
        disks = small_disks(program, source, temp, reference, faults)
        files = small_files(program, source, temp, reference, faults)
    print('\n'.join(faults[:30]))
    print(f'{calls} calls without room, {disks} small disks, {files} limits on files (SIGXFSZ); {len(faults)} faults')
    sys.exit(1 if faults else 0)


main()
