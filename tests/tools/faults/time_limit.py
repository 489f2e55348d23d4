#!/usr/bin/env python3
"""Is the time limit kept? Files of each kind of content of growth.py, so long that they meet it.

Usage: time_limit.py PROGRAM [SECONDS [FAMILY...]]

In: a limit, 3 seconds where none is given. Out: how much longer than the limit each file took that met it, on the
wall and by its share of the processor; status 1 where one took a tenth longer by that share, and 0.2 seconds for the
start and end of the program. The limit is one of wall time; what a stage goes on for after it is work, which
takes the longer on the wall the more the machine does beside it. A file that meets another bound first is made
shorter; one that is done within the time as long as the bounds allow needs no limit.
"""
import os, pathlib, resource, subprocess, sys, tempfile, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import growth

GRACE = 0.2


def one(program, family, times, limit):
    name, data = growth.F[family][1](int(growth.F[family][0] * times))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, name)
        path.write_bytes(data)
        begun, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([program, 'convert', str(path), '-o', f'{folder}/out', '--to', 'docx,pdf,json,akn,html', '-j', '1',
                               '--time-limit', str(limit), '-q'], capture_output=True, text=True, errors='replace')
        took, after = time.time() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
        worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return took, min(worked / took, 1), done.returncode, done.stderr


def main():
    program, limit = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    late = met = within = 0
    for family in sys.argv[3:] or growth.F:
        times = 64.0
        while times >= .25:
            took, share, status, said = one(program, family, times, limit)
            if 'limit of' in said and 'reached' in said:
                over = took - limit
                is_late = over * share > limit * .1 + GRACE
                met, late = met + 1, late + is_late
                where = said.split('was reached ')[-1].split('\n')[0][:60]
                print(f'{"LATE" if is_late else "ok":5}{family:24}{times:6} times: {over:+.2f} s, {over * share:+.2f} s of the processor, {where}', flush=True)
                break
            if status == 0:
                within += 1
                print(f'     {family:24}{times:6} times: done in {took:.2f} s', flush=True)
                break
            if status not in (0, 1):
                late += 1
                print(f'FAULT {family}: status {status}: {said[-200:]}', flush=True)
                break
            times /= 2
    print(f'{met} met the limit of {limit} s, {late} of them late; {within} were done within it at any length that is read')
    sys.exit(1 if late else 0)


if __name__ == '__main__':
    main()
