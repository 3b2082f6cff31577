#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Guard;
use crate::model::facts::guard::declared_order::AgainstOrder;
use crate::model::facts::guard::order::{Inversion, Nesting};
use crate::model::facts::guard::ring::Ring;

pub static LINT: Lint = Lint {
    name: "lock-order-inversion",
    family: Family::Lock,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Guard(check),
};

fn check(guard: Guard<'_>) -> Result<Finding, Silence> {
    if let Ok(against) = guard.taken_against_declared_order() {
        return against_declared(guard, &against);
    }
    let Ok(inversion) = guard.taken_in_other_order() else { return Ok(in_a_ring(guard, &guard.taken_in_ring()?)) };

    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }
    if let Some(gate) = inversion.gate {
        return excused("a third lock is held wherever both are taken", gate);
    }

    if let Some(tried) = inversion.tried {
        return excused("one of the two locks is only tried for", tried);
    }
    if let Some(other) = inversion.on_one_thread() {
        return excused("both run on the main thread, one after the other", other);
    }
    if let Some(alone) = inversion.alone {
        return excused(
            "one of the two is done with `&mut self` of what has both locks: nobody else is in the other one",
            alone,
        );
    }

    Ok(in_other_order(guard, &inversion))
}

fn in_other_order(guard: Guard<'_>, inversion: &Inversion<'_>) -> Finding {
    let Inversion { here, elsewhere, .. } = inversion;
    // Two fields of one name are told apart by what has them.
    let same = guard.lock_text() == here.inner;
    let written = |nesting: &Nesting<'_>| match same {
        true => nesting.names.clone(),
        false => [nesting.outer.lock_text().into_owned(), nesting.inner.clone().into_owned()],
    };
    let ([first, second], [other_first, other_second]) = (&written(here), &written(elsewhere));
    let mut finding = Finding::new(here.span, happens(first, second, inversion))
        .level(if inversion.needs_more() { Level::Pedantic } else { Level::Warn })
        .here(format!("`{second}` is locked under `{first}`"))
        .label(guard.span(), format!("`{first}` is locked first"));
    finding = through(finding, here);
    finding = finding
        .label(elsewhere.outer.span(), format!("{} locks `{other_first}` first", who(elsewhere)))
        .label(elsewhere.span, format!("and `{other_second}` under it"));
    finding = through(finding, elsewhere);
    for other in &inversion.more {
        finding = finding.label(other.span, format!("and so does {}", who(other)));
    }
    if let Some(writer) = inversion.writer {
        finding = finding.label(writer, "a writer that waits here stops both readers");
    }
    finding.help(advice(guard, here))
}

fn in_a_ring(guard: Guard<'_>, ring: &Ring<'_>) -> Finding {
    let ([first, second], [_, third]) = (&ring.here.names, &ring.second.names);
    let message = format!(
        "this can deadlock: `{second}` is locked under `{first}`, elsewhere `{third}` under `{second}` and `{first}` under \
         `{third}`, so each of three can wait for the next"
    );
    let finding = Finding::new(ring.here.span, message)
        .here(format!("`{second}` is locked under `{first}`"))
        .label(guard.span(), format!("`{first}` is locked first"));
    let finding = [&ring.second, &ring.third].into_iter().fold(through(finding, &ring.here), |finding, nesting| {
        let [outer, inner] = &nesting.names;
        let finding = finding.label(nesting.outer.span(), format!("{} locks `{outer}` first", who(nesting)));
        through(finding.label(nesting.span, format!("and `{inner}` under it")), nesting)
    });
    finding.help(advice(guard, &ring.here))
}

fn against_declared(guard: Guard<'_>, against: &AgainstOrder<'_>) -> Result<Finding, Silence> {
    let AgainstOrder { here, order } = against;
    if guard.in_test() {
        return excused("the code is a test, a benchmark or an example", guard.span());
    }

    let (first, second) = (guard.lock_text(), &here.inner);
    let (before, after, stated) = (&order.before, &order.after, &order.stated);
    let message = format!(
        "this can deadlock: `{second}` is locked under `{first}`, but {stated} says `{before}` before `{after}`"
    );
    let finding = Finding::new(here.span, message)
        .level(Level::Deny)
        .here(format!("`{second}` is locked under `{first}`"))
        .label(guard.span(), format!("`{first}` is locked first"));
    Ok(through(finding, here).help(format!("{}: `{before}` first", advice(guard, here))))
}

fn happens(first: &str, second: &str, inversion: &Inversion<'_>) -> String {
    match inversion.only_read {
        true => format!(
            "this can deadlock: `{second}` is read under `{first}`, elsewhere `{first}` under it, and a writer that waits \
             for one of them stops both readers"
        ),
        false => format!(
            "this can deadlock: `{second}` is locked under `{first}`, and elsewhere `{first}` under it, so each can wait for \
             the other"
        ),
    }
}

fn through<'c>(mut finding: Finding, nesting: &Nesting<'c>) -> Finding {
    for (n, call) in nesting.chain.iter().enumerate() {
        let last = n + 1 == nesting.chain.len();
        finding = finding.label(*call, if last { "here it is locked" } else { "through this call" });
    }
    finding
}

fn who(nesting: &Nesting<'_>) -> String {
    match nesting.code_around() {
        Some(function) => format!("`{}`", function.name()),
        None => "other code".to_owned(),
    }
}

fn advice(guard: Guard<'_>, here: &Nesting<'_>) -> String {
    let one_order = "lock both in one order everywhere";
    match guard.name() {
        _ if guard.is_temporary() => {
            format!(
                "take what is needed in a `let` of its own, at whose end the first guard is dropped, or {one_order}"
            )
        }
        // A guard that is needed later cannot be dropped here.
        Some(name) if guard.dropped_before_other(here).is_some() => {
            format!("drop `{name}` before the second lock is taken, or {one_order}")
        }
        _ => one_order.to_owned(),
    }
}
