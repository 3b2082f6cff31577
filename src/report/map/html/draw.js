// The picture: boxes and lines as SVG, and how much room their texts need.

const SVG = "http://www.w3.org/2000/svg";
const FONTS = { name: "600 13px system-ui, sans-serif", small: "11.5px system-ui, sans-serif" };
const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** An element of SVG with attributes and children. */
function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** How wide a text is, in pixels. */
function widthOf(text, font) {
  const key = `${font} ${text}`;
  if (!widths.has(key)) {
    pen.font = FONTS[font];
    widths.set(key, Math.ceil(pen.measureText(text).width));
  }
  return widths.get(key);
}

/** As much of a text as so many pixels hold: its head, or its tail, as of a path. */
function cut(text, font, most, isTail = false) {
  if (widthOf(text, font) <= most) return text;
  const part = (n) => (isTail ? `…${text.slice(text.length - n)}` : `${text.slice(0, n)}…`);
  let [fits, over] = [0, text.length];
  while (fits + 1 < over) {
    const middle = (fits + over) >> 1;
    if (widthOf(part(middle), font) <= most) fits = middle;
    else over = middle;
  }
  return part(fits);
}

/** What stands in a box: `{ text, font, style }` a line. */
function textsOf(item) {
  const name = { text: item.name, font: "name", style: "name" };
  if (item.kind === "unknown") return [{ ...name, font: "small" }];
  if (item.kind === "function") return [{ text: `fn ${item.name}`, font: "small", style: "name plain" }];
  const kind = { text: item.kind, font: "small", style: "kind" };
  if (item.node !== null) {
    const facts = item.facts.slice(0, 2).map(({ text }) => text);
    return [kind, name, ...(facts.length === 0 ? [] : [{ text: facts.join(", "), font: "small", style: "fact" }])];
  }
  if (item.open) return [name];
  const counts = Object.keys(KINDS).filter((kind) => item.counts[kind]);
  const told = counts.map((kind) => (kind === "unknown" ? `${item.counts[kind]} unknown` : counted(item.counts[kind], kind)));
  return [kind, name, { text: told.join(", "), font: "small", style: "fact" }];
}

/** The size of a box that holds no others, at most so wide. */
function measureBox(item, most) {
  const reported = item.reported > 0 && item.node !== null ? 18 : 0;
  const room = item.node === null && item.kind !== "unknown" ? 42 : 22 + reported;
  const texts = textsOf(item);
  const w = Math.min(most, Math.max(40, ...texts.map(({ text, font }) => widthOf(text, font))) + room);
  return { w, h: texts.length === 1 ? 30 : texts.length === 2 ? 46 : 62, room };
}

/** The text on a line, at most so wide: what is done, and in how many places. */
function textOfLine(line, most) {
  const words = [...line.kinds].map(([kind, n]) => (n === 1 ? word(SHORT, kind) : `${word(SHORT, kind)} ×${n}`));
  const text = cut(words.join(", "), "small", most);
  return { text, w: widthOf(text, "small") + 6, h: 16 };
}

/** Draws all that is open into `world`, and gives the elements by item and line. */
function draw(tree, lines, world, selected) {
  const [grounds, paths, boxes] = [svg("g"), svg("g"), svg("g")];
  const drawn = { boxes: new Map(), lines: new Map() };
  const go = (item) => {
    if (item !== tree.root) {
      const box = drawBox(item);
      drawn.boxes.set(item, box);
      (item.open ? grounds : boxes).append(box);
    }
    if (item.open) tree.shown(item).forEach(go);
  };
  go(tree.root);
  for (const line of lines) {
    const path = drawLine(line);
    drawn.lines.set(line, path);
    paths.append(path);
  }
  world.replaceChildren(grounds, paths, boxes);
  light(drawn, lines, selected);
  return drawn;
}

function drawBox(item) {
  const holds = item.node === null && item.kind !== "unknown";
  const isUnknown = item.kind === "unknown" || item.node?.lock?.known === false;
  const classes = ["box", holds ? (item.open ? "open" : "shut") : item.kind, isUnknown ? "dashed" : ""];
  const box = svg("g", {
    class: classes.join(" "),
    transform: `translate(${item.x} ${item.y})`,
    "data-id": item.id,
    id: domId(item),
    role: "option",
    "aria-label": titleOf(item),
  });
  box.append(svg("title", {}, titleOf(item)), svg("rect", { width: item.w, height: item.h, rx: isTask(item) ? 15 : 5 }));
  if (!holds && item.kind !== "unknown") box.append(svg("rect", { class: "band", x: 0, y: 8, width: 4, height: item.h - 16 }));
  if (holds) box.append(svg("text", { class: "sign", x: 12, y: item.open ? 22 : 27 }, item.open ? "−" : "+"));
  const left = holds ? 30 : 12;
  const texts = textsOf(item);
  texts.forEach(({ text, font, style = "" }, n) => {
    const y = texts.length === 1 ? (item.open ? 22 : 19.5) : 17 + 16.5 * n;
    box.append(svg("text", { class: style, x: left, y }, cut(text, font, item.w - left - 10, style === "name" && item.kind === "file")));
  });
  if (item.reported > 0) box.append(badge(item));
  return box;
}

/** The mark of what a lint reports: on a node, or of how many in it. */
function badge(item) {
  const text = item.node === null ? String(item.reported) : "!";
  const w = Math.max(18, widthOf(text, "small") + 10);
  return svg(
    "g",
    { class: "badge", transform: `translate(${item.w - w - 6} 6)` },
    svg("rect", { width: w, height: 18, rx: 9 }),
    svg("text", { x: w / 2, y: 13, "text-anchor": "middle" }, text),
  );
}

function isTask({ kind }) {
  return ["task", "thread", "job"].includes(kind);
}

/** What is read of an item aloud, and shown where the mouse rests. */
function titleOf(item) {
  const reported = item.node?.findings.map((lint) => `reported by ${lint}`) ?? [];
  return [`${item.kind} ${item.name}`, ...item.facts.map(({ text }) => text), ...reported].join(", ");
}

/** The id of an item's box in the page. */
function domId(item) {
  return `box ${item.id}`.replace(/[^\w]/g, (sign) => `-${sign.codePointAt(0)}-`);
}

function drawLine(line) {
  const isUnknown = line.to.kind === "unknown";
  const strongest = [...line.kinds.keys()][0];
  const { points, middle } = line.points === null ? bow(line.from, line.to) : { points: smooth(line.points, line.from, line.to), middle: line.label };
  const classes = ["line", strongest, isUnknown ? "dashed" : "", line.points === null ? "far" : ""];
  const { text, w, h } = line.text;
  const ground = svg("rect", { x: middle.x - w / 2, y: middle.y - h / 2, width: w, height: h });
  const label = svg("g", { class: "label" }, ground, svg("text", { x: middle.x, y: middle.y + 4, "text-anchor": "middle" }, text));
  return svg("g", { class: classes.join(" ") }, svg("path", { d: points, "marker-end": "url(#arrow)" }), label);
}

/** A line from side to side of two boxes, through the points between them. */
function smooth(points, from, to) {
  const isForward = points.at(-1).x >= points[0].x;
  const side = (item, isRight) => ({ x: item.x + (isRight ? item.w : 0), y: item.y + item.h / 2 });
  const all = [side(from, isForward), ...points.slice(1, -1), side(to, !isForward)];
  const at = (x, y) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const bends = all.slice(1).map((b, n) => {
    const middle = (all[n].x + b.x) / 2;
    return `C${at(middle, all[n].y)} ${at(middle, b.y)} ${at(b.x, b.y)}`;
  });
  return `M${at(all[0].x, all[0].y)}${bends.join("")}`;
}

/** A bow from one box to another that lies somewhere else. */
function bow(from, to) {
  const right = to.x >= from.x + from.w;
  const left = to.x + to.w <= from.x;
  if (right || left) {
    const a = { x: right ? from.x + from.w : from.x, y: from.y + from.h / 2 };
    const b = { x: right ? to.x : to.x + to.w, y: to.y + to.h / 2 };
    const pull = (right ? 1 : -1) * Math.max(30, Math.abs(b.x - a.x) / 2);
    return curve(a, { x: a.x + pull, y: a.y }, { x: b.x - pull, y: b.y }, b);
  }
  const down = to.y >= from.y;
  const a = { x: from.x + from.w / 2, y: down ? from.y + from.h : from.y };
  const b = { x: to.x + to.w / 2, y: down ? to.y : to.y + to.h };
  const pull = (down ? 1 : -1) * Math.max(20, Math.abs(b.y - a.y) / 2);
  return curve(a, { x: a.x, y: a.y + pull }, { x: b.x, y: b.y - pull }, b);
}

function curve(a, first, second, b) {
  const at = ({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
  const middle = { x: (a.x + 3 * first.x + 3 * second.x + b.x) / 8, y: (a.y + 3 * first.y + 3 * second.y + b.y) / 8 };
  return { points: `M${at(a)}C${at(first)} ${at(second)} ${at(b)}`, middle };
}

/** Lights the selected item with all that it has to do with, and dims the rest. */
function light(drawn, lines, selected) {
  const near = new Set();
  const touches = (item) => selected !== null && (item === selected || isWithin(item, selected));
  for (const line of lines) {
    const isLit = touches(line.from) || touches(line.to);
    drawn.lines.get(line).classList.toggle("lit", isLit);
    if (isLit) near.add(line.from).add(line.to);
  }
  for (const [item, box] of drawn.boxes) {
    box.classList.toggle("selected", item === selected);
    box.classList.toggle("near", near.has(item) || touches(item));
    box.setAttribute("aria-selected", item === selected);
  }
}

/** Whether an item lies within another. */
function isWithin(item, other) {
  for (let above = item.parent; above !== null; above = above.parent) if (above === other) return true;
  return false;
}
