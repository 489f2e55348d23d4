#!/usr/bin/env python3
"""Runs of convert killed (SIGKILL) at random moments.

Usage: kills.py PROGRAM [COUNT]

In: a folder of contributions made here. Out: how many kills came in mid-run, how many left a file in the
making; status 1 where an output was cut or changed, where the run after a kill did not go on, or where the
end is not what an undisturbed run makes. COUNT is that of the kills that came in mid-run; each twelfth time, and
where nothing was left to do, the outputs are cleared first.
"""
import os, random, shutil, signal, subprocess, sys, tempfile, time
from common import OUTPUTS, convert, folder_of, outputs, wrong


def main():
    program, count = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    draw, faults, alive, parts, rest = random.Random(1), [], 0, 0, 0
    with tempfile.TemporaryDirectory() as temp:
        source, out, whole = folder_of(f'{temp}/in', 30), f'{temp}/out', f'{temp}/whole'
        start = time.time()
        if convert(program, source, whole, '--to', OUTPUTS)[0] != 0:
            sys.exit('the undisturbed run failed')
        lasts, reference = time.time() - start, outputs(whole)
        at, done = 0, False
        while alive < count and at < 20 * count:
            at += 1
            if done or at % 12 == 0:
                # The last kill's rest is finished by the same command, to the same bytes.
                status, said = convert(program, source, out, '--to', OUTPUTS)
                if status != 0 or outputs(out) != reference:
                    faults.append(f'kill {at}: the next run ended with {status}: {said[:200]}')
                rest += 1
                shutil.rmtree(out)
            child = subprocess.Popen([program, 'convert', str(source), '-o', out, '-q', '--to', OUTPUTS],
                                     stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(draw.random() ** 2 * lasts)
            done = child.poll() is not None
            child.send_signal(signal.SIGKILL)
            child.wait()
            alive += not done
            if not done and os.path.isdir(f'{out}/.itudoc'):
                parts += any(name.startswith('part-') for name in os.listdir(f'{out}/.itudoc'))
            if os.path.isdir(out):
                faults += [f'kill {at}: {what}' for what in wrong(out, reference)]
        status, said = convert(program, source, out, '--to', OUTPUTS)
        if status != 0 or outputs(out) != reference:
            faults.append(f'after all: the next run ended with {status}: {said[:200]}')
        checked = subprocess.run([program, 'verify', out], capture_output=True, text=True)
        if checked.returncode != 0:
            faults.append(f'verify: {checked.stdout[-200:]}{checked.stderr[-200:]}')
    print('\n'.join(faults[:20]))
    print(f'{alive} kills in mid-run of {at} runs, {parts} with a file in the making, {rest + 1} runs to the end; {len(faults)} faults')
    sys.exit(1 if faults or alive < count or not parts else 0)


main()
