// What is known of the selected item, beside the picture.

/** Fills the panel; `go` is called with the item that a reader wants to see next. */
function showDetails(panel, item, go) {
  const body = item.node === null ? (item.kind === "unknown" ? aboutUnknown(item, go) : aboutGroup(item, go)) : aboutNode(item, go);
  const head = html("h2", {}, html("span", { className: `kind ${item.kind}`, textContent: item.kind }), ` ${item.name}`);
  panel.replaceChildren(head, ...body);
  panel.scrollTop = 0;
}

function aboutNode(item, go) {
  const { node } = item;
  const inside = node.function === null || node.function === item.name ? "" : ` in fn ${node.function}`;
  const test = node.in_test ? ", test code" : "";
  const facts = item.facts.map(({ text, at }) => html("li", {}, text, ...(at ? [" (", placeLink(at, node.path), ")"] : [])));
  return [
    html("p", {}, placeLink(node), inside, test),
    ...node.findings.map((lint) => finding(lint, node)),
    ...(facts.length === 0 ? [] : [html("ul", { className: "facts" }, ...facts)]),
    ...relations(item, go),
  ];
}

/** What a lint reports: a link to its page, and how to ask about it where there is no network. */
function finding(lint, node) {
  const pages = document.querySelector("meta[name=lint-pages]").content;
  const address = pages.replace("{lint}", encodeURIComponent(lint.replace(/-/g, "_")));
  const link = html("a", { href: address, target: "_blank", rel: "noopener", textContent: lint });
  const command = html("code", { textContent: `conclint why ${node.path}:${node.line}` });
  return html("p", { className: "finding" }, "reported by ", link, html("br"), command);
}

function aboutUnknown(item, go) {
  return [html("p", { textContent: "It is not known what this is." }), ...relations(item, go)];
}

function aboutGroup(item, go) {
  const rows = item.children.filter((child) => child.isShown);
  const entries = rows.slice(0, MOST_ROWS).map((child) => html("li", {}, button(child, go)));
  const counts = Object.keys(KINDS).filter((kind) => item.counts[kind]);
  const told = counts.map((kind) => (kind === "unknown" ? `${item.counts[kind]} unknown` : counted(item.counts[kind], kind)));
  return [
    ...(item.path === undefined ? [] : [html("p", {}, placeLink({ path: item.path, line: 1, column: 1 }))]),
    html("p", { textContent: `${told.join(", ")}${item.reported > 0 ? `; ${item.reported} reported` : ""}` }),
    html("ul", { className: "relations" }, ...entries, ...more(rows.length)),
  ];
}

/** How many rows a list has at most; the search finds the rest. */
const MOST_ROWS = 60;

function more(all) {
  return all > MOST_ROWS ? [html("li", { textContent: `and ${all - MOST_ROWS} more` })] : [];
}

/** What an item does, and what is done to it, a heading for each verb. */
function relations(item, go) {
  const sides = [
    [item.outgoing, 0, ({ to }) => to],
    [item.incoming, 1, ({ from }) => from],
  ];
  return sides.flatMap(([edges, side, other]) => {
    const kinds = Object.keys(VERBS).filter((kind) => edges.some((edge) => edge.kind === kind));
    return kinds.flatMap((kind) => {
      const own = edges.filter((edge) => edge.kind === kind);
      const rows = own.slice(0, MOST_ROWS).map((edge) => html("li", {}, button(other(edge), go), " ", placeLink(edge.at, item.node?.path)));
      return [html("h3", { textContent: VERBS[kind][side] }), html("ul", { className: "relations" }, ...rows, ...more(own.length))];
    });
  });
}

/** A button that leads to an item. */
function button(item, go) {
  const label = [html("span", { className: `kind ${item.kind}`, textContent: item.kind }), ` ${item.name}`];
  const reported = item.reported > 0 ? [html("span", { className: "mark", textContent: "!" , title: "reported by a lint" })] : [];
  const made = html("button", { type: "button", className: item.kind === "unknown" ? "to dashed" : "to" }, ...label, ...reported);
  made.addEventListener("click", () => go(item));
  return made;
}
