// The map in words: what the document says in names for programs, as a reader is told of it.

/** The kinds of nodes in the order of the filter, and what several are called. */
const KINDS = {
  task: "tasks",
  thread: "threads",
  job: "jobs",
  channel: "channels",
  lock: "locks",
  semaphore: "semaphores",
  token: "tokens",
  signal: "signals",
  set: "sets",
  runtime: "runtimes",
  timer: "timers",
  function: "functions",
  unknown: "unknown",
};

/** What the one does to the other, and what that is called from the other's side. */
const VERBS = {
  starts: ["starts", "started by"],
  sends: ["sends into", "sent into by"],
  receives: ["receives from", "received from by"],
  takes: ["takes", "taken by"],
  "holds-while": ["is held while taking", "taken while this is held"],
  cancels: ["cancels", "cancelled by"],
  wakes: ["wakes who waits for", "sent by"],
  awaits: ["waits for", "waited for by"],
  joins: ["waits for the end of", "its end is waited for by"],
};

/** The same on a line of the picture. */
const SHORT = { "holds-while": "holds while taking", awaits: "waits for", joins: "joins" };

const OFTEN = {
  never: "started by nothing in sight",
  once: "once",
  "at-most": "at most",
  "each-item": "one for each item of a collection",
  "each-owner": "one for each owner",
  "each-iteration": "one in each iteration",
  "each-call": "one for each call",
  unknown: "how often is unknown",
};

const OWNERS = {
  joined: "waited for where it is started",
  field: "kept in",
  set: "in",
  returned: "its handle goes to the callers",
  sent: "its handle is sent on",
  variable: "kept in the variable",
  detached: "without owner",
  cancelled: "dropped immediately, and cancelled with that",
  unknown: "owner unknown",
};

const ENDS = {
  token: "by the token",
  signal: "by a signal to stop",
  closed: "when what it receives from closes",
  done: "when its work is done",
  itself: "by itself",
  error: "by an error",
  aborted: "when it is aborted",
  "owner-gone": "when its owner is dropped",
  raced: "when what it races against comes first",
  never: "never",
};

const CLOSES = {
  "by-hand": "closed by a call",
  "at-once": "one end is dropped where it is made",
  "with-senders": "closes when its senders are gone",
  unknown: "how it closes is unknown",
};

const HELD = { await: "held across an await", blocking: "held across a call that blocks" };

const TIMERS = { sleep: "sleep", interval: "interval", limit: "time limit" };

/** Several of something: "3 tasks", "1 task". */
function counted(n, kind) {
  return `${n} ${n === 1 ? kind : KINDS[kind]}`;
}

/** A word for a name; a name that a later version has is its own word. */
function word(table, name) {
  return table[name] ?? name;
}

/** A length of time in the greatest unit that it is a whole number of. */
function duration(milliseconds) {
  const units = [[3_600_000, "h"], [60_000, "min"], [1000, "s"]];
  const [size, unit] = units.find(([size]) => milliseconds % size === 0) ?? [1, "ms"];
  return milliseconds === 0 ? "0 s" : `${milliseconds / size} ${unit}`;
}

/** What is known of a node: a list of `{ text, at }`, where `at` is a place or null. */
function factsOf(node) {
  const plain = (text) => ({ text, at: null });
  if (node.task) return factsOfTask(node.task);
  if (node.channel) return factsOfChannel(node.channel);
  if (node.lock) {
    const unknown = node.lock.known ? [] : [plain("which lock is unknown")];
    const held = node.lock.held_across.map(({ kind, at }) => ({ text: word(HELD, kind), at }));
    const calls = node.lock.calls.map((call) => ({ text: `held while calling ${call.function}`, at: call.at }));
    return [plain(node.lock.of), ...unknown, ...held, ...calls];
  }
  if (node.set) {
    const atATime = node.set.at_a_time === null ? [] : [plain(`${node.set.at_a_time} at a time`)];
    return [...(node.set.of === null ? [] : [plain(node.set.of)]), ...atATime];
  }
  if (node.signal) return [plain(node.signal.of)];
  if (node.timer) {
    const length = node.timer.milliseconds;
    const facts = [word(TIMERS, node.timer.of), length === null ? "duration unknown" : duration(length)];
    return (node.timer.in_loop ? [...facts, "in a loop"] : facts).map(plain);
  }
  return [];
}

function factsOfTask(task) {
  const name = task.owner.name === null ? "" : ` ${task.owner.name}`;
  const often = task.often === "at-most" ? `${task.at_most} times at most` : word(OFTEN, task.often);
  const ends = task.ends.map(({ how, at }) => ({
    text: how === "never" ? "never ends" : `ends ${word(ENDS, how)}`,
    at,
  }));
  const unknown = [{ text: "how it ends is unknown", at: null }];
  return [
    ...(ends.length === 0 ? unknown : ends),
    { text: word(OWNERS, task.owner.kind) + name, at: null },
    { text: often, at: null },
  ];
}

function factsOfChannel(channel) {
  const slots = channel.capacity === null ? "bounded" : `bounded to ${channel.capacity}`;
  const limit = channel.one_value ? "one value" : slots;
  const held = (who, names) => (names.length === 0 ? [] : [{ text: `${who}: ${names.join(", ")}`, at: null }]);
  return [
    { text: channel.of, at: null },
    { text: channel.bounded ? limit : "unbounded", at: null },
    { text: word(CLOSES, channel.closes), at: channel.closed_at },
    ...held("senders", channel.senders),
    ...held("receivers", channel.receivers),
  ];
}
