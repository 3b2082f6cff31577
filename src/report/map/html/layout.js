// Where everything lies: each open item lays out what it holds by itself, from the inside out, by dagre.

const GAP = 18;
const PADDING = 16;
const HEAD = 34;
/** A heap of more boxes than this with more links than this for each would be a tangle in layers, and is laid in rows. */
const TANGLE = { boxes: 50, links: 1.5 };
/** How much of a picture in layers must be boxes where some of them are open; else it is laid in rows. */
const LEAST_FILLED = 0.3;

/**
 * Gives each item that is drawn its `x`, `y`, `w` and `h`, and lines within one item their `points` and `label`.
 * `measure` gives a shut box or a node its size; `aspect` is the width of the window by its height.
 */
function layOut(tree, lines, measure, aspect) {
  const inner = new Map();
  for (const line of lines) {
    line.points = null;
    const [around, from, to] = meeting(line.from, line.to);
    if (!inner.has(around)) inner.set(around, []);
    inner.get(around).push({ line, from, to, isOwn: from === line.from && to === line.to });
  }
  const size = (item) => {
    if (!item.open) return Object.assign(item, measure(item));
    const children = tree.shown(item);
    children.forEach(size);
    const { w, h } = arrange(children, inner.get(item) ?? [], aspect);
    const isRoot = item === tree.root;
    item.inset = isRoot ? { x: 0, y: 0 } : { x: PADDING, y: HEAD };
    item.w = Math.max(w + 2 * item.inset.x, isRoot ? 0 : measure(item).w);
    item.h = h + item.inset.y + item.inset.x;
  };
  size(tree.root);
  place(tree, tree.root, 0, 0);
  for (const line of lines) if (line.points) shift(line, line.around.x + line.around.inset.x, line.around.y + line.around.inset.y);
}

/** The item around both, and the two in it that lead to them. */
function meeting(a, b) {
  const chain = (item) => (item === null ? [] : [...chain(item.parent), item]);
  const [first, second] = [chain(a), chain(b)];
  let depth = 0;
  while (first[depth + 1] === second[depth + 1]) depth += 1;
  return [first[depth], first[depth + 1], second[depth + 1]];
}

/** Turns places within an item into places on the whole. */
function place(tree, item, x, y) {
  item.x = x;
  item.y = y;
  if (item.open) for (const child of tree.shown(item)) place(tree, child, x + item.inset.x + child.x, y + item.inset.y + child.y);
}

function shift(line, x, y) {
  line.points = line.points.map((point) => ({ x: point.x + x, y: point.y + y }));
  if (line.label) line.label = { x: line.label.x + x, y: line.label.y + y };
}

/** Lays out siblings: what hangs together by dagre, and these heaps, and what is alone, in rows. */
function arrange(items, links, aspect) {
  const heaps = connected(items, links);
  for (const heap of heaps) {
    if (heap.items.length === 1) Object.assign(heap.items[0], { x: 0, y: 0 });
    const { w, h } =
      heap.items.length === 1
        ? heap.items[0]
        : isTangle(heap)
          ? rows(byHeight(items.filter((item) => heap.items.includes(item))), aspect)
          : layer(heap.items, heap.links, aspect);
    Object.assign(heap, { w, h });
  }
  // The greatest first; what is alone stays in the order of the source.
  const order = [...heaps.filter((heap) => heap.items.length > 1), ...heaps.filter((heap) => heap.items.length === 1)];
  const whole = rows(byHeight(order), aspect);
  for (const heap of heaps) {
    for (const item of heap.items) Object.assign(item, { x: item.x + heap.x, y: item.y + heap.y });
    for (const { line, isOwn } of heap.links) if (isOwn && line.points) shift(line, heap.x, heap.y);
  }
  return whole;
}

/** The items by what hangs together. */
function connected(items, links) {
  const heaps = new Map(items.map((item) => [item, { items: [item], links: [] }]));
  for (const { from, to } of links) {
    const [one, other] = [heaps.get(from), heaps.get(to)];
    if (one === other) continue;
    const [small, great] = one.items.length < other.items.length ? [one, other] : [other, one];
    for (const item of small.items) {
      great.items.push(item);
      heaps.set(item, great);
    }
  }
  for (const link of links) heaps.get(link.from).links.push(link);
  return [...new Set(heaps.values())];
}

function isTangle({ items, links }) {
  const pairs = new Set(links.map(({ from, to }) => `${from.id}\n${to.id}`));
  return items.length > TANGLE.boxes && pairs.size > TANGLE.links * items.length;
}

/** The tallest first; what is as tall stays in the order of the source. */
function byHeight(boxes) {
  return [...boxes].sort((a, b) => b.h - a.h);
}

/** Puts boxes in rows, about as wide as the window for their height, and gives the size of the whole. */
function rows(boxes, aspect) {
  const area = boxes.reduce((sum, { w, h }) => sum + (w + GAP) * (h + GAP), 0);
  const width = Math.max(Math.sqrt(area * aspect), ...boxes.map(({ w }) => w));
  let [x, y, height, widest] = [0, 0, 0, 0];
  for (const box of boxes) {
    if (x > 0 && x + box.w > width) {
      y += height + GAP;
      [x, height] = [0, 0];
    }
    Object.assign(box, { x, y });
    x += box.w + GAP;
    height = Math.max(height, box.h);
    widest = Math.max(widest, x - GAP);
  }
  return { w: widest, h: y + height };
}

/** Lays out what hangs together in layers, from who does something to what it is done to. */
function layer(items, links, aspect) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: GAP, edgesep: 12, ranksep: 34 });
  const key = new Map(items.map((item, n) => [item, String(n)]));
  items.forEach((item) => graph.setNode(key.get(item), { width: item.w, height: item.h }));
  for (const { line, from, to, isOwn } of links) {
    const [v, w] = [key.get(from), key.get(to)];
    if (graph.hasEdge(v, w)) continue;
    const label = isOwn ? { width: line.text.w + 8, height: line.text.h, labelpos: "c" } : { width: 20, height: 8 };
    graph.setEdge(v, w, { ...label, weight: isOwn ? 2 : 1 });
  }
  dagre.layout(graph);
  const { width, height } = graph.graph();
  const filled = items.reduce((sum, { w, h }) => sum + w * h, 0) / (width * height);
  if (filled < LEAST_FILLED && items.some((item) => item.open)) return rows(byHeight(items), aspect);
  for (const item of items) {
    const { x, y } = graph.node(key.get(item));
    Object.assign(item, { x: x - item.w / 2, y: y - item.h / 2 });
  }
  for (const { line, from, to, isOwn } of links) {
    if (!isOwn) continue;
    const { points, x, y } = graph.edge(key.get(from), key.get(to));
    Object.assign(line, { points: points.map((point) => ({ ...point })), label: { x, y }, around: from.parent });
  }
  return { w: width, h: height };
}
