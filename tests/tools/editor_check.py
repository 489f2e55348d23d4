#!/usr/bin/env python3
"""Tries what editors and commits are given: the problem matchers of docs/install.md and the pre-commit hook.

    editor_check.py PROGRAM

Each line that `itudoc check --output-format short` says of the samples is to be read by exactly one matcher, its
file and place are to be there. Where `pre-commit` and `git` are installed, the hook runs in a repository of its own:
it is to fail on a text with a mistake, to name it, and to pass once it is mended. Exits with 1 where anything fails.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = str(Path(sys.argv[1]).resolve())
MISTAKE = "MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nLights\nresolves\nto keep the the lights,\n"


def matchers():
    text = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```json\n(.*?)```", text, re.S)
    return [matcher["pattern"] for matcher in json.loads(blocks[0])]


def check_matchers():
    faults, counts = [], [0, 0]
    samples = sorted((ROOT / "input").glob("*.txt"))
    said = subprocess.run(
        [PROGRAM, "check", "--isolated", "--output-format", "short", *map(str, samples)],
        capture_output=True, text=True, check=False,
    ).stdout
    patterns = matchers()
    for line in said.splitlines():
        found = [(at, match) for at, pattern in enumerate(patterns) if (match := re.match(pattern["regexp"], line))]
        if len(found) != 1:
            faults.append(f"{len(found)} matchers read: {line}")
            continue
        at, match = found[0]
        counts[at] += 1
        pattern = patterns[at]
        file = Path(match[pattern["file"]])
        if not file.is_file():
            faults.append(f"no such file: {file}")
        elif "line" in pattern:
            lines = re.split(r"\r\n|\r|\n", file.read_text(encoding="utf-8", errors="replace"))
            row, column = int(match[pattern["line"]]), int(match[pattern["column"]])
            if row > len(lines) or column > len(lines[row - 1]) + 1:
                faults.append(f"no such place: {line}")
    if 0 in counts:
        faults.append(f"a matcher read nothing: {counts}")
    print(f"problem matchers: {counts[0]} places, {counts[1]} findings on files")
    return faults


def run(*command, folder, env=None):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=env)


def check_hook():
    if not shutil.which("pre-commit") or not shutil.which("git"):
        print("SKIPPED: pre-commit is not installed")
        return []
    import os
    with tempfile.TemporaryDirectory() as work:
        hooks, texts, path = Path(work, "hooks"), Path(work, "texts"), Path(work, "bin")
        for folder in (hooks, texts, path):
            folder.mkdir()
        Path(path, "itudoc").symlink_to(PROGRAM)
        env = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(Path(work, "home"))}
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
        Path(texts, "paper.txt").write_text(MISTAKE, encoding="utf-8")
        for folder in (hooks, texts):
            run("git", "init", "-q", folder=folder)
            run("git", "add", ".", folder=folder)
            run("git", *identity, "commit", "-qm", "a", folder=folder)
        def tried():
            return run("pre-commit", "try-repo", str(hooks), "itudoc-check", "--all-files", folder=texts, env=env)
        first = tried()
        faults = []
        if first.returncode == 0 or "paper.txt:5:" not in first.stdout or "STR008" not in first.stdout:
            faults.append(f"the hook does not tell the mistake: {first.stdout}{first.stderr}")
        Path(texts, "paper.txt").unlink()
        Path(texts, "notes.md").write_text("the the", encoding="utf-8")
        run("git", "add", "-A", folder=texts)
        second = tried()
        if second.returncode != 0 or "Skipped" not in second.stdout:
            faults.append(f"the hook is not passed by: {second.stdout}{second.stderr}")
        print("pre-commit: the hook told the mistake, and passed over what is no contribution")
        return faults


if __name__ == "__main__":
    told = check_matchers() + check_hook()
    for fault in told:
        print(fault)
    sys.exit(1 if told else 0)
