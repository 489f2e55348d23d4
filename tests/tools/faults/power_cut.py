#!/usr/bin/env python3
"""A power cut at every step of a run: what was not flushed is lost.

Usage: power_cut.py PROGRAM [SEED]

A run is recorded (strace), and the output folder rebuilt as it may stand on the disk after each of its calls:
a file has the bytes of its last flush, or any of the later ones; a name made, changed or removed since the
last flush of its folder is there or not. Four disks a call: all names kept and no unflushed byte; no unflushed
name; and two drawn. Each is looked at (outputs whole, old or absent), and the same command is run on it. Status
1 where an output is cut or the next run does not end as an undisturbed one. A block device that drops writes
(dm-flakey) would try the file system too; this tries the program on the worst that a file system may do.
"""
import os, pathlib, random, re, shutil, subprocess, sys, tempfile
from common import convert, folder_of, outputs, wrong

LINE = re.compile(r'^(\d+) +(\w+)\((.*)\) += (-?\d+)')


class Disk:
    """Files as the program sees them, and as they are flushed."""

    def __init__(self):
        self.names, self.flushed_names = {}, {}   # path -> file; a folder is None
        self.open = {}

    def states(self, draw):
        yield 'names kept, bytes lost', dict(self.names), lambda file: file['flushed']
        yield 'names lost', dict(self.flushed_names), lambda file: file['flushed']
        for number in (1, 2):
            names = {}
            for path in {**self.names, **self.flushed_names}:
                kept = (self.names if draw.random() < .5 else self.flushed_names).get(path, 'no')
                if kept != 'no':
                    names[path] = kept

            def bytes_of(file):
                if file['now'] == file['flushed']:
                    return file['now']
                way = draw.randrange(4)
                cut = draw.randrange(len(file['now']) + 1)
                return [file['flushed'], file['now'], file['now'][:cut], file['now'][:cut] + b'\0' * (len(file['now']) - cut)][way]
            yield f'drawn {number}', names, bytes_of


def text(argument):
    found = re.search(r'"((?:\\x[0-9a-f]{2})*)"', argument)
    return bytes.fromhex(found[1].replace('\\x', '')) if found else b''


def calls(log):
    """The calls of all threads in the order of their ends."""
    begun = {}
    for line in open(log, errors='replace'):
        line = line.rstrip('\n')
        pid = line.split(' ', 1)[0]
        if line.endswith('<unfinished ...>'):
            begun[pid] = line[:-len('<unfinished ...>')].rstrip()
            continue
        resumed = re.match(r'^(\d+) +<\.\.\. \w+ resumed>(.*)$', line)
        if resumed and resumed[1] in begun:
            line = begun.pop(resumed[1]) + resumed[2]
        found = LINE.match(line)
        if found and int(found[4]) >= 0:
            yield found[2], found[3], int(found[4])


def paths(arguments, base):
    return [os.path.normpath(os.path.join(base, os.fsdecode(bytes.fromhex(found.replace('\\x', '')))))
            for found in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)]


def step(disk, name, arguments, result, base, root):
    """Does a call on the disk; whether it changed anything."""
    inside = lambda path: path == root or path.startswith(root + '/')
    if name in ('openat', 'open'):
        path = paths(arguments, base)[0]
        if not inside(path):
            disk.open.pop(result, None)
            return False
        made = 'O_CREAT' in arguments and path not in disk.names
        if made:
            disk.names[path] = {'now': b'', 'flushed': b''}
        disk.open[result] = path, disk.names.get(path)
        if 'O_TRUNC' in arguments and disk.names.get(path):
            disk.names[path]['now'] = b''
        return made
    if name == 'close':
        disk.open.pop(int(arguments), None)
        return False
    if name in ('write', 'fsync', 'fdatasync', 'ftruncate', 'pwrite64', 'lseek'):
        path, file = disk.open.get(int(arguments.split(',')[0]), (None, None))
        if path is None:
            return False
        if name == 'write':
            file['now'] += text(arguments)[:result]
        elif name == 'ftruncate':
            file['now'] = file['now'][:int(arguments.split(',')[1])]
        elif file is None:
            kept = {at: found for at, found in disk.flushed_names.items() if os.path.dirname(at) != path}
            kept.update({at: found for at, found in disk.names.items() if os.path.dirname(at) == path})
            disk.flushed_names = kept
        else:
            file['flushed'] = file['now']
        return name != 'lseek'
    if name in ('rename', 'renameat', 'renameat2'):
        old, new = paths(arguments, base)
        if inside(old) and inside(new):
            disk.names[new] = disk.names.pop(old)
            return True
    if name in ('unlink', 'unlinkat'):
        return disk.names.pop(paths(arguments, base)[0], 'no') != 'no'
    if name in ('mkdir', 'mkdirat') and inside(paths(arguments, base)[0]):
        disk.names[paths(arguments, base)[0]] = None
        return True
    return False


def laid(names, bytes_of, root, to):
    """Makes a disk's folder; a file whose folder is lost is lost."""
    shutil.rmtree(to, ignore_errors=True)
    os.mkdir(to)
    for path, file in sorted(names.items()):
        place = pathlib.Path(to, os.path.relpath(path, root))
        if path != root and place.parent.is_dir():
            place.mkdir(exist_ok=True) if file is None else place.write_bytes(bytes_of(file))


def main():
    if not shutil.which('strace'):
        sys.exit('NOT TRIED: no strace, so no run could be recorded')
    program, draw = os.path.abspath(sys.argv[1]), random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    faults, cuts, disks = [], 0, 0
    with tempfile.TemporaryDirectory() as temp:
        temp = os.path.realpath(temp)
        source, root, log = folder_of(f'{temp}/in', 3, 1), f'{temp}/out', f'{temp}/log'
        # The folder is there and flushed before the first run; its second run replaces outputs.
        for run in ('first', 'second'):
            if run == 'first':
                os.mkdir(root)
            disk = Disk()
            disk.names[root] = None
            for path in pathlib.Path(root).rglob('*'):
                data = path.read_bytes() if path.is_file() else None
                disk.names[str(path)] = None if data is None else {'now': data, 'flushed': data}
            disk.flushed_names = dict(disk.names)
            old = outputs(root)
            if run == 'second':
                for at, path in enumerate(sorted(source.iterdir())):
                    path.write_text(path.read_text('utf-8') + f'\n2\tto add line {at}.\n', 'utf-8')
            subprocess.run(['strace', '-f', '-qq', '-xx', '-s', '8000000', '-e', 'signal=none', '-o', log, '-e',
                            'trace=openat,open,close,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat',
                            program, 'convert', str(source), '-o', root, '-q', '-j', '1', '--doc-helper', 'none'],
                           check=True, stdin=subprocess.DEVNULL, capture_output=True)
            reference = outputs(root)
            for name, arguments, result in calls(log):
                if not step(disk, name, arguments, result, temp, root):
                    continue
                cuts += 1
                for what, names, bytes_of in disk.states(draw):
                    disks += 1
                    out, where = f'{temp}/disk', f'{run} run, call {cuts} ({name}), {what}'
                    laid(names, bytes_of, root, out)
                    found = outputs(out)
                    faults += [f'{where}: {path} is cut' for path, digest in found.items()
                               if digest not in (reference.get(path), old.get(path)) and not path.endswith('-probe')]
                    status, said = convert(program, source, out)
                    if status != 0 or {path: digest for path, digest in outputs(out).items() if not path.endswith('-probe')} != reference:
                        faults.append(f'{where}: the next run ended with {status}: {said[:300]}')
            if outputs(root) != {os.path.relpath(path, root): __import__('hashlib').sha256(file['now']).hexdigest()
                                 for path, file in disk.names.items() if file and '/.itudoc' not in path}:
                sys.exit('the run was not recorded whole')
    print('\n'.join(faults[:30]))
    print(f'{cuts} power cuts, {disks} disks after them; {len(faults)} faults')
    sys.exit(1 if faults or not disks else 0)


main()
