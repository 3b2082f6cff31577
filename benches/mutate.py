"""Real code, whole and broken: no panic, no hang, no file that takes longer than others of its size.

    python3 benches/mutate.py FOLDER [--rounds N] [--seed N]

FOLDER holds crates, a folder each (`cargo`'s `registry/src/…`). conclint must be built in release. First every crate is
judged by itself by all lints, and those named that take longer than a second and a second for each MB of their source; then
all at once in every format. Then every file of ten crates that have tasks and locks is broken: cut at a random place, some
of its tokens deleted, some of its brackets doubled, N rounds of each. The seed is fixed, so a second run does the same. A
crate that brings a run down is kept below the folder for temporary files and named. Exits with 1 if there is one.
"""

import argparse
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "target/release/conclint"
FORMATS = ["human", "short", "json", "jsonl", "sarif", "junit", "github"]
PATIENCE = 60
TOKEN = re.compile(r"\w+|[^\w\s]")


def run(folder, *flags):
    """Seconds, and what is wrong: nothing as a rule."""
    started = time.monotonic()
    command = [PROGRAM, "-W", "all", "--isolated", *flags, folder]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return PATIENCE, "it does not end"
    seconds = time.monotonic() - started
    said = done.stderr.decode("utf-8", "replace")
    wrong = [line for line in said.splitlines() if "please report" in line or "overflow" in line]
    if done.returncode not in (0, 1, 2):
        wrong.append(f"code {done.returncode}")
    return seconds, "; ".join(wrong)


def sources(crate):
    return sorted(path for path in crate.rglob("*.rs") if path.is_file())


def broken(text, how, dice):
    """A text with a mistake of one kind in it."""
    if how == "cut":
        return text[: dice.randrange(len(text) + 1)]
    tokens = [token for token in TOKEN.finditer(text) if how == "deleted" or token[0] in "(){}[]"]
    for token in sorted(dice.sample(tokens, min(3, len(tokens))), key=lambda token: -token.start()):
        twice = token[0] * 2 if how == "doubled" else ""
        text = text[: token.start()] + twice + text[token.end() :]
    return text


def whole(crates):
    bad = 0
    for crate in crates:
        seconds, wrong = run(crate, "--format", "json")
        allowed = 1 + sum(path.stat().st_size for path in sources(crate)) / 1e6
        if wrong or seconds > allowed:
            bad += 1
            print(f"{crate.name}: {seconds:.1f} s of {allowed:.1f}; {wrong}", flush=True)
    print(f"{len(crates)} crates, each by itself: {bad} bad", flush=True)
    return bad


def formats(folder):
    bad = 0
    for name in FORMATS:
        seconds, wrong = run(folder, "--format", name)
        bad += bool(wrong)
        print(f"all at once as {name}: {seconds:.1f} s; {wrong or 'good'}", flush=True)
    return bad


def mutated(crates, rounds, seed):
    bad = 0
    dice = random.Random(seed)
    chosen = dice.sample([c for c in crates if is_concurrent(c)], 10)
    for crate in chosen:
        for how in ["cut", "deleted", "doubled"]:
            for number in range(rounds):
                folder = pathlib.Path(tempfile.mkdtemp(prefix="conclint-mutate-"))
                copy = folder / crate.name
                shutil.copytree(crate, copy)
                for path in sources(copy):
                    text = path.read_text("utf-8", "replace")
                    path.write_text(broken(text, how, dice), "utf-8")
                seconds, wrong = run(copy, "--format", "json")
                if wrong or seconds > 10:
                    bad += 1
                    print(f"{copy} {how}: {seconds:.1f} s; {wrong}", flush=True)
                else:
                    shutil.rmtree(folder)
    print(f"{', '.join(c.name for c in chosen)}, {rounds} rounds of each: {bad} bad", flush=True)
    return bad


def is_concurrent(crate):
    texts = (path.read_text("utf-8", "replace") for path in sources(crate)[:200])
    return any("spawn(" in text and ".lock()" in text for text in texts)


def main():
    flags = argparse.ArgumentParser()
    flags.add_argument("folder", type=pathlib.Path)
    flags.add_argument("--rounds", type=int, default=10)
    flags.add_argument("--seed", type=int, default=1)
    flags.add_argument("--only", choices=["whole", "formats", "mutated"])
    args = flags.parse_args()
    crates = sorted(path for path in args.folder.iterdir() if path.is_dir())
    bad = 0
    if args.only in (None, "whole"):
        bad += whole(crates)
    if args.only in (None, "formats"):
        bad += formats(args.folder)
    if args.only in (None, "mutated"):
        bad += mutated(crates, args.rounds, args.seed)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
