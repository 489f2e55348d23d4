#!/usr/bin/env python3
"""usage: second_count.py BIN FILE ...

What the second count of a file costs: the instructions of the whole conversion to DOCX, PDF and JSON, and those
of the count (`verify::source::account` and all that it calls), as callgrind counts them. A line a file, a
line a format; its status says whether the count is at most 5 % in each format. Needs valgrind, and a
program with its symbols (`cargo build --profile bench --bin itudoc`; a release has none)."""
import collections
import os
import re
import subprocess
import sys
import tempfile

MOST = 5.0
COUNT = "itudoc::verify::source::account"


def instructions(program, path, folder):
    """All instructions of a conversion, and those of the count."""
    found = os.path.join(folder, "callgrind")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=" + found, program, "convert", path]
    command += ["-o", os.path.join(folder, "out"), "-j", "1", "--isolated", "--quiet", "--force"]
    subprocess.run(command + ["--doc-helper", "none", "--missing-glyphs", "box"], capture_output=True)
    told = subprocess.run(
        ["callgrind_annotate", "--inclusive=yes", "--threshold=100", found], capture_output=True, text=True
    ).stdout
    number = lambda text: int(text.replace(",", ""))
    total = re.search(r"^\s*([\d,]+).*PROGRAM TOTALS", told, re.M)
    own = re.search(r"^\s*([\d,]+).*" + re.escape(COUNT) + r"\b(?!::)", told, re.M)
    return (number(total[1]) if total else 0), (number(own[1]) if own else 0)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sums = collections.defaultdict(lambda: [0, 0])
    with tempfile.TemporaryDirectory() as folder:
        for path in sys.argv[2:]:
            total, own = instructions(sys.argv[1], path, folder)
            share = 100 * own / total if total else 0
            print("%6.2f %%  %12d of %14d  %s" % (share, own, total, path), flush=True)
            kind = sums[path.rsplit(".", 1)[-1].lower()]
            kind[0] += total
            kind[1] += own
    shares = {kind: 100 * own / total if total else 0 for kind, (total, own) in sums.items()}
    for kind, share in sorted(shares.items()):
        print("%6.2f %%  %s" % (share, kind))
    sys.exit(0 if all(share <= MOST for share in shares.values()) else 1)


if __name__ == "__main__":
    main()
