// The page: reads the document, and lets search, filter, mouse and keys act on the picture.

/** How many boxes are open when the page is. */
const MOST_AT_FIRST = 80;
/** How many lines to elsewhere are drawn at full strength. */
const MANY_LINES = 250;
const MOST_FOUND = 50;

const by = (id) => document.getElementById(id);
const map = JSON.parse(by("map").textContent);
const tree = new Tree(map);
const [frame, panel] = [by("frame"), by("details")];
const view = new View(frame, by("world"));
let [drawn, lines, selected] = [null, [], null];

const isNarrow = () => window.innerWidth < 700;

/** Lays out and draws again. What `still` is stays where it is in the window. */
function redraw(still = null) {
  const before = still && { x: still.x, y: still.y };
  if (selected !== null && !selected.isShown) select(null);
  lines = tree.lines();
  for (const line of lines) line.text = textOfLine(line, isNarrow() ? 110 : 190);
  const most = isNarrow() ? 210 : 270;
  layOut(tree, lines, (item) => measureBox(item, most), Math.max(0.6, view.size.w / view.size.h));
  drawn = draw(tree, lines, by("world"), selected);
  frame.classList.toggle("many", lines.filter((line) => line.points === null).length > MANY_LINES);
  by("nothing").hidden = tree.root.isShown;
  if (still) view.move((before.x - still.x) * view.scale, (before.y - still.y) * view.scale);
}

function fit() {
  view.fit(tree.root);
}

/** Selects an item, or none, and tells what is known of it. */
function select(item) {
  selected = item;
  frame.classList.toggle("has-selected", item !== null);
  document.body.classList.toggle("with-details", item !== null);
  if (drawn) light(drawn, lines, item);
  if (item === null) {
    panel.replaceChildren();
    frame.removeAttribute("aria-activedescendant");
    return;
  }
  showDetails(panel, item, go);
  panel.prepend(closer());
  frame.setAttribute("aria-activedescendant", domId(item));
}

function closer() {
  const made = html("button", { type: "button", className: "closer", textContent: "×", title: "close (Esc)" });
  made.addEventListener("click", () => select(null));
  return made;
}

/** Shows an item wherever it is: opens what is around it, lifts the filter where it hides it, and brings it into sight. */
function go(item) {
  if (!item.isShown) {
    tree.hidden.delete(item.kind);
    tree.onlyReported = false;
    tree.refresh();
    fillFilter();
  }
  tree.reveal(item);
  select(item);
  redraw();
  view.show(item);
}

/** Opens or shuts what holds others. */
function toggle(item) {
  if (item.children.length === 0) return;
  item.open = !item.open;
  redraw(item);
}

// ---- Search ----

function search() {
  const text = by("search").value;
  const found = tree.find(text);
  const rows = found.slice(0, MOST_FOUND).map((item) => {
    const where = item.node === null ? "" : `${item.node.path}:${item.node.line}`;
    return html("li", {}, button(item, chosen), " ", html("small", { textContent: where }));
  });
  const count = found.length === 0 ? "nothing is found" : `${found.length} found`;
  by("found").replaceChildren(...(text.trim() === "" ? [] : [html("li", { className: "count", textContent: count }), ...rows]));
  by("found").hidden = text.trim() === "";
}

function chosen(item) {
  by("found").hidden = true;
  go(item);
  frame.focus();
}

// ---- Filter ----

function fillFilter() {
  const counts = {};
  for (const item of tree.leaves()) counts[item.kind] = (counts[item.kind] ?? 0) + 1;
  const kinds = Object.keys(KINDS).filter((kind) => counts[kind]);
  const chips = kinds.map((kind) => {
    const text = [html("span", { className: `kind ${kind}`, textContent: KINDS[kind] }), ` ${counts[kind]}`];
    return chip(text, !tree.hidden.has(kind), kind, (on) => (on ? tree.hidden.delete(kind) : tree.hidden.add(kind)));
  });
  const reported = map.nodes.filter((node) => node.findings.length > 0).length;
  const only = chip([`only reported ${reported}`], tree.onlyReported, "reported", (on) => (tree.onlyReported = on));
  by("filter").replaceChildren(...chips, ...(reported > 0 ? [only] : []));
}

function chip(text, isOn, name, set) {
  const made = html("button", { type: "button", className: "chip" }, ...text);
  made.dataset.kind = name;
  made.setAttribute("aria-pressed", isOn);
  made.addEventListener("click", () => {
    set(made.getAttribute("aria-pressed") !== "true");
    tree.refresh();
    fillFilter();
    redraw();
    by("filter").querySelector(`[data-kind="${name}"]`)?.focus();
  });
  return made;
}

// ---- Keys ----

/** The box that lies next in a direction: at the other end of a line, if one leads there. */
function next(from, x, y) {
  const middle = (item) => ({ x: item.x + Math.min(item.w, 200) / 2, y: item.open ? item.y + HEAD / 2 : item.y + item.h / 2 });
  const here = middle(from);
  const nearest = (items) => {
    let [best, least] = [null, Infinity];
    for (const item of items) {
      const there = middle(item);
      const ahead = (there.x - here.x) * x + (there.y - here.y) * y;
      const aside = Math.abs((there.x - here.x) * y) + Math.abs((there.y - here.y) * x);
      const far = ahead + 2 * aside;
      if (item !== from && ahead > 2 && ahead > aside / 2 && far < least) [best, least] = [item, far];
    }
    return best;
  };
  const joined = lines.flatMap((line) => (line.from === from ? [line.to] : line.to === from ? [line.from] : []));
  return nearest(joined) ?? nearest(drawn.boxes.keys());
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function keyInPicture(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) view.move(-60 * arrow[0], -60 * arrow[1]);
  else if (arrow) {
    const to = selected && drawn.boxes.has(selected) ? next(selected, ...arrow) : drawn.boxes.keys().next().value;
    if (to) {
      select(to);
      view.show(to);
    }
  } else if (event.key === "+" || event.key === "=") view.zoom(1.25);
  else if (event.key === "-") view.zoom(0.8);
  else if (event.key === "0") fit();
  else if ((event.key === "Enter" || event.key === " ") && selected) {
    if (selected.children.length > 0) toggle(selected);
    else panel.querySelector("a, button:not(.closer)")?.focus();
  } else if (event.key === "Backspace" && selected && selected.parent !== tree.root) {
    const around = selected.parent;
    around.open = false;
    select(around);
    redraw();
    view.show(around);
  } else return;
  event.preventDefault();
}

function keyAnywhere(event) {
  const isWriting = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && !by("help").open) {
    if (!by("found").hidden) by("found").hidden = true;
    else select(null);
    frame.focus();
  } else if (event.key === "/" && !isWriting) {
    by("search").focus();
    event.preventDefault();
  } else if (event.key === "?" && !isWriting) by("help").showModal();
}

/** Down and up lead through what is found. */
function keyInSearch(event) {
  const rows = [...by("found").querySelectorAll("button")];
  if (event.key === "Enter" && event.target === by("search")) rows[0]?.click();
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const at = rows.indexOf(document.activeElement) + step;
  (rows[at] ?? by("search")).focus();
  event.preventDefault();
}

// ---- Looks ----

const THEMES = { system: "as the system", light: "light", dark: "dark" };

function setTheme(theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  by("theme").textContent = { system: "◐", light: "☀", dark: "☾" }[theme];
  by("theme").title = `colours: ${THEMES[theme]}`;
  by("theme").setAttribute("aria-label", by("theme").title);
}

function nextTheme() {
  const names = Object.keys(THEMES);
  const now = document.documentElement.dataset.theme ?? "system";
  const theme = names[(names.indexOf(now) + 1) % names.length];
  choice.keep("theme", theme);
  setTheme(theme);
}

function fillPlaces() {
  by("way").replaceChildren(...Object.entries(WAYS).map(([value, { name }]) => html("option", { value, textContent: name })));
  by("way").value = choice.read("way") in WAYS ? choice.read("way") : "file";
  by("root").value = choice.read("root") ?? "";
  by("root").placeholder = decodeURI(new URL(".", location.href).href);
  for (const name of ["way", "root"]) {
    by(name).addEventListener("change", () => {
      choice.keep(name, by(name).value);
      if (selected) select(selected);
    });
  }
}

// ---- Beginning ----

function listen() {
  frame.addEventListener("click", (event) => {
    if (view.wasMoved) return;
    const item = tree.items.get(event.target.closest("[data-id]")?.dataset.id);
    frame.focus({ preventScroll: true });
    if (item === undefined) return select(null);
    select(item);
    const isToggle = item.children.length > 0 && (!item.open || event.target.closest(".sign"));
    if (isToggle) toggle(item);
    // The details may have taken the room in which it was.
    if (!item.open) view.show(item, false);
  });
  frame.addEventListener("dblclick", (event) => {
    const item = tree.items.get(event.target.closest("[data-id]")?.dataset.id);
    if (item?.open) toggle(item);
  });
  frame.addEventListener("keydown", keyInPicture);
  document.addEventListener("keydown", keyAnywhere);
  by("search").addEventListener("input", search);
  by("search").addEventListener("focus", search);
  by("searching").addEventListener("keydown", keyInSearch);
  by("searching").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#searching")) by("found").hidden = true;
  });
  const buttons = {
    open: () => (tree.setAll(true), select(null), redraw(), fit()),
    shut: () => (tree.setAll(false), select(null), redraw(), fit()),
    in: () => view.zoom(1.25),
    out: () => view.zoom(0.8),
    fit,
    theme: nextTheme,
    ask: () => by("help").showModal(),
    done: () => by("help").close(),
  };
  for (const [id, act] of Object.entries(buttons)) by(id).addEventListener("click", act);
}

setTheme(choice.read("theme") in THEMES ? choice.read("theme") : "system");
fillPlaces();
fillFilter();
listen();
tree.openWithin(MOST_AT_FIRST);
redraw();
const asked = tree.items.get(location.hash.slice(1) || map.around);
if (asked) go(asked);
// After the details have taken their room.
view.fit(tree.root, isNarrow() ? 0.75 : 0.55);
if (asked) view.show(asked);
document.documentElement.dataset.ready = "";
