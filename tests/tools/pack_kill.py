"""A pack killed at many moments: the catalogue opens, agrees with what stands beside it, and the next run goes on.

Usage: pack_kill.py PROGRAM PATHS... [--base PATH] [--moments 200]
The run goes to and fro between all contributions and all but the first, so that papers are to be replaced each
time; it is killed (SIGKILL) at moments spread over the time that a run takes. After each the catalogue is
asked by Python's own SQLite whether it is whole, and every file of the folder is compared with its digest. At the
end the folder is that of a run that nothing stopped, byte for byte."""
import os, shutil, signal, sqlite3, subprocess, sys, tempfile, time
from folders import listing


def faults(folder):
    """What is wrong with a folder whose run was killed."""
    path = os.path.join(folder, "catalogue.sqlite")
    if not os.path.exists(path):
        return ["files without a catalogue: " + ", ".join(sorted(listing(folder)))] if listing(folder) else []
    catalogue = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    wrong = []
    if catalogue.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        wrong.append("the catalogue is damaged")
    papers = dict(catalogue.execute("SELECT path, sha256 FROM papers"))
    catalogue.close()
    for name, digest in listing(folder).items():
        if name != "catalogue.sqlite" and papers.get(name) != digest:
            wrong.append(f"{name} is not the one that the catalogue lists")
    return wrong


def main():
    words = sys.argv[1:]
    moments, base = 200, []
    if "--moments" in words:
        at = words.index("--moments")
        moments = int(words[at + 1])
        del words[at:at + 2]
    if "--base" in words:
        at = words.index("--base")
        base = ["--base", os.path.abspath(words[at + 1])]
        del words[at:at + 2]
    program, *paths = (os.path.abspath(word) for word in words)
    files = []
    for path in paths:
        if os.path.isdir(path):
            files += sorted(os.path.join(path, name) for name in os.listdir(path))
        else:
            files.append(path)
    temp = tempfile.mkdtemp()
    whole, out = os.path.join(temp, "whole"), os.path.join(temp, "out")
    spans = []
    for own in (files, files[1:], files):
        start = time.monotonic()
        subprocess.run([program, "pack", "-q", *own, "-o", whole, *base], check=True)
        spans.append(time.monotonic() - start)
    span = min(spans)
    wrong = killed = without = moment = 0
    while killed < moments and moment < 5 * moments:
        moment += 1
        own = files if moment % 2 == 0 else files[1:]
        run = subprocess.Popen([program, "pack", "-q", *own, "-o", out, *base], stderr=subprocess.PIPE)
        time.sleep(span * ((moment * 61) % moments) / moments)
        run.send_signal(signal.SIGKILL)
        said = run.stderr.read().decode()
        killed += run.wait() == -signal.SIGKILL
        if run.returncode not in (0, -signal.SIGKILL):
            wrong += 1
            print(f"moment {moment}: the run ended with {run.returncode}: {said}")
        without += not os.path.exists(os.path.join(out, "catalogue.sqlite"))
        for fault in faults(out) if os.path.isdir(out) else []:
            wrong += 1
            print(f"moment {moment}: {fault}")
    subprocess.run([program, "pack", "-q", *files, "-o", out, *base], check=True)
    same = listing(out) == listing(whole)
    print(f"{moment} runs, {killed} killed before they ended, {without} times no catalogue yet; faults: {wrong}; "
          f"after the last run the folder is that of an unstopped one: {'yes' if same else 'no'}")
    shutil.rmtree(temp)
    sys.exit(bool(wrong) or not same or killed < moments)


main()
