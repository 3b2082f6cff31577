#!/usr/bin/env python3
"""What `--fix` makes of real trees: on a copy of each, with every lint on.

    benches/fixes.py CONCLINT [--check N] FOLDER...

What `--fix=all --diff` would change nothing of is left out. Of the others each folder is copied to the folder for temporary
files. There `--fix` runs twice, and then `--fix=all` twice. Held against each other are the texts of the copy before and
after:

- every file that a fix has changed is read by rustfmt as well as it was before (rustfmt reads it as rustc does)
- the second run changes nothing
- nothing but Rust files is changed, nothing is added or removed, and the folder that was copied is as it was

With --check, `cargo check --all-targets` runs on up to N of the changed copies that have one package, before and after the
fixes; where the tests do not build here even before, `cargo check` alone. A copy that does not build before does not count.
New warnings are shown, too. Printed are the figures and each fault; the exit code is 1 if there is one.
"""
import argparse, concurrent.futures, os, re, shutil, subprocess, sys, tempfile
from pathlib import Path

WORKERS = 2
PATIENCE = 600


def run(command, folder, **more):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, **more)


def texts(folder):
    """The bytes of each file below a folder, by its path; of a link, where it leads."""
    found = {}
    for above, folders, names in os.walk(folder):
        for name in names + [name for name in folders if os.path.islink(os.path.join(above, name))]:
            path = os.path.join(above, name)
            if os.path.islink(path):
                found[os.path.relpath(path, folder)] = os.readlink(path).encode()
            elif os.path.isfile(path):
                found[os.path.relpath(path, folder)] = Path(path).read_bytes()
    return found


def stamps(folder):
    """Size and time of each file below a folder."""
    walk = ((above, name) for above, _, names in os.walk(folder) for name in names)
    found = ((os.path.join(above, name), os.lstat(os.path.join(above, name))) for above, name in walk)
    return {path: (stat.st_size, stat.st_mtime_ns) for path, stat in found}


def differing(before, after):
    return sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))


def mistakes(text):
    """How many errors rustfmt finds in reading a file, in the edition that says least against it."""
    said = (subprocess.run(["rustfmt", "--edition", edition, "--emit", "stdout"], input=text, capture_output=True,
                           timeout=PATIENCE).stderr for edition in ("2015", "2018", "2021", "2024"))
    return min(len(re.findall(rb"^error", one, re.M)) for one in said)


class Tree:
    """A folder, its copy, and what the fixes have made of that."""

    def __init__(self, conclint, folder, work):
        self.conclint, self.folder = conclint, Path(folder).resolve()
        self.copy = work / self.folder.name
        self.faults, self.undone, self.fixes, self.changed = [], [], {"--fix": 0, "--fix=all": 0}, set()

    def fault(self, text):
        self.faults.append(f"{self.folder.name}: {text}")

    def would_change(self):
        """Whether there is anything to fix, which is asked of the folder itself."""
        stamped = stamps(self.folder)
        asked = run([self.conclint, "-W", "all", "--fix=all", "--diff", "--no-cache", "--threads", "1", "."], self.folder)
        if "please report" in asked.stderr:
            self.fault(f"--diff says {asked.stderr[-300:]}")
        if stamps(self.folder) != stamped:
            self.fault("--diff has changed the folder")
        return bool(asked.stdout)

    def fix(self):
        stamped = stamps(self.folder)
        shutil.copytree(self.folder, self.copy, symlinks=True, ignore=shutil.ignore_patterns("target", ".git"))
        self.before = texts(self.copy)
        earlier = self.before
        for flag in self.fixes:
            self.fixes[flag] = self.run(flag)
            now = texts(self.copy)
            self.compare(flag, earlier, now)
            if self.run(flag) or differing(now, texts(self.copy)):
                self.fault(f"a second {flag} changes {', '.join(differing(now, texts(self.copy)))[:200]}")
            earlier = now
        self.size, kept = len(earlier), self.changed | {"Cargo.toml"}
        self.before, self.after = ({path: all[path] for path in kept & all.keys()} for all in (self.before, earlier))
        if stamps(self.folder) != stamped:
            self.fault("the folder that was copied is another now")

    def run(self, flag):
        """Fixes the copy and gives how many fixes were made."""
        command = [self.conclint, "-W", "all", flag, "--no-cache", "--threads", "1", "--exit-zero", "--format", "short", "."]
        done = run(command, self.copy)
        if "please report" in done.stderr or done.returncode not in (0, 2):
            self.fault(f"{flag} ends with {done.returncode}: {done.stderr[-300:]}")
        self.undone += [line for line in done.stderr.splitlines() if "was not fixed:" in line]
        made = re.search(r"(\d+) fixed in", done.stderr)
        return int(made[1]) if made else 0

    def compare(self, flag, before, after):
        for path in differing(before, after):
            self.changed.add(path)
            if path not in before or path not in after or not path.endswith(".rs"):
                self.fault(f"{flag} added, removed or changed {path}")
            elif mistakes(after[path]) > mistakes(before[path]):
                self.fault(f"{flag} leaves {path} unreadable")

    def put(self, version):
        for path in self.changed:
            (self.copy / path).write_bytes(version[path])

    def check(self, target):
        """Whether the copy builds before the fixes; a fault if it does not after them."""
        (self.copy / "Cargo.toml").write_text(alone(self.before["Cargo.toml"].decode()))
        for targets in (["--all-targets"], []):
            self.put(self.before)
            was = self.cargo(targets, target)
            self.put(self.after)
            if was is None:
                continue
            now = self.cargo(targets, target)
            if now is None:
                self.fault(f"cargo check {' '.join(targets)} fails after the fixes:\n{self.said[-1500:]}")
            new = sorted(set(now or []) - set(was))
            print(f"  checked {self.folder.name} {' '.join(targets)}: "
                  f"{'fails' if now is None else 'builds'}, {len(self.changed)} files changed", *new, sep="\n    ", flush=True)
            return True
        return False

    def cargo(self, targets, target):
        """The warnings of a build, without their lines; `None` if it fails."""
        env = {**os.environ, "CARGO_TARGET_DIR": str(target), "CARGO_INCREMENTAL": "0", "CARGO_PROFILE_DEV_DEBUG": "0"}
        for path in self.changed:
            (self.copy / path).touch()
        for offline in (["--offline"], []):
            command = ["cargo", "check", "--message-format", "short", *targets, *offline]
            try:
                done = run(command, self.copy, env=env)
            except subprocess.TimeoutExpired:
                self.said = "no end"
                return None
            self.said = done.stderr
            if done.returncode == 0:
                return re.findall(r"^(\S+?):\d+:\d+: (warning: .*)$", done.stderr, re.M)
            if not re.search("no matching package|failed to (download|select|get)|--offline", done.stderr):
                return None
        return None


def alone(manifest):
    """A manifest that belongs to no workspace above it."""
    return manifest if re.search(r"^\[workspace", manifest, re.M) else manifest + "\n[workspace]\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conclint", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--check", type=int, default=0, metavar="N")
    parser.add_argument("folders", nargs="+")
    args = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="conclint-fixes-"))
    try:
        sys.exit(judge(args, work))
    finally:
        shutil.rmtree(work)


def judge(args, work):
    def one(folder):
        tree = Tree(args.conclint, folder, work / "copies")
        try:
            if tree.would_change():
                tree.fix()
        except subprocess.TimeoutExpired as late:
            tree.fault(f"no end: {late}")
        if not tree.changed or tree.faults:
            shutil.rmtree(tree.copy, ignore_errors=True)
        return tree

    (work / "copies").mkdir()
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        trees = list(pool.map(one, args.folders))
    for flag in ("--fix", "--fix=all"):
        fixed = [tree.fixes[flag] for tree in trees if tree.fixes[flag]]
        print(f"{flag}: {sum(fixed)} fixes in {len(fixed)} of {len(trees)} trees", flush=True)
    print(f"{sum(len(tree.changed) for tree in trees)} files changed; "
          f"{len({line for tree in trees for line in tree.undone})} fixes taken back", flush=True)
    for line in sorted({f"{tree.folder.name}: {line}" for tree in trees for line in tree.undone}):
        print(f"  {line}")
    if {path.name for path in work.iterdir()} != {"copies"}:
        trees[0].fault("something was written beside the copies")
    checked = 0
    small_first = sorted((tree for tree in trees if tree.changed and not tree.faults), key=lambda tree: tree.size)
    for tree in small_first:
        if checked < args.check and "Cargo.toml" in tree.before:
            checked += tree.check(work / "target")
    faults = [fault for tree in trees for fault in tree.faults]
    print(f"{checked} checked with cargo, {len(faults)} faults", *faults, sep="\n")
    return bool(faults)


main()
