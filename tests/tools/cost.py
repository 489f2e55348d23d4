#!/usr/bin/env python3
"""What the program costs for each file, a process each: its time on the processor and its memory.

Arguments: the program, a folder for what it makes. Standard input: a path a line. For each path one JSON
line with seconds on the processor, seconds on the wall, and the most memory in KiB.
"""
import json, os, shutil, sys, time

program, folder = sys.argv[1:3]
for path in sys.stdin.read().splitlines():
    out = os.path.join(folder, 'made')
    shutil.rmtree(out, ignore_errors=True)
    start = time.time()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        os.execv(program, [program, 'convert', '-q', '-j', '1', '--doc-helper', 'none', '-o', out, path])
    _, _, used = os.wait4(child, 0)
    print(json.dumps({'path': path, 'seconds': used.ru_utime + used.ru_stime, 'wall': time.time() - start,
                      'kib': used.ru_maxrss}))
