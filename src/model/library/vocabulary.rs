//! The vocabulary: how people write that a sleep waits for other work, and how they write that it does not.
//!
//! Each table is a list of phrases (`phrases.rs` says how they are written). The words come from some three hundred
//! comments on sleeps in published crates, each judged by what the sleep is for.

use std::sync::LazyLock;

use crate::model::library::phrases::Phrase;

/// Why a comment, message or name speaks against a sleep that waits for other work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It is about time itself: something expires, ticks, is told a delay.
    Time,
    /// It is load or traffic made up for a test, or a pause before another attempt.
    Load,
    /// Nothing may happen meanwhile.
    Nothing,
    /// The other side must be blocked, which nobody can signal.
    Blocked,
    /// It is about another process, the operating system or a device.
    Outside,
}

type Table = LazyLock<Vec<Phrase>>;

macro_rules! table {
    ($($phrase:literal),* $(,)?) => { LazyLock::new(|| vec![$(Phrase::new($phrase)),*]) };
}

/// Sentences that say what is waited for.
pub static WAITS: Table = table![
    "give|giving|gives|get|gets|allow*|leave|grant ..10 time|moment|chance|opportunity|second|bit|while",
    "let|lets|letting|allow|allows|allowing ..8 <work> ..8 <state>",
    "let|lets|letting the|both|all|each ..2 !run <state>",
    "let|lets|letting the|both|all|each ..2 run once|first|through|to",
    "wait|waits|waiting|waited ..4 for|until|till !<amount> _",
    "wait|waits|waiting|waited ..5 to|so|and ..5 ensure*|trigger*|allow*|let*",
    "wait|waits|waiting|waited ..5 to|so|and ..5 make sure",
    "wait|waits|waiting|waited enough|all ..10 <state>",
    "wait|waits|waiting|waited long enough ..10 <state>",
    "wait|waits|waiting|waited _ is|are|has|have ..10 <state>",
    "ensure|ensures|guarantee ..14 <state>",
    "make|be sure ..14 <state>",
    "long enough for|that ..10 to|has|have",
    "enough|some time for|to",
];

/// Sentences that own up to a guess, whatever it is for.
static CONFESSES: Table = table![
    "hope|hopes|hoping|hopefully",
    "fingers crossed",
    "hack|hacks|hacky|hackish|kludge|kludgy|ugly",
    "flake|flaky|flakey|flakiness|flakes|racy|racey|brittle",
    "something|more|less|make|be|not|is deterministic*",
    "non deterministic*",
    "nondeterministic*",
    "awful|horrible|terrible|nasty",
    "better|cleaner|nicer|proper way|solution|fix",
    "should|must|ought be|to ..3 enough|sufficient",
    "replace*|remove|avoid|rid ..4 sleep|sleeps|sleeping|delay",
    "instead of ..3 sleep|sleeps|sleeping",
    "arbitrary|magic sleep|delay|wait|time|number",
];

/// The length is chosen by how slow the machine may be on which the work is done.
static SLOW_MACHINE: Table = table![
    "slow|slower|slowest|loaded|overloaded <machine>",
    "-state|virtual|mock <machine> ..4 slow|slower|loaded|overloaded",
];

/// What tests run on.
static MACHINE: Table = table!["machine+|ci|runner+|hardware|computer+|laptop+"];

/// Sentences about the wait itself: how long it is, and why.
static OF_THE_WAIT: Table = table!["wait*|sleep*|pause*|delay*"];

/// Who is waited for.
static WORK: Table = table![
    "server+|service+|task+|thread+|worker+|actor+|child|children|handler+|listener+|reader+|writer+|producer+|consumer+",
    "receiver+|subscriber+|publisher+|client+|peer+|connection+|channel+|message+|event+|notification+|packet+|request+",
    "response+|poll|polls|loop+|job+|background|broker+|node+|session+|stream+|socket+|callback+|hook+|cleanup+|future+",
    "queue+|indexer+|crawler+|executor+|scheduler+|router+|controller+|watcher+|mempool",
    "initialization|initialisation|everything|things|all|both|other+|it|them|switch|state|system|data|update+|change+|async",
];

/// Where it is to get to.
static STATE: Table = table![
    "start*|ready|up|run*|finish*|complet*|process*|propagat*|settl*|stabili*|connect*|disconnect*|subscrib*|register*",
    "spawn*|begin*|receiv*|arriv*|deliver*|handle|handles|handled|accept*|bind*|bound*|listen*|initiali*|clean*|drop*|stop*",
    "shut*|clos*|exit*|terminat*|join*|restart*|abort*|sleep*|acquir*|fill*|trigger*|flush*|drain*|sync*|pick*|happen*|land*",
    "observe*|notice*|see|update*|transition*|been|reach*|enter*|wake*|execut*|fire*",
    "catch up",
    "take effect",
    "get to",
    "be sent|done|called|polled|notified|scheduled",
];

/// An amount of time: what is waited for is no work.
static AMOUNT: Table = table![
    "~",
    "#",
    "a|an bit|while|moment|few|second|little|couple",
    "some",
    "at least #",
    "one",
    "two",
    "about",
    "more than",
    "longer",
    "_ ms|millis*|sec*",
];

static TIME: Table = table![
    "expir*|ttl|idle|interval+|period*|elaps*|timeout+|deadline|lapse*|window|lifetime|stale|age+|clock|timestamp+",
    "duration|mtime|refill*|heartbeat+|tick+|cooldown|rate|lease+",
    "timed|time out|outs",
    "cool down",
    "age|aged out",
    "time pass*",
    "time to pass",
];

static LOAD: Table = table![
    "simulat*|emulat*|pretend*|mimic*|latency|jitter*|throttl*|backoff|retr*|grace|debounc*|pace|pacing|busy|cpu",
    "randomi*|interleav*|contention|collide|clash*",
    "disturb*|noise|noisy",
    "run|runs for a|some ..2 while|time|bit",
    "-small|short|brief|this delay|delays|delaying",
    "back off",
    "long running",
];

/// Somebody is made slow. A machine that is slow of itself is none of it.
static SLOWED: Table = table!["slow* !consumer+"];

static NOTHING: Table = table![
    "should|must|does|do|did|is not",
    "not another|any",
    "not be",
    "never|nothing|none|any|unexpected*|spurious*|erroneous*|unwanted|regression*|surplus|duplicate+|stray|bogus|extra",
    "still !starting|spinning|booting|coming|warming|initializing|initialising|loading|connecting|getting",
    "no !longer",
    "incorrect*|wrongly|mistaken*|potential*|accidental*",
    "see|check if",
    "see whether",
    "in case",
    "by itself",
    "were there",
    "was|were going to",
];

static BLOCKED: Table = table![
    "block|blocks|blocked|blocking|park|parks|parked|parking|stuck|deadlock*|cannot",
    "enter*|reach* ..4 wait|waits|waiting|select",
    "end|ends up ..3 wait|waits|waiting",
    "get|gets to the join|lock|wait|recv|park|select",
    "start*|begin* waiting|awaiting",
    "start*|begin* to wait",
    "to|can|will|must sleep|suspend",
    "waiter+|waker+|waiting ..3 regist*",
    "task+|thread+|future+ to regist* !with|at|as|itself|its|in|to",
    "first poll+",
    "polled ..3 once",
];

static OUTSIDE: Table = table![
    "kernel|os|buffer|container|docker|disk|miri|loom|icmp|fs|filesystem|browser|firmware|bootloader|bootrom|chip",
    "file system",
    "broken pipe",
    "sigkill|sigterm|sigint|sighup",
    "the|all|killed processes",
    "buffer+ fill*",
    "signal got|is|was delivered",
    "signal to be delivered",
    "saturat*|gossip* ..4 network|peers",
];

/// A check that wants nothing to have changed, as comments near it say.
static UNCHANGED: Table = table![
    "should|must|does|do|did|is|are not",
    "not|cannot|never|nothing|still|unchanged|remain*|stay|stays",
    "no !longer",
];

/// The same, in the words of its own message, which often only names the failure ("not started").
static UNCHANGED_MESSAGE: Table =
    table!["should|must not", "should|must still", "never", "unchanged", "no more|longer|new|other"];

/// Time, as comments near a check speak of it.
static TIME_NEAR: Table = table!["expir*|ttl|idle|elaps*|timeout+|lapse*|interval|deadline|lease+", "time out|outs"];

/// A check that wants what was there to be there still, whatever else was to go away, in the words of its message.
static STILL_MESSAGE: Table = table!["should|must still", "unchanged"];

static BLOCKED_NEAR: Table = table!["park*|blocked|stuck"];

/// Whether the words of a name call what it names a permit of a semaphore.
pub fn names_permit(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "permit" | "permits"))
}

/// Names of functions and settings that are about time itself.
static TIME_NAMES: Table = table![
    "ttl|expir*|idle*|interval*|timeout*|timer*|tick|ticks|ticker|delay*|throttl*|ratelimit*|debounc*|backoff|retry|retries",
    "period*|elaps*|lifetime*|cooldown*|deadline*|keepalive*|heartbeat*|refresh*|clock*|stale*",
    "rate limit*",
    "back off",
    "cool down",
    "keep alive",
    "time out",
    "max age",
];

/// A server or listener is to be there.
static LISTENS: Table = table!["start*|ready|up|listen*|bind|bound|accept*|boot*|spin*|run|runs|running"];

/// More is to happen than that a server is there.
static MORE_THAN_LISTENS: Table =
    table!["process*|handle|handles|handled|receiv*|connect*|regist*|complet*|finish*|send*|propagat*"];

/// Something goes away: then a check that finds nothing found what was waited for.
static GONE: Table = table![
    "clean*|drop*|stop*|clos*|exit*|terminat*|abort*|gone|remov*|unregist*|releas*|shut*|disconnect*|finish*|end*|die*|dead",
    "kill*|unsubscrib*|delet*|evict*|free*|cancel*|los*|dispos*",
];

/// Work of the program itself, as opposed to a program beside it, a device or the system.
static OWN_WORK: Table = table![
    "task+|thread+|worker+|actor+|job+|handler+|listener+|background|subscriber+|consumer+|producer+|callback+|future+",
];

/// Checks that find nothing, or find it as it was.
static NOTHING_NAMES: Table =
    table!["no|not|none|nothing|never|empty|still|unchanged|absent|missing|silent|idle|pending|quiet|without"];

/// Code that keeps a thread busy or blocked on purpose.
static BLOCKS: Table = table!["block*|stall*|hog*|starv*|simulat*|emulat*|pretend*|busy|cpu|slow*|synchronous*|heavy"];

/// Clocks that are made up.
static OWN_TIME: Table = table!["simulat*|mock*|accelerat*|virtual|fake*|manual|stubbed|paused"];

/// A flag that tells a loop to stop, or to go on.
static STOPS: Table = table![
    "stop|stopped|stopping|shutdown|shut|down|done|closed|closing|cancel|cancelled|canceled|running|exit|exiting|quit",
    "terminate|terminated|terminating|alive|active|kill|killed|finished|abort|aborted|halt|end|ended|interrupted",
];

/// What is given or sent to code so that others can stop what it does.
static ORDERS_STOP: Table =
    table!["stop|stopper|shutdown|cancel|cancellation|cancelled|canceled|exit|quit|terminate", "shut down"];

/// What the name of a function says that only lets time pass.
static PAUSES: Table = table!["sleep|backoff|pause|delay|wait|cooldown|retry", "back off", "cool down"];

/// What the name of a function says that starts a part of the program: who calls it again wants a second one.
static STARTS_PART: Table = table![
    "start|starts|started|starting|startup|restart|init|initialize|initialise|launch|boot|bootstrap|serve|setup|attach",
    "set up",
];

/// A timer that measures quiet: it starts again whenever something comes, and fires when nothing has for a while.
static QUIET: Table = table![
    "debounc*|settle|settles|settled|settling|quiet|quiesc*|coalesc*|silence|silent",
    "no|without ..3 activity|traffic",
    "nothing ..5 happen*|changes|changed|come|comes|came|arrive|arrives|arrived",
    "no more|further|other|new event+|message+|change+|update+|input|request+|data|item+|keys|writes",
    "since|after the last",
    "between line+|message+|event+|byte+|packet+|read+|write+|chunk+|row+|frame+|request+",
    "activity|traffic|message|event|change ..3 restart*|reset*|rearm*|extend*|postpone*",
];

/// The same of something that nobody uses.
static IDLE: Table = table!["idle|idles|idling|idleness|inactiv*|unused"];

/// A period at which something is looked at, be it whether it is idle.
static LOOKS_ROUND: Table = table!["check*|sweep*|scan*|poll*|reap*|gc", "even when|if|though"];

/// A period: something is due again and again, whatever else comes.
static PERIOD: Table = table![
    "interval+|period*|every|tick*|heartbeat*|flush*|batch*|metric*|stat|stats|statistics|report*|health*|sweep*|poll*",
    "cadence|frequency|schedule*|refresh*|maintenance|at least",
];

/// A beat: whoever hears it counts on its coming in time.
static BEAT: Table = table!["heartbeat*|ping+|keepalive*|beat+|tick+|frame+|fps|hz", "keep alive"];

/// What a beat is waited for is no beat.
static LIMIT: Table = table!["timeout*|limit*|wait*|grace"];

/// Time that has been spent.
static SPENT: Table = table!["elapsed|waited|slept|passed|uptime|time|remaining"];

/// The phrases of a class that others name.
fn class(name: &str) -> &'static [Phrase] {
    match name {
        "work" => &WORK,
        "state" => &STATE,
        "amount" => &AMOUNT,
        "machine" => &MACHINE,
        _ => &[],
    }
}

fn holds(table: &[Phrase], words: &[String]) -> bool {
    table.iter().any(|p| p.stands_in(words, class))
}

/// The sentences that say what is waited for, or that it is a guess: what else a comment says is about something else.
fn saying(sentences: &[Vec<String>]) -> impl Iterator<Item = &Vec<String>> {
    sentences.iter().filter(|words| holds(&WAITS, words) || confesses(words))
}

/// Whether a comment says what is waited for, or that it is a guess.
pub fn says_what_for(sentences: &[Vec<String>]) -> bool {
    saying(sentences).next().is_some()
}

/// The words of the sentences that say so.
pub fn words_that_say(sentences: &[Vec<String>]) -> Vec<String> {
    saying(sentences).flatten().cloned().collect()
}

/// Whether words own up to a guess: they hope, call it a hack or flaky, wish for something better, fear a slow machine.
pub fn confesses(words: &[String]) -> bool {
    holds(&CONFESSES, words) || holds(&SLOW_MACHINE, words)
}

/// What speaks against it in the sentences of a comment that say what is waited for, or speak of the wait.
pub fn doubt(sentences: &[Vec<String>]) -> Option<Doubt> {
    let of_wait = sentences.iter().filter(|words| holds(&OF_THE_WAIT, words));
    saying(sentences).chain(of_wait).find_map(|words| doubt_of(words))
}

/// What in any sentence of a comment speaks against it.
pub fn doubt_anywhere(sentences: &[Vec<String>]) -> Option<Doubt> {
    sentences.iter().find_map(|words| doubt_of(words))
}

fn doubt_of(words: &[String]) -> Option<Doubt> {
    let tables: [(&[Phrase], Doubt); 5] = [
        (&TIME, Doubt::Time),
        (&LOAD, Doubt::Load),
        (&NOTHING, Doubt::Nothing),
        (&BLOCKED, Doubt::Blocked),
        (&OUTSIDE, Doubt::Outside),
    ];
    let slowed = (holds(&SLOWED, words) && !holds(&SLOW_MACHINE, words)).then_some(Doubt::Load);
    tables.into_iter().find(|(table, _)| holds(table, words)).map(|(_, doubt)| doubt).or(slowed)
}

/// Whether words name work that the program itself does.
pub fn names_own_work(words: &[String]) -> bool {
    holds(&OWN_WORK, words)
}

/// What in a comment near a check speaks against it.
pub fn doubt_near_check(words: &[String]) -> Option<Doubt> {
    let tables: [(&[Phrase], Doubt); 3] =
        [(&UNCHANGED, Doubt::Nothing), (&TIME_NEAR, Doubt::Time), (&BLOCKED_NEAR, Doubt::Blocked)];
    tables.into_iter().find(|(table, _)| holds(table, words)).map(|(_, doubt)| doubt)
}

/// Whether a check's message says that nothing may have changed.
pub fn message_wants_nothing(words: &[String]) -> bool {
    holds(&UNCHANGED_MESSAGE, words)
}

/// Whether a check's message says that what was there is to be there still.
pub fn message_wants_still(words: &[String]) -> bool {
    holds(&STILL_MESSAGE, words)
}

/// Whether words say no more than that something is to be there and listen.
pub fn only_listens(words: &[String]) -> bool {
    holds(&LISTENS, words) && !holds(&MORE_THAN_LISTENS, words)
}

/// Whether something is to go away.
pub fn disappears(words: &[String]) -> bool {
    holds(&GONE, words)
}

/// Whether a name and a sentence have a word in common that says more than how words hang together, begun in the same way:
/// `Watcher` and "watch".
pub fn share_name(name: &[String], words: &[String]) -> bool {
    const TELLING: usize = 4;
    let alike = |a: &str, b: &str| a.len() >= TELLING && b.len() >= TELLING && (a.starts_with(b) || b.starts_with(a));
    let says = |word: &&String| !holds(&OWN_WORK, std::slice::from_ref(*word));
    name.iter().filter(says).any(|own| words.iter().any(|word| alike(own, word)))
}

/// Whether a name is about time itself, by its words.
pub fn is_about_time(words: &[String]) -> bool {
    holds(&TIME_NAMES, words)
}

/// Whether words say that a timer measures how long nothing has come.
pub fn speaks_of_quiet(words: &[String]) -> bool {
    holds(&QUIET, words) && !holds(&LOOKS_ROUND, words)
}

/// Whether words say that something is not used.
pub fn speaks_of_idleness(words: &[String]) -> bool {
    holds(&IDLE, words) && !holds(&LOOKS_ROUND, words)
}

/// Whether words say that something is due again and again.
pub fn speaks_of_period(words: &[String]) -> bool {
    holds(&PERIOD, words)
}

/// Whether the words of a name say that it is a beat, which others count on to come in time.
pub fn names_beat(words: &[String]) -> bool {
    holds(&BEAT, words) && !holds(&LIMIT, words)
}

/// Whether the words of a name say that it is a time which has been spent or is left.
pub fn names_time_spent(words: &[String]) -> bool {
    holds(&SPENT, words) || words.iter().any(|word| is_unit_of_time(word))
}

/// Whether a function's name says that it waits for signals of the operating system.
pub fn names_signals(name: &str) -> bool {
    name.contains("ctrl_c") || name.contains("ctrlc") || name.contains("wait_for_signal")
}

/// Whether a declaration is for other modules as well, by its beginning.
pub fn declares_open(text: &str) -> bool {
    text.trim_start().starts_with("pub")
}

/// Whether the words of a flag's name say that it tells a loop to stop.
pub fn tells_to_stop(words: &[String]) -> bool {
    holds(&STOPS, words)
}

/// Whether the words of a parameter's name or type, or of a message's, say that others stop by it what is done.
pub fn orders_stop(words: &[String]) -> bool {
    holds(&ORDERS_STOP, words)
}

/// Whether the words of a function's name say that it only lets time pass.
pub fn speaks_of_pausing(words: &[String]) -> bool {
    holds(&PAUSES, words)
}

/// Whether the words of a function's name say that it ends a part of the program.
pub fn ends_part(words: &[String]) -> bool {
    const FIRST: &[&str] = &["close", "drop", "finish", "join", "kill", "teardown", "wait"];
    orders_stop(words) || words.first().is_some_and(|first| FIRST.contains(&first.as_str()))
}

/// Whether the words of a function's name say that it makes or starts a part of the program.
pub fn starts_part(words: &[String]) -> bool {
    const FIRST: &[&str] =
        &["begin", "bind", "connect", "create", "from", "listen", "load", "main", "new", "open", "run", "with"];
    holds(&STARTS_PART, words) || words.first().is_some_and(|first| FIRST.contains(&first.as_str()))
}

/// Whether the words of a method's name say that a library calls it while it puts the program together.
pub fn assembles(words: &[String]) -> bool {
    const FIRST: &[&str] = &["build", "configure", "decorate", "install", "layer", "register", "wrap"];
    words.first().is_some_and(|first| FIRST.contains(&first.as_str()))
}

/// Whether a type of this name is plain data: how long or how often something is done, what it is called.
pub fn is_plain_data(name: &str) -> bool {
    name.starts_with(char::is_lowercase) || matches!(name, "Duration" | "Instant" | "String" | "PathBuf" | "Path")
}

/// Whether a function of this name starts other work: an actor's or a server's `start()` is the user's own.
pub fn starts_work(name: &str) -> bool {
    let begins = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    name.starts_with("spawn")
        || name.starts_with("serve")
        || begins("start")
        || begins("enable") && name != "enable" && !matches!(name, "enable_all" | "enable_time" | "enable_io")
        || matches!(name, "actor_of" | "launch" | "supervise" | "execute" | "submit" | "dispatch")
}

/// Whether the words of a function's name say that it looks for something once and gives it: `get_letter`, `fetch`.
pub fn names_look(words: &[String]) -> bool {
    let looks = ["get", "fetch", "find", "load", "list", "count", "query", "retrieve", "lookup", "describe"];
    words.first().is_some_and(|first| looks.contains(&first.as_str()))
}

/// Whether the words of a check's name say that nothing is to be there, or to have changed.
pub fn names_nothing(words: &[String]) -> bool {
    holds(&NOTHING_NAMES, words)
}

/// Whether a function is called after what it waits for: `wait_for_count`, `await_ready`.
pub fn says_it_waits(name: &str) -> bool {
    ["wait_for_", "wait_until", "wait_till", "await_"].into_iter().any(|prefix| name.starts_with(prefix))
}

/// Whether an async function is called after the message that it waits for: `receive_message`, `recv_frame`.
pub fn says_it_receives(name: &str) -> bool {
    ["receive_", "recv_"].into_iter().any(|prefix| name.starts_with(prefix))
}

/// Whether words say that a thread is blocked on purpose.
pub fn blocks_on_purpose(words: &[String]) -> bool {
    holds(&BLOCKS, words)
}

/// Whether the words of a maker's name say that the time of what it makes is no real one.
pub fn makes_own_time(words: &[String]) -> bool {
    holds(&OWN_TIME, words)
}

/// Whether a function of this name goes on until it is stopped: it runs a server or loop.
pub fn goes_on(name: &str) -> bool {
    let begins = |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    ["run", "serve", "listen", "start", "accept", "work"].into_iter().any(begins)
}

/// Whether a function of this name makes something, or tells it how it is to work.
pub fn sets_up(name: &str) -> bool {
    name == "new" || name.starts_with("with_") || name.starts_with("set_")
}

/// Whether a name or text speaks of a child: a process that was started here.
pub fn speaks_of_child(text: &str) -> bool {
    text.contains("child")
}

/// Whether words name what a program offers beside its work, to those who run or test it.
pub fn names_side_service(words: &[String]) -> bool {
    const SIDE: &[&str] = &[
        "admin",
        "console",
        "debug",
        "health",
        "healthcheck",
        "healthz",
        "metric",
        "metrics",
        "mock",
        "probe",
        "probes",
    ];
    words.iter().any(|word| SIDE.contains(&word.as_str()))
}

/// Whether the words of a variable's name say that it is a connection.
pub fn names_connection(words: &[String]) -> bool {
    words.last().is_some_and(|word| matches!(word.as_str(), "connection" | "conn" | "socket" | "stream"))
}

/// Whether a name or text speaks of a limit of time.
pub fn speaks_of_timeout(text: &str) -> bool {
    text.contains("timeout")
}

/// Whether a name is that of a unit of time.
pub fn is_unit_of_time(name: &str) -> bool {
    matches!(
        name,
        "ms" | "millis" | "millisecs" | "milliseconds" | "secs" | "seconds" | "sec" | "micros" | "second" | "us"
    )
}

/// Whether a function of this name makes a length of time of a number.
pub fn makes_length(name: &str) -> bool {
    name.starts_with("from_")
        || is_unit_of_time(name)
        || matches!(name, "new" | "Millis" | "Seconds" | "std_milliseconds")
}

/// Whether a path that goes through this name makes a length of time.
pub fn leads_to_length(name: &str) -> bool {
    matches!(name, "Duration" | "Millis" | "Seconds" | "ms") || name.starts_with("from_")
}

/// Whether a variable or field of this name is a time that was measured.
pub fn is_measured_time(name: &str) -> bool {
    matches!(name, "elapsed" | "duration")
}

/// Whether a path that goes through this name leads to the clock, or to a time that was measured.
pub fn leads_to_clock(name: &str) -> bool {
    matches!(name, "Instant" | "SystemTime") || is_measured_time(name)
}

/// Whether a function of this name gives a time that was measured.
pub fn measures_time(name: &str) -> bool {
    name.contains("elapsed") || name.contains("duration")
}

/// Whether the name of a test says that it is about deadlocks.
pub fn names_deadlock(name: &str) -> bool {
    name.contains("deadlock")
}

/// Whether a comment says that one thread alone writes to something, that the code is not for several, or what comes of it
/// where several write.
pub fn knows_of_writers(words: &[String]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let knows =
        has(&["race", "races", "racy", "concurrency", "approximate", "approximation", "inaccurate", "imprecise"]);
    knows
        || has(&["only", "single", "one", "sole", "not", "never", "must"])
            && has(&[
                "writer",
                "writers",
                "writes",
                "changes",
                "thread",
                "threads",
                "threaded",
                "concurrent",
                "concurrently",
                "caller",
                "callers",
                "owner",
                "producer",
                "consumer",
            ])
}

/// Whether a comment says that code only waits until others have done something.
pub fn means_wait(words: &[String]) -> bool {
    let means = |word: &String| {
        word.starts_with("wait") || matches!(word.as_str(), "until" | "barrier" | "blocks" | "gate" | "ensure" | "done")
    };
    words.iter().any(means)
}

/// Whether a comment says that code deadlocks on purpose.
pub fn means_deadlock(words: &[String]) -> bool {
    let speaks = words.iter().any(|word| word.contains("deadlock"))
        || words.windows(2).any(|w| w[0] == "dead" && w[1] == "lock");
    let means = |word: &String| {
        matches!(
            word.as_str(),
            "should"
                | "going"
                | "simulate"
                | "simulates"
                | "purpose"
                | "intentional"
                | "intentionally"
                | "deliberate"
                | "deliberately"
                | "expect"
                | "expected"
                | "provoke"
                | "cause"
                | "causes"
        )
    };
    speaks && words.iter().any(means)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::spelled::{sentences_of, words_of};

    fn says(text: &str) -> bool {
        says_what_for(&sentences_of(text))
    }

    #[test]
    fn sentences_that_say_what_is_waited_for() {
        for text in [
            "Give the server a moment to start.",
            "allow server to start",
            "Wait for restart",
            "wait a bit for the background task to pick it up",
            "Wait to make sure the letter is there",
            "Wait all packets being processed",
            "make sure delayed send is received",
            "Long enough for the thread above to take the seat",
            "some time for the porter",
        ] {
            assert!(says(text), "{text}");
        }
    }

    #[test]
    fn an_amount_of_time_is_no_work() {
        for text in ["Wait for 100 ms before calling get", "wait for ~50ms", "Wait for a bit", "wait for some", "sleep"]
        {
            assert!(!says(text), "{text}");
        }
    }

    #[test]
    fn a_quiet_time_is_told_from_a_period_at_which_it_is_looked_at() {
        for text in ["dim the lamp if no other activity comes", "nothing more may come for a second", "debounced"] {
            assert!(speaks_of_quiet(&words_of(text)), "{text}");
        }
        for text in ["nothing to do", "send it even when all is quiet", "check whether the harbour is quiet"] {
            assert!(!speaks_of_quiet(&words_of(text)), "{text}");
        }
        assert!(speaks_of_idleness(&words_of("close idle boats")) && !speaks_of_idleness(&words_of("idle check")));
        assert!(speaks_of_period(&words_of("at least every minute")));
    }

    #[test]
    fn doubts_are_told_apart() {
        let doubt = |text| doubt_of(&words_of(text));
        assert_eq!(doubt("wait for the letter to expire"), Some(Doubt::Time));
        assert_eq!(doubt("simulate a worker"), Some(Doubt::Load));
        assert_eq!(doubt("the porter is slow"), Some(Doubt::Load));
        assert_eq!(doubt("the state machine is slow"), Some(Doubt::Load));
        assert_eq!(doubt("some machines are very slow"), None);
        assert_eq!(doubt("give any stray letter a chance"), Some(Doubt::Nothing));
        assert_eq!(doubt("the letter is still there"), Some(Doubt::Nothing));
        assert_eq!(doubt("the porter is still getting up"), None);
        assert_eq!(doubt("until it is parked"), Some(Doubt::Blocked));
        assert_eq!(doubt("let the kernel buffers fill"), Some(Doubt::Outside));
        assert_eq!(doubt("Give the bootloader time to finish"), Some(Doubt::Outside));
        assert_eq!(doubt("a moment for the processes to go"), Some(Doubt::Outside));
        assert_eq!(doubt("until the server processes it"), None);
        assert_eq!(doubt("let the porter run for a while"), Some(Doubt::Load));
        assert_eq!(doubt("time to (incorrectly) send it twice"), Some(Doubt::Nothing));
        assert_eq!(doubt("Give that thread time to get to the join"), Some(Doubt::Blocked));
        assert_eq!(doubt("let the porters end up in their wait"), Some(Doubt::Blocked));
        assert_eq!(doubt("time for the porter to reach the select!"), Some(Doubt::Blocked));
        assert_eq!(doubt("let all porters start waiting"), Some(Doubt::Blocked));
        assert_eq!(doubt("ensure the letter is polled at least once"), Some(Doubt::Blocked));
        assert_eq!(doubt("until we are past half of the lease"), Some(Doubt::Time));
        assert_eq!(doubt("wait for the porter to sleep"), Some(Doubt::Blocked));
        assert_eq!(doubt("wait until the waiter has registered itself"), Some(Doubt::Blocked));
        assert_eq!(doubt("wait for the porter to register with the office"), None);
        assert_eq!(doubt("wait for the porter to start, then for the end of the letter"), None);
        assert_eq!(doubt("wait for slow consumers that are no longer graceful, after this delay"), None);
    }

    #[test]
    fn each_sentence_counts_for_itself() {
        let doubt = |text| doubt(&sentences_of(text));
        assert_eq!(doubt("Give the porter time to start. The timeout is 6.5 s, so this does no harm."), None);
        assert_eq!(doubt("There is no retry here. Wait for the porter."), None);
        assert_eq!(doubt("Let the porters start. Wait for their timeout."), Some(Doubt::Time));
        assert_eq!(doubt("Let the porters start. This wait is as long as their lease."), Some(Doubt::Time));
    }

    #[test]
    fn confessions() {
        let confesses = |text| confesses(&words_of(text));
        for text in [
            "Hopefully this is long enough",
            "HACK: there should be a better way",
            "TODO: flaky on slow machines",
            "should be more than enough",
            "FIXME: use something deterministic instead of sleeping",
            "CI may be slow, so take your time",
            "long enough even for a slow machine",
        ] {
            assert!(confesses(text), "{text}");
        }
        for text in ["long enough for the lease to end", "it replaces the letter", "enough letters"] {
            assert!(!confesses(text), "{text}");
        }
    }
}
