"""Figures of a pack: seconds and memory of a fresh pack of many contributions, of one changed, of queries.

Usage: pack_figures.py PROGRAM [--count 1000] [--documents 10000]
Contributions are generated: ten sources on each text, thirty items each, one item in six amended; three items where
the queries are asked, as a bound pack of them all is to be made there too. "Beyond
conversion" is the run less the time in which `itudoc convert` makes the three outputs of the same files, both in seconds of
the processor; one changed is judged by the seconds that a person waits, on a machine that does nothing else. Asked
of `--documents`: the documented queries and searches. Exits with 1 where a target is missed."""
import json, os, resource, subprocess, sys, tempfile, time

WORDS = ("the Union membership shall ensure that access to modern facilities services and applications on the basis of "
         "recommendations remains open without discrimination for all administrations").split()
SOURCES = ["RUR", "FRD", "GFW", "SYL", "UTP", "ZHG", "F", "USA", "B", "KOR"]
QUERIES = ["documents", "proposals", "targets", "conflicts", "contradictions", "edits", "not-placed", "intake", "words", "findings"]
SEARCHES = ["discrimination facilities", '"modern facilities"', "word3 1st*"]


def item(resolution, at, word):
    turn = (resolution * 7 + at * 3) % len(WORDS)
    turned = WORDS[turn:] + WORDS[:turn]
    a, b = (at * 5) % 20, (resolution + at) % 20
    turned[a], turned[b] = turned[b], turned[a]
    if word:
        turned.insert(at % 20, word)
    return f"{at + 1}\tthat {' '.join(turned)};\n"


def text(resolution, edition, word, items):
    head = (f"RESOLUTION {300 + resolution} ({edition})\nSubject number {resolution}\nThe Plenipotentiary Conference of the "
            f"International Telecommunication Union ({edition}),\nresolves\n")
    return head + "".join(item(resolution, at, word(at)) for at in range(items))


def contribution(number, count, salt, items):
    resolutions = max(count // 10, 1)
    word = lambda at: f"word{(number + at) % 4}" if (at * 7 + number + salt) % 6 == 0 else ""
    return ("Plenipotentiary Conference (PP-22)\nBucharest, 26 September – 14 October 2022\n"
            f"Document {number + 1}-E\n1 August 2022\nOriginal: English\n\nMOD\t{SOURCES[number // resolutions % 10]}/{number + 1}/1\n"
            + text(number % resolutions, "Bucharest, 2022", word, items))


def generate(folder, count, items):
    os.makedirs(f"{folder}/in")
    os.makedirs(f"{folder}/base")
    for resolution in range(max(count // 10, 1)):
        with open(f"{folder}/base/{300 + resolution}.txt", "w", encoding="utf-8") as file:
            file.write(text(resolution, "Dubai, 2018", lambda at: "", items))
    for number in range(count):
        with open(f"{folder}/in/{number:05}.txt", "w", encoding="utf-8") as file:
            file.write(contribution(number, count, 0, items))


def run(what, command, quiet=False):
    """Wall seconds, seconds of the processor, MB of the run."""
    start = time.monotonic()
    with open(os.devnull, "wb") as nothing:
        child = subprocess.Popen(command, stdout=nothing, stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    wall, cpu, memory = time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    if child.returncode > 1:
        sys.exit(f"{what}: {said}")
    if not quiet:
        print(f"{what:34} {wall:8.2f} s  {cpu:8.2f} s CPU  {memory:6.0f} MB", flush=True)
    return wall, cpu, memory


def option(name, otherwise):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


def main():
    program = os.path.abspath(sys.argv[1])
    count, many = option("--count", 1000), option("--documents", 10000)
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        generate(folder, count, 30)
        base = ["--base", f"{folder}/base"]
        converted = run(f"{count} converted", [program, "convert", f"{folder}/in", "-o", f"{folder}/converted", *base])
        pack = [program, "pack", f"{folder}/in", "-o", f"{folder}/out", "-q", *base]
        fresh = run(f"{count} into a fresh pack", pack)
        same = run("nothing changed", pack)
        with open(f"{folder}/in/00003.txt", "w", encoding="utf-8") as file:
            file.write(contribution(3, count, 1, 30))
        one = run("one changed", pack)
        print(f"beyond conversion: {fresh[0] - converted[0]:.2f} s, {fresh[1] - converted[1]:.2f} s CPU (target 20 s); "
              f"memory {fresh[2]:.0f} MB (1,000); one changed {one[0]:.2f} s (2)", flush=True)
        missed += [name for name, bad in (("fresh", fresh[1] - converted[1] > 20), ("memory", max(fresh[2], one[2]) > 1000),
                                          ("one changed", one[0] > 2)) if bad]
    with tempfile.TemporaryDirectory() as folder:
        if many:
            generate(folder, many, 3)
            run(f"{many} into a fresh pack", [program, "pack", f"{folder}/in", "-o", f"{folder}/out", "-q", "--base", f"{folder}/base"])
            slowest = 0.0
            asked = [[program, "query", name, f"{folder}/out", "--output-format", "json"] for name in QUERIES]
            asked += [[program, "find", words, f"{folder}/out"] for words in SEARCHES]
            for command in asked:
                wall = min(run("", command, quiet=True)[0] for _ in range(3))
                slowest = max(slowest, wall)
                print(f"  {command[1]} {command[2]:32} {wall * 1000:7.1f} ms", flush=True)
            missed += ["queries"] if slowest > 0.1 else []
    print("missed: " + ", ".join(missed) if missed else "all targets kept")
    sys.exit(bool(missed))


main()
