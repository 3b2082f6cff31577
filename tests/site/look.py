"""Looks at the built site in a real browser, on a screen and on a phone.

    mdbook build docs
    python3 tests/site/look.py target/site [PICTURES]

For each page: nothing on the console, no request that fails, no link to a page or a heading that is not there, and nothing
wider than a phone of 375 pixels. For each entry of `words.json`: the search shows the pages of these lints among its first
ten. PICTURES is a folder for pictures of what the browser shows. It needs `pip install playwright` and Debian's chromium;
`.ci/tools` brings both, and `cargo test --test ship -- --ignored the_site` runs this.
"""

import functools
import http.server
import json
import pathlib
import shutil
import sys
import threading
import urllib.parse

from playwright.sync_api import sync_playwright

SCREEN = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 740}
# How many results of a search somebody looks at.
LOOKED_AT = 10
# Pages whose pictures are worth a person's look.
PICTURED = ["index.html", "lints.html", "lints/timer-reset.html", "compared.html", "accuracy.html", "limits.html"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a word on standard error."""

    def log_message(self, *_):
        pass


def serve(site):
    """The address of the site, served for as long as the process lives."""
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


class Looks:
    """The browser, the site, and what was wrong so far."""

    def __init__(self, browser, site, pictures):
        self.site = site
        self.address = serve(site)
        self.pictures = pictures
        self.wrong = []
        self.where = ""
        self.screen = self.watched(browser.new_page(viewport=SCREEN))
        # A browser of its own, so that the sidebar is shut as on any phone.
        self.phone = self.watched(browser.new_page(viewport=PHONE, is_mobile=True, has_touch=True))

    def watched(self, page):
        """The page, all of whose faults are noted."""
        page.on("console", lambda m: m.type in ("error", "warning") and self.complain(f"console: {m.text}"))
        page.on("pageerror", lambda e: self.complain(f"script: {e}"))
        page.on("requestfailed", self.failed)
        page.on("response", lambda r: r.status >= 400 and self.complain(f"{r.status}: {r.url}"))
        return page

    def complain(self, what):
        self.wrong.append(f"{self.where}: {what}")

    def failed(self, request):
        """A request without a reply; what was on its way when the next page was opened is none of the site's faults."""
        if request.failure != "net::ERR_ABORTED":
            self.complain(f"request: {request.url}: {request.failure}")

    def open(self, page, path):
        self.where = path
        page.goto(self.address + path, wait_until="load")

    def picture(self, page, name):
        if self.pictures:
            page.screenshot(path=str(self.pictures / f"{name.replace('/', '-')}.png"))

    def look(self, path):
        """One page: its links on a screen, and its width on a phone."""
        self.open(self.screen, path)
        for target in self.screen.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            self.follow(target)
        self.open(self.phone, path)
        if out := self.sticking_out():
            self.complain(f"wider than a phone of {PHONE['width']} pixels: {out}")
        if path in PICTURED:
            self.picture(self.screen, path + "-screen")
            self.picture(self.phone, path + "-phone")

    def sticking_out(self):
        """What stands out on the right, outside of boxes that scroll by themselves; the page's own box scrolls as well."""
        return self.phone.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('main, main *')]
                 .filter(e => Math.max(e.getBoundingClientRect().right, e === document.documentElement ? e.scrollWidth : 0)
                     > innerWidth && !e.closest('pre, .table-wrapper, .wide'))
                 .slice(0, 3).map(e => e.tagName + ' ' + e.textContent.slice(0, 60)).join(' | ')"""
        )

    def follow(self, target):
        """A link within the site: its page must be there, and its heading."""
        if not target.startswith(self.address):
            return
        path, _, anchor = target.removeprefix(self.address).partition("#")
        file = self.site / urllib.parse.unquote(path.partition("?")[0] or "index.html")
        if not file.is_file():
            self.complain(f"a link to {path}, which is not there")
        elif anchor and f'id="{urllib.parse.unquote(anchor)}"' not in file.read_text():
            self.complain(f"a link to {path}#{anchor}, which has no such heading")

    def search(self, words, lints):
        """What somebody finds who types these words on the front page."""
        self.open(self.screen, "index.html")
        self.where = f"search for {words}"
        self.screen.keyboard.press("s")
        self.screen.wait_for_selector("#mdbook-searchbar", state="visible")
        self.screen.keyboard.type(words)
        try:
            self.screen.wait_for_selector("#mdbook-searchresults li", timeout=8000)
        except Exception:
            self.complain("nothing is found")
            return
        self.screen.wait_for_timeout(200)
        found = self.screen.eval_on_selector_all(
            "#mdbook-searchresults li a", "all => all.map(a => new URL(a.href).pathname)"
        )[:LOOKED_AT]
        for lint in lints:
            if f"/lints/{lint}.html" not in found:
                self.complain(f"{lint} is not among the first {LOOKED_AT}: {found}")
        if words == "deadlock":
            self.picture(self.screen, "search")


def main():
    site = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    words = json.loads((pathlib.Path(__file__).parent / "words.json").read_text())
    pages = sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))
    pages = [page for page in pages if page not in ("toc.html", "404.html")]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        looks = Looks(browser, site, pictures)
        for page in pages:
            looks.look(page)
        for searched, lints in words.items():
            looks.search(searched, lints)
        browser.close()
    print(f"{len(pages)} pages, {len(words)} searches, {len(looks.wrong)} things wrong")
    for what in looks.wrong:
        print(what)
    sys.exit(bool(looks.wrong))


if __name__ == "__main__":
    main()
