"""Opens the page of a map in a real browser, and does what a reader does there.

    conclint map --format html > map.html
    python3 tests/site/map.py map.html [PICTURES]

It must open in time and ask the network for nothing, the search and the filter must show what they should, keys and a finger
must do what the mouse does, and nothing may stand on the console. PICTURES is a folder for pictures of what the browser
shows, or a file that ends with `.png` for one of the page as it opens. It needs what `look.py` beside it needs;
`cargo test --test ship -- --ignored the_map` runs this.
"""

import collections
import json
import pathlib
import shutil
import sys
import time

from playwright.sync_api import sync_playwright

SCREEN = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 800}
# How many seconds a page may take, from the click to the picture.
IN_TIME = 3.0


class Reader:
    """The browser, the page, and what was wrong so far."""

    def __init__(self, browser, path, pictures):
        self.browser = browser
        self.address = path.as_uri()
        self.pictures = pictures
        self.wrong = []
        self.where = ""

    def open(self, name, watched=True, **looks):
        """The page in a browser of its own, all of whose faults are noted."""
        self.where = name
        page = self.browser.new_context(**looks).new_page()
        if watched:
            page.on("console", lambda m: self.complain(f"console: {m.text}"))
            page.on("pageerror", lambda e: self.complain(f"script: {e}"))
            page.on("request", lambda r: r.url.split("#")[0] == self.address or r.url == "data:," or self.complain(f"asks for {r.url}"))
        began = time.monotonic()
        page.goto(self.address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        took = time.monotonic() - began
        if took > IN_TIME:
            self.complain(f"opens in {took:.1f} s")
        self.picture(page, name)
        return page, took

    def complain(self, what):
        self.wrong.append(f"{self.where}: {what}")

    def wants(self, holds, what):
        holds or self.complain(what)

    def picture(self, page, name):
        if self.pictures and self.pictures.suffix == ".png":
            name == "screen" and page.screenshot(path=str(self.pictures))
        elif self.pictures:
            page.screenshot(path=str(self.pictures / f"{name}.png"))

    def on_a_screen(self, document):
        page, took = self.open("screen", viewport=SCREEN, color_scheme="light")
        self.searches(page, document)
        self.filters(page, document)
        self.by_keys(page)
        self.opens_all(page, document)
        page.context.close()
        return took

    def searches(self, page, document):
        """The last task is found by its name and its file, and shown with its place."""
        node = [node for node in document["nodes"] if node["kind"] in ("task", "thread")][-1]
        page.keyboard.press("/")
        page.keyboard.type(f"{node['name']} {node['path']}:{node['line']}")
        found = page.locator("#found button")
        self.wants(found.count() == 1, f"{found.count()} are found for {node['name']} in {node['path']}")
        page.keyboard.press("Enter")
        chosen = page.locator("#frame [aria-selected=true]")
        self.wants(chosen.count() == 1 and chosen.get_attribute("data-id") == node["id"], "what is found is not selected")
        self.wants(self.is_in_sight(page), "what is found is not in sight")
        places = page.eval_on_selector_all("#details a.place", "all => all.map(a => a.textContent)")
        self.wants(f"{node['path']}:{node['line']}" in places, f"its place is not among {places}")
        self.picture(page, "found")
        page.fill("#search", "no such thing anywhere")
        self.wants(page.inner_text("#found") == "nothing is found", "something is found that is not there")
        page.fill("#search", "")
        page.keyboard.press("Escape")

    def is_in_sight(self, page):
        return page.evaluate(
            """() => { const [box, frame] = ['[aria-selected=true]', '#frame'].map(s => document.querySelector(s).getBoundingClientRect());
                return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom }"""
        )

    def filters(self, page, document):
        """A kind that is hidden has no boxes, and is counted in none."""
        kinds = collections.Counter(node["kind"] for node in document["nodes"])
        shown = dict(page.eval_on_selector_all(".chip .kind", "all => all.map(k => [k.parentElement.dataset.kind, +k.nextSibling.data])"))
        for kind, n in kinds.items():
            self.wants(shown.get(kind) == n, f"the filter has {shown.get(kind)} of {n} {kind}")
        boxes = page.locator("#frame .box.task")
        before = boxes.count()
        chip = page.locator(".chip[data-kind=task]")
        chip.click()
        self.wants(before > 0 and boxes.count() == 0, "hidden tasks have boxes")
        self.wants(chip.get_attribute("aria-pressed") == "false", "the filter does not show what it hides")
        chip.click()
        self.wants(boxes.count() == before, "tasks that are shown again have no boxes")

    def by_keys(self, page):
        """The arrows select, Enter opens what is shut, and Escape selects nothing."""
        page.click("#shut")
        page.locator("#frame").focus()
        selected = page.locator("#frame [aria-selected=true]")
        page.keyboard.press("ArrowDown")
        self.wants(selected.count() == 1, "an arrow selects nothing")
        before = page.locator("#frame .box").count()
        page.keyboard.press("Enter")
        self.wants(page.locator("#frame .box").count() > before, "Enter opens nothing")
        page.keyboard.press("Escape")
        self.wants(selected.count() == 0, "Escape leaves something selected")
        page.keyboard.press("?")
        self.wants("dagre" in page.inner_text("#help"), "the page does not say whose layout it has")
        page.keyboard.press("Escape")

    def opens_all(self, page, document):
        """Each node of a kind that is shown has a box, and no two boxes of nodes meet."""
        page.click("#open")
        for kind in ("task", "channel", "lock", "token"):
            n = sum(node["kind"] == kind for node in document["nodes"])
            boxes = page.locator(f"#frame .box.{kind}").count()
            self.wants(boxes == n, f"{boxes} boxes for {n} {kind}")
        meeting = page.evaluate(
            """() => { const all = [...document.querySelectorAll('#world .box:not(.open)')].map(e => {
                    const [x, y] = e.getAttribute('transform').match(/[\\d.-]+/g).map(Number), r = e.querySelector('rect');
                    return { x, y, right: x + +r.getAttribute('width'), bottom: y + +r.getAttribute('height') } });
                all.sort((a, b) => a.y - b.y);
                return all.filter((a, n) => { for (let m = n + 1; m < all.length && all[m].y < a.bottom; m++)
                    if (all[m].x < a.right && a.x < all[m].right) return true; return false }).length }"""
        )
        self.wants(meeting == 0, f"{meeting} boxes meet others")
        self.picture(page, "all")

    def in_the_dark(self):
        """The ground is dark where the system is, and light where the button says so."""
        page, _ = self.open("dark", viewport=SCREEN, color_scheme="dark")
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = page.evaluate(ground)
        page.click("#theme")
        light = page.evaluate(ground)
        self.wants(brightness(dark) < 60 < 200 < brightness(light), f"dark is {dark} and light is {light}")
        page.context.close()

    def on_a_phone(self):
        """Nothing is wider than the phone, and a finger selects."""
        page, _ = self.open("phone", viewport=PHONE, is_mobile=True, has_touch=True, device_scale_factor=2)
        page.locator("#frame .box:not(.open)").last.tap()
        self.wants(page.locator("#details h2").is_visible(), "a finger shows no details")
        self.wants(self.is_in_sight(page) or page.locator("#frame .open[aria-selected=true]").count(), "the details hide what they are about")
        widest = page.evaluate(
            "Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('header, aside, main, #searching, #tools')].map(e => e.getBoundingClientRect().right))"
        )
        self.wants(widest <= PHONE["width"], f"{widest} pixels wide")
        self.picture(page, "phone-details")
        page.context.close()

    def keeps_to_itself(self):
        """The policy stops what is not the page's own: a script that is put in, and a look at the network."""
        page, _ = self.open("policy", watched=False)
        page.evaluate("() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1'; document.body.append(s) }")
        self.wants(page.evaluate("window.evil === undefined"), "a script runs that is none of the page's")
        refused = page.evaluate(
            """() => new Promise(done => { document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));
                fetch('http://127.0.0.1:9/').catch(() => {}); setTimeout(() => done('nothing'), 5000) })"""
        )
        self.wants(refused == "connect-src", f"a look at the network is stopped by {refused}")
        page.context.close()


def brightness(colour):
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(",")) / 3


def main():
    path = pathlib.Path(sys.argv[1]).resolve()
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures and pictures.suffix != ".png":
        pictures.mkdir(parents=True, exist_ok=True)
    text = path.read_text().partition('id="map">')[2].partition("</script>")[0]
    document = json.loads(text)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        reader = Reader(browser, path, pictures)
        took = reader.on_a_screen(document)
        reader.in_the_dark()
        reader.on_a_phone()
        reader.keeps_to_itself()
        browser.close()
    print(f"{len(document['nodes'])} nodes open in {took:.2f} s, {len(reader.wrong)} things wrong")
    for what in reader.wrong:
        print(what)
    sys.exit(bool(reader.wrong))


if __name__ == "__main__":
    main()
