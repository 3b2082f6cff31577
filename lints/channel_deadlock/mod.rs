#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, Span, excused};
use crate::model::facts::exchange::{Crossed, Exchange, SelfAsked, Unmet};
use crate::model::facts::send::piped::Piped;

pub static LINT: Lint = Lint {
    name: "channel-deadlock",
    family: Family::Channel,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Exchange(check),
};

fn check(exchange: Exchange<'_>) -> Result<Finding, Silence> {
    if let Some((made, fired)) = exchange.spent_timer() {
        return Ok(spent(exchange, made, fired));
    }
    if let Some(send) = exchange.sending() {
        let Some(unmet) = send.unmet() else {
            let piped = send.piped().ok_or(Silence::NotMine)?;
            return Ok(fills_both(exchange, &piped));
        };
        if unmet.fits() {
            return excused("there is room for all that is sent before the first receive", unmet.channel.span());
        }
        return Ok(met_later(exchange, &unmet));
    }

    let receive = exchange.receiving().ok_or(Silence::NotMine)?;
    if let Some(asked) = receive.asked_of_own_loop() {
        return Ok(asks_itself(exchange, &asked));
    }
    let crossed = receive.crossed().ok_or(Silence::NotMine)?;
    Ok(waits_crosswise(exchange, &crossed, &receive.source()))
}

fn spent(exchange: Exchange<'_>, made: Span, fired: Span) -> Finding {
    Finding::new(
        exchange.span(),
        "this waits forever once the timer has fired: it gives one message, and that is taken",
    )
    .here("nothing comes from the timer any more")
    .label(made, "a timer that fires once")
    .label(fired, "its one message is taken here")
    .level(Level::Warn)
    .help("leave the second receive out, or make a new timer before it")
}

fn met_later(exchange: Exchange<'_>, unmet: &Unmet<'_>) -> Finding {
    let receiver = unmet.receiver.name();
    let (message, holds, level) = match (unmet.slots, unmet.sent) {
        (0, _) => (
            format!("this waits forever: `{receiver}` is read only after it, by the same code"),
            "the channel holds nothing: each send waits for a receive".to_owned(),
            Level::Deny,
        ),
        (slots, Some(sent)) => (
            format!(
                "this waits forever at value {} of {sent}: `{receiver}` is read only after it, by the same code",
                slots + 1
            ),
            format!("the channel holds {slots}"),
            Level::Deny,
        ),
        (slots, None) => (
            format!("this waits forever once {slots} are sent: `{receiver}` is read only after it, by the same code"),
            format!("the channel holds {slots}"),
            // How much there is to send, nobody sees: with many slots it is seldom more.
            if slots > 1 { Level::Pedantic } else { Level::Warn },
        ),
    };
    let mut finding = Finding::new(exchange.span(), message).here("this waits for room in the channel");
    if !unmet.site.holds(exchange.expr()) {
        finding = finding.label(unmet.site.call_span(), "this has to return before anybody receives");
    }
    finding
        .label(unmet.channel.span(), holds)
        .label(unmet.receiver.span(), "only this code itself could make room, and receives later")
        // A test that waits forever is seen: there is room for what is sent (learnt from Pumpkin).
        .level(if unmet.channel.in_test() { Level::Pedantic } else { level })
        .help("send from a task or thread of its own, or give the channel room for all that is sent before the first receive")
}

fn fills_both(exchange: Exchange<'_>, piped: &Piped<'_>) -> Finding {
    let answers = piped.answer.sender_text();
    let holds = match piped.slots() {
        Some(slots) => format!("both channels hold {slots} values and no more"),
        None => "both channels hold so many values and no more".to_owned(),
    };
    let mut finding = Finding::new(
        exchange.span(),
        format!("this can wait forever: whoever takes the work waits for room in the channel of `{answers}`, which is read only after this"),
    )
    .here("this waits for room once the work is taken no more");
    if !piped.site.holds(exchange.expr()) {
        finding = finding.label(piped.site.call_span(), "all work is sent here");
    }
    finding
        .label(piped.taken.span(), "the work is taken here")
        .label(piped.answer.span(), "this waits once the channel is full, and takes no more work")
        .label(piped.read.call_span(), "only this makes room, and it comes later")
        .label(piped.work.span(), holds)
        // How much work there is, nobody sees.
        .level(Level::Pedantic)
        .help("read what comes back while the work is sent: send it from a task or thread of its own, or give that channel no limit")
}

fn asks_itself(exchange: Exchange<'_>, asked: &SelfAsked<'_>) -> Finding {
    let mut finding = Finding::new(
        exchange.span(),
        "this waits forever: the reply comes from the loop that waits here, when it takes its next message",
    )
    .here("the loop waits for its own reply")
    .label(asked.question.span(), "the question goes to the channel of this very loop")
    .label(asked.own.receive.span(), "the loop would take it here");
    for call in &asked.own.calls {
        finding = finding.label(call.call_span(), "the loop has to end this first");
    }
    finding.help("do here what the loop does for such a question: it has all that it needs for the reply")
}

fn waits_crosswise(exchange: Exchange<'_>, crossed: &Crossed<'_>, source: &str) -> Finding {
    let task = crossed.producer.called();
    let message = crossed.message.sender_text();
    Finding::new(
        exchange.span(),
        format!("this waits forever: the {task} replies only after a message that `{message}` sends after this"),
    )
    .here(format!("this waits for the {task}"))
    .label(crossed.first.span(), format!("the {task} waits here first, for `{message}`"))
    .label(crossed.answer.span(), format!("only then the {task} sends what `{source}` waits for"))
    .label(crossed.message.span(), "the message is sent only here")
    .help(format!(
        "send on `{message}` before this wait; where that needs the reply, let the {task} send before it receives"
    ))
}
