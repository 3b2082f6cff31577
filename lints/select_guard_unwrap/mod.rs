#![doc = include_str!("README.md")]

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Branch;
use crate::model::source::handles::Expr;

pub static LINT: Lint = Lint {
    name: "select-guard-unwrap",
    family: Family::Async,
    level: Level::Deny,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Branch(check),
};

fn check(branch: Branch<'_>) -> Result<Finding, Silence> {
    let condition = branch.condition().ok_or(Silence::NotMine)?;
    let (unwrap, place) = branch.unwraps_what_it_asks_for().ok_or(Silence::NotMine)?;

    let select = branch.select;
    if unwrap.body() != select.body() {
        return excused(
            "the value is unwrapped in a block of its own, which is only polled when the condition holds",
            unwrap.span(),
        );
    }
    let asks = |decision: &Expr<'_>| decision.looked_at().is_some_and(|looked| looked.shares_place(place));
    if let Some(asked) = select.ancestors().take_while(|around| around.body() == select.body()).find(asks) {
        return excused("the code around the `select!` asks for the value as well", asked.span());
    }

    let name = place.text();
    Ok(Finding::new(
        unwrap.span(),
        format!("this panics when `{name}` has no value: a `select!` evaluates it even when the condition is false"),
    )
    .here("evaluated before any condition counts")
    .label(condition.span(), "this only says whether the future is polled")
    .help(format!(
        "wait in an `async` block, which runs only when it is polled: `async {{ match &mut {name} {{ … }} }}`"
    )))
}
