"""What a run costs beside other tools over the same tree, as the rows of the table in docs/compared.md.

    python3 benches/compared.py TREE

TREE is a folder with a cargo workspace. conclint is built in release first; clippy and ast-grep (pip install ast-grep-cli)
must be on the PATH. Processor seconds are those of the process and all that it starts, the least of five runs (one run of
what builds the dependencies), so that other work on the machine changes little. Memory is that of the largest process.
clippy's target folder is made anew below the folder for temporary files, and removed at the end.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUNS = 5
RULE = "id: unwrap\nlanguage: rust\nrule: { pattern: $A.lock().unwrap() }\n"


def cost(command, cwd, env=None):
    """Processor seconds and peak memory in MB of one run."""
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{command} failed with {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def least(command, cwd, env=None, before=lambda: None):
    """The cheapest of several runs, each after some preparation."""
    costs = []
    for _ in range(RUNS):
        before()
        costs.append(cost(command, cwd, env))
    return min(costs)


def parsing(tree):
    """Seconds that one thread needs to read and parse every file."""
    command = ["cargo", "bench", "--quiet", "--bench", "ratio", "--", str(tree), "1"]
    said = [
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for _ in range(RUNS)
    ]
    return min(float(re.search(r"read \+ parse +([\d.]+) s", one)[1]) for one in said)


def touch(tree):
    """Makes every file of the tree newer, so that cargo checks the workspace's own packages again."""
    for path in tree.rglob("*.rs"):
        path.touch()


def row(name, seconds, memory, parsed, command):
    memory = f"{memory:.0f} MB" if memory else ""
    print(f"| {name} | {seconds:.2f} | {seconds / parsed:.1f} | {memory} | `{command}` |", flush=True)


def main():
    tree = pathlib.Path(sys.argv[1]).resolve()
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    conclint = ROOT / "target/release/conclint"
    work = pathlib.Path(tempfile.mkdtemp(prefix="conclint-compared-"))
    env = {**os.environ, "CARGO_TARGET_DIR": str(work / "target")}
    clippy = ["cargo", "clippy", "--workspace", "--all-targets", "--quiet"]
    (work / "rule.yml").write_text(RULE)
    grep = ["ast-grep", "scan", "--rule", str(work / "rule.yml"), "."]
    try:
        parsed = parsing(tree)
        row("parsing alone", parsed, 0, parsed, "cargo bench --bench ratio -- TREE 1")
        row("ast-grep, one rule", *least(grep, tree), parsed, "ast-grep scan --rule rule.yml")
        row("conclint, 78 lints", *least([conclint, "-q", "--no-cache"], tree), parsed, "conclint --no-cache")
        kept = [conclint, "-q", "--cache-dir", str(work / "kept")]
        cost(kept, tree, None)
        row("conclint, nothing changed", *least(kept, tree), parsed, "conclint, a second time")
        subprocess.run(["cargo", "fetch", "--quiet"], cwd=tree, env=env, check=True)
        cold = cost(clippy, tree, env)
        warm = least(clippy, tree, env, before=lambda: touch(tree))
        row("clippy, dependencies built", *warm, parsed, "touch every file; cargo clippy --workspace --all-targets")
        row("clippy, fresh clone", *cold, parsed, "cargo clippy --workspace --all-targets")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
