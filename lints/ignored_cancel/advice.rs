//! What is said of a sleep or a wait that goes on when its function is to stop.

use crate::lint::{Finding, Level};
use crate::model::facts::Stopper;
use crate::model::source::handles::Expr;

/// A sleep that nothing cuts short.
pub fn slept_through(stopper: Stopper<'_>, sleep: Expr<'_>) -> Finding {
    let name = stopper.as_written();
    let message = format!("this sleeps to its end even when `{name}` says to stop: whoever stops it waits that long");
    Finding::new(sleep.call_span(), message)
        .here("nothing cuts this short")
        .help(format!("wait for `{name}` and the sleep together, and exit the loop when `{name}` comes first"))
}

/// A call that tries on, in a loop that waits for the stop elsewhere.
pub fn tried_through(stopper: Stopper<'_>, call: Expr<'_>, look: Expr<'_>, pause: Expr<'_>) -> Finding {
    let name = stopper.as_written();
    let message = format!(
        "this tries again as often as it takes, and never looks at `{name}`: as long as it fails nothing stops it"
    );
    Finding::new(call.call_span(), message)
        .here("this returns only when an attempt succeeds")
        .label(pause.call_span(), "the next attempt comes after this")
        .label(look.span(), "the loop around the call waits for the stop here")
        .level(Level::Pedantic)
        .help(format!("wait for `{name}` and this call together, or give it `{name}` to look at between attempts"))
}

/// A loop of a method that does not look at the field by which its value is stopped.
pub fn deaf_method(stopper: Stopper<'_>, sleep: Expr<'_>, look: Expr<'_>) -> Finding {
    let name = stopper.as_written();
    let message = format!("the loop around this sleep never looks at `{name}`: it goes on when that says to stop");
    let found = Finding::new(sleep.call_span(), message).here("each iteration waits here");
    let found = match stopper.only_call() {
        Some(call) => found.label(call.span(), "this waits until the loop has ended"),
        None => found,
    };
    found
        .label(look.span(), "other code of the type stops by it")
        .level(Level::Pedantic)
        .help(format!("wait for `{name}` and the sleep together, and exit the loop when `{name}` comes first"))
}

/// A wait for other work where the parameter is never used.
pub fn unanswered(stopper: Stopper<'_>, wait: Expr<'_>) -> Finding {
    let name = stopper.as_written();
    Finding::new(
        wait.span(),
        format!("`{name}` is never used: this waits for other work even when `{name}` says to stop"),
    )
    .here("other work has to end or send first")
    .label(stopper.span(), "the caller stops it by this")
    .level(Level::Pedantic)
    .help(format!("hand `{name}` to the work that is waited for here, or wait for both and return when it comes first"))
}

/// A loop that receives, inside one that looks at what stops it.
pub fn received_through(stopper: Stopper<'_>, receive: Expr<'_>, look: Expr<'_>) -> Finding {
    let name = stopper.as_written();
    let message = format!("this inner loop never looks at `{name}`: it waits for messages when that says to stop");
    Finding::new(receive.call_span(), message)
        .here("only a message or the end of the channel goes on from here")
        .label(look.span(), "the loop around it waits for the stop here")
        .level(Level::Pedantic)
        .help(format!("wait for `{name}` and the message together, and exit both loops when `{name}` comes first"))
}
