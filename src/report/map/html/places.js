// Where a click on a place leads: the file beside this page, an editor, or a site that shows the sources.

/** The ways to open a place, and the address of each; `{root}` is the folder of the sources or the address they have. */
const WAYS = {
  file: { name: "the file, in this browser", address: "{root}{path}" },
  vscode: { name: "VS Code", address: "vscode://file{folder}{path}:{line}:{column}" },
  zed: { name: "Zed", address: "zed://file{folder}{path}:{line}:{column}" },
  idea: { name: "RustRover or IntelliJ IDEA", address: "idea://open?file={folder}{path}&line={line}" },
  web: { name: "a site, as on GitHub", address: "{root}{path}#L{line}" },
};

/** What the reader has chosen, kept by the browser where it keeps anything for this page. */
const choice = {
  read(name) {
    try {
      return localStorage.getItem(`conclint ${name}`);
    } catch {
      return null;
    }
  },
  keep(name, value) {
    try {
      localStorage.setItem(`conclint ${name}`, value);
    } catch {
      // A browser that keeps nothing asks again the next time.
    }
  },
};

/** The folder of the sources as an address that ends with a slash: what the reader has written, or else this page's. */
function rootOfSources() {
  const own = new URL(".", location.href).href;
  const chosen = choice.read("root")?.trim().replace(/\\/g, "/") || own;
  const address = /^[a-z]:\//i.test(chosen) ? `file:///${chosen}` : chosen.startsWith("/") ? `file://${chosen}` : chosen;
  const isAddress = /^(file|https?):/.test(address) && URL.canParse(address);
  return isAddress ? new URL(address).href.replace(/\/*$/, "/") : own;
}

/** The address of a place. */
function addressOf({ path, line, column }) {
  const parts = path.replace(/\\/g, "/").split("/").map(encodeURIComponent).join("/");
  const isWhole = parts.startsWith("/") || /^[a-z]%3A\//i.test(parts);
  const root = isWhole ? (parts.startsWith("/") ? "file://" : "file:///") : rootOfSources();
  const values = { root, folder: root.replace(/^file:\/\/[^/]*/, ""), path: parts, line, column };
  const way = WAYS[choice.read("way")] ?? WAYS.file;
  return way.address.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** An element of the page with properties and children. */
function html(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** A link to a place; seen from a file it is its line there, and of another file its name alone is shown. */
function placeLink(at, here) {
  const path = here === undefined ? at.path : `…/${at.path.split(/[\\/]/).at(-1)}`;
  const text = at.path === here ? `line ${at.line}` : `${path}:${at.line}`;
  const title = `${at.path}:${at.line}:${at.column}`;
  return html("a", { href: addressOf(at), className: "place", target: "_blank", rel: "noopener", textContent: text, title });
}
