#!/usr/bin/env python3
"""Tells how many of the spawns and channels that a pattern finds in the text are on the map.

    benches/coverage.py CONCLINT FOLDER [FOLDER...]

The pattern knows nothing of the map: it looks at the text alone, line by line, and leaves comments out. It draws 40 spawns and
40 channels at random (the same with each run) over all folders, and prints those that have no node at their line.
"""
import json, random, re, subprocess, sys
from pathlib import Path

SPAWN = re.compile(
    r"\b(?:tokio|task|thread|rt|runtime|async_std|smol|actix_rt|actix|rayon|handle|executor|builder)(?:::|\.)"
    r"(?:spawn|spawn_blocking|spawn_local)\(|\b(?:spawn_blocking|spawn_local|spawn_on)\(|"
    r"\b(?:set|tasks|join_set|tracker|scope|s|workers|handles)\.spawn\("
)
CHANNEL = re.compile(
    r"\b(?:mpsc|oneshot|broadcast|watch|flume|crossbeam_channel|crossbeam|channel|async_channel|kanal)::"
    r"(?:channel|unbounded_channel|sync_channel|bounded|unbounded|rendezvous|broadcast)(?:::<[^()]*>)?\(|"
    r"\b(?:unbounded_channel|sync_channel|oneshot_channel)(?:::<[^()]*>)?\("
)
DRAWN = 40
COMMENT = re.compile(r'^\s*//')


def blanked(text):
    """The text without what stands in block comments, line for line."""
    return re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.S)


def sites(folder, pattern):
    for path in sorted(folder.rglob("*.rs")):
        if "target" in path.parts:
            continue
        for number, line in enumerate(blanked(path.read_text(errors="replace")).splitlines(), 1):
            code = line.split("//")[0]
            if COMMENT.match(line) or re.search(r"\bfn\b|\buse\b|^\s*\w+!", code) or not pattern.search(code):
                continue
            yield path, number, line.strip()


def lines(program, folder):
    command = [program, "map", "--tests", "--format", "json", str(folder)]
    text = subprocess.run(command, capture_output=True, text=True, cwd="/").stdout
    return {(str(Path("/", node["path"]).resolve()), node["line"], node["kind"]) for node in json.loads(text)["nodes"]}


def main():
    program, folders = sys.argv[1], [Path(folder).resolve() for folder in sys.argv[2:]]
    nodes = set().union(*(lines(program, folder) for folder in folders))
    for name, pattern, kinds in [("spawns", SPAWN, {"task", "thread", "job"}), ("channels", CHANNEL, {"channel"})]:
        every = [site for folder in folders for site in sites(folder, pattern)]
        drawn = random.Random(name).sample(every, min(DRAWN, len(every)))
        near = lambda path, line: any((str(path), line + by, kind) in nodes for by in (0, 1, -1, 2, -2) for kind in kinds)
        missing = [(path, line, text) for path, line, text in drawn if not near(path, line)]
        print(f"{name}: {len(drawn) - len(missing)} of {len(drawn)} drawn from {len(every)} are on the map")
        for path, line, text in missing:
            print(f"  {path}:{line}: {text[:120]}")


main()
