// The document as a tree of items: packages, in these files, in these the nodes; and which of them are to be seen.

/**
 * An item is `{ id, kind, name, parent, children, node, open, facts }`. The kind is "package", "file" or that of a node;
 * `node` is the document's own, null for what holds others; `open` says whether what it holds is drawn.
 */
class Tree {
  constructor(map) {
    this.items = new Map();
    this.root = this.add({ id: "root", kind: "root", name: "", parent: null });
    this.root.open = true;
    map.nodes.forEach((node) => this.addNode(node));
    this.edges = map.edges.map((edge) => this.edge(edge)).filter((edge) => edge.from && edge.to);
    for (const edge of this.edges) {
      edge.from.outgoing.push(edge);
      edge.to.incoming.push(edge);
    }
    this.hidden = new Set(["timer"]);
    this.onlyReported = false;
    this.refresh();
  }

  add({ id, kind, name, parent, node = null }) {
    const item = { id, kind, name, parent, node, children: [], outgoing: [], incoming: [], open: false, isShown: true };
    item.facts = node ? factsOf(node) : [];
    parent?.children.push(item);
    this.items.set(id, item);
    return item;
  }

  /** The item of a package or file, made when it is first met. */
  group(id, kind, name, parent) {
    return this.items.get(id) ?? this.add({ id, kind, name, parent });
  }

  addNode(node) {
    const owner = this.group(`package ${node.package}`, "package", node.package || "no package", this.root);
    const file = this.group(`file ${node.package} ${node.path}`, "file", node.file, owner);
    file.path = node.path;
    this.add({ id: node.id, kind: node.kind, name: node.name, parent: file, node });
  }

  /** An edge between items. What it leads to and is not known has an item beside that which does it. */
  edge(edge) {
    const from = this.items.get(edge.from);
    const unknown = () =>
      this.items.get(`unknown ${edge.from} ${edge.text}`) ??
      this.add({ id: `unknown ${edge.from} ${edge.text}`, kind: "unknown", name: `${edge.text}?`, parent: from.parent });
    const to = edge.to === null ? from && unknown() : this.items.get(edge.to);
    return { kind: edge.kind, from, to, at: edge };
  }

  /** The items that are nodes, or unknown. */
  *leaves(item = this.root) {
    if (item.children.length === 0 && item !== this.root) yield item;
    for (const child of item.children) yield* this.leaves(child);
  }

  /** Decides again what is shown, after a change of the filter. */
  refresh() {
    const isReported = (item) => item.node !== null && item.node.findings.length > 0;
    const isAsked = (item) =>
      !this.onlyReported ||
      isReported(item) ||
      item.outgoing.some(({ to }) => isReported(to)) ||
      item.incoming.some(({ from }) => isReported(from));
    const acts = ["function", "unknown"];
    for (const item of this.leaves()) item.isShown = !this.hidden.has(item.kind) && isAsked(item);
    // A function is there for what it does, and what is unknown for who does something to it.
    const does = (item) => item.outgoing.some(({ to }) => to.isShown) || item.incoming.some(({ from }) => from.isShown);
    const idle = [...this.leaves()].filter((item) => acts.includes(item.kind) && item.isShown && !does(item));
    for (const item of idle) item.isShown = isReported(item);
    this.count(this.root);
  }

  /** How many of each kind an item holds that are shown, and how many of them a lint reports. */
  count(item) {
    item.counts = {};
    item.reported = 0;
    if (item.children.length === 0) {
      if (item !== this.root && item.isShown) item.counts[item.kind] = 1;
      item.reported = item.isShown && item.node?.findings.length ? 1 : 0;
      return;
    }
    for (const child of item.children) {
      this.count(child);
      for (const [kind, n] of Object.entries(child.counts)) item.counts[kind] = (item.counts[kind] ?? 0) + n;
      item.reported += child.reported;
    }
    item.isShown = Object.keys(item.counts).length > 0;
  }

  /** What of an item's children is shown. */
  shown(item) {
    return item.children.filter((child) => child.isShown);
  }

  /** The item in whose box an item is drawn: itself, or the outermost around it that is shut. */
  box(item) {
    let box = item;
    for (let above = item.parent; above !== null; above = above.parent) if (!above.open) box = above;
    return box;
  }

  /** The lines between boxes: `{ from, to, kinds, edges }`, one for all edges from one box to another. */
  lines() {
    const lines = new Map();
    for (const edge of this.edges) {
      if (!edge.from.isShown || !edge.to.isShown) continue;
      const [from, to] = [this.box(edge.from), this.box(edge.to)];
      if (from === to) continue;
      const key = `${from.id}\n${to.id}`;
      if (!lines.has(key)) lines.set(key, { from, to, kinds: new Map(), edges: [] });
      const line = lines.get(key);
      line.kinds.set(edge.kind, (line.kinds.get(edge.kind) ?? 0) + 1);
      line.edges.push(edge);
    }
    return [...lines.values()];
  }

  /** Opens all, or else all packages, or else nothing, so that no more than so many boxes are drawn; a lone one is open. */
  openWithin(most) {
    const packages = this.shown(this.root);
    const files = packages.flatMap((item) => this.shown(item));
    const nodes = files.flatMap((item) => this.shown(item));
    const isFew = files.length <= most;
    for (const item of packages) item.open = isFew || packages.length === 1;
    for (const item of files) item.open = (isFew && nodes.length <= most) || files.length === 1;
  }

  /** Opens all that is around an item, so that it has a box of its own. */
  reveal(item) {
    for (let above = item.parent; above !== null; above = above.parent) above.open = true;
  }

  /** Opens or shuts an item and all in it. */
  setAll(open, item = this.root) {
    if (item.children.length > 0 && item !== this.root) item.open = open;
    item.children.forEach((child) => this.setAll(open, child));
  }

  /** The items that have all of some words in their name, file, function, facts or findings, the best first. */
  find(text) {
    const words = text.toLowerCase().split(/\s+/).filter((part) => part !== "");
    if (words.length === 0) return [];
    const found = [];
    for (const item of this.items.values()) {
      if (item === this.root) continue;
      item.words ??= wordsOf(item);
      if (!words.every((part) => item.words.includes(part))) continue;
      const name = item.name.toLowerCase();
      const rank = name === words[0] ? 0 : name.startsWith(words[0]) ? 1 : name.includes(words[0]) ? 2 : 3;
      found.push({ item, rank });
    }
    return found.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  }
}

/** All by which an item can be found, in lower case. */
function wordsOf(item) {
  const { node } = item;
  const own = node === null ? [] : [node.package, node.path, `${node.path}:${node.line}`, node.function ?? "", ...node.findings];
  return [item.kind, item.name, ...own, ...item.facts.map(({ text }) => text)].join(" ").toLowerCase();
}
