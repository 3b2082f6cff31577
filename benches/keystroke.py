#!/usr/bin/env python3
"""Times what the language server needs to answer a change in one file of a package.

    benches/keystroke.py CONCLINT FILE [TIMES]

It opens the file, waits for the first answer, and then adds a line to the file's end again and again, each time waiting for
what the server says of that version. Printed are the first answer, the median of the others and the least of them, in
milliseconds, and the time that the server waits after a change, which is in all of them.
"""
import json, os, statistics, subprocess, sys, time
from pathlib import Path


class Server:
    def __init__(self, program, root):
        # A server that finds no folder of the project to keep things in keeps nothing.
        self.process = subprocess.Popen([program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self.number = 0

    def send(self, method, params, request=False):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if request:
            self.number += 1
            message["id"] = self.number
        text = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def wait(self, fits):
        while not fits(message := self.read()):
            if "id" in message and "method" in message:
                answer = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode()
                self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(answer) + answer)
                self.process.stdin.flush()
        return message


def main():
    program, path = sys.argv[1], Path(sys.argv[2]).resolve()
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    root = next(folder for folder in path.parents if (folder / "Cargo.toml").exists())
    server = Server(program, root)
    server.send("initialize", {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": {}}, request=True)
    server.wait(lambda message: "result" in message)
    server.send("initialized", {})
    text = path.read_text()
    document = {"uri": path.as_uri(), "languageId": "rust", "version": 1, "text": text}

    def answer(version, send):
        began = time.monotonic()
        send()
        server.wait(lambda message: message.get("method") == "textDocument/publishDiagnostics"
                    and message["params"]["uri"] == path.as_uri() and message["params"].get("version") == version)
        return (time.monotonic() - began) * 1000

    first = answer(1, lambda: server.send("textDocument/didOpen", {"textDocument": document}))
    later = []
    for version in range(2, times + 2):
        changed = f"{text}\nfn added_{version}() -> u32 {{\n    {version}\n}}\n"
        change = {"textDocument": {"uri": path.as_uri(), "version": version}, "contentChanges": [{"text": changed}]}
        later.append(answer(version, lambda: server.send("textDocument/didChange", change)))
    server.process.kill()
    print(f"{path.name}: {len(text.splitlines())} lines; first {first:.0f} ms, "
          f"then {statistics.median(later):.0f} ms (least {min(later):.0f})")


main()
