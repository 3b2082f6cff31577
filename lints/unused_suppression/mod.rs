#![doc = include_str!("README.md")]

use crate::allow::{Stranger, Suppression};
use crate::lint::{Check, Edit, Family, Finding, Level, Lint, Safety, Silence, Span, excused};

pub static LINT: Lint = Lint {
    name: "unused-suppression",
    family: Family::Meta,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Suppression(check),
};

fn check(comment: Suppression<'_>) -> Result<Finding, Silence> {
    let word = comment.word();
    if let Some(fault) = comment.fault() {
        let says = format!("this comment allows nothing: {fault}");
        return Ok(Finding::new(comment.span(), says).help("write it like this").code(form(word, "LINT")));
    }
    if let Some(stranger) = comment.stranger() {
        return Ok(unknown(comment, stranger));
    }

    let idle = comment.idle();
    if !idle.is_empty() && comment.in_part() {
        return excused("the file could be read only in part, so more may be found there", comment.span());
    }
    if !idle.is_empty() {
        return Ok(unused(comment, &idle));
    }
    if !comment.reasoned() {
        let names: Vec<&str> = comment.names().collect();
        return Ok(Finding::new(comment.span(), format!("this {word} does not say why the code is right"))
            .help("give the reason after two dashes")
            .code(form(word, &names.join(", "))));
    }
    if let Some(name) = comment.unheard() {
        return excused("a lint that it names is off in this run", name);
    }

    excused("every lint that it names has a finding here, and a reason is given", comment.span())
}

/// A comment as it should be.
fn form(word: &str, names: &str) -> String {
    format!("// conclint: {word}({names}) -- why it is right here")
}

fn unknown(comment: Suppression<'_>, Stranger { name, span, near }: Stranger<'_>) -> Finding {
    let finding =
        Finding::new(comment.span(), format!("this {} has no effect: no lint is called `{name}`", comment.word()));
    match near {
        Some(near) => finding.help(format!("write `{near}`")).fix(
            Safety::Risky,
            format!("write `{near}`"),
            vec![Edit { span, text: near.to_owned() }],
        ),
        None => finding
            .help(format!("delete `{name}`; `conclint lints` shows what can stand here: lints, and no families"))
            .fix(Safety::Safe, format!("delete `{name}`"), comment.without(&[span])),
    }
}

/// Nothing, or not all that is named, is found in the code that the comment covers.
fn unused(comment: Suppression<'_>, idle: &[(&str, Span)]) -> Finding {
    let spans: Vec<_> = idle.iter().map(|(_, span)| *span).collect();
    let quoted: Vec<String> = idle.iter().map(|(name, _)| format!("`{name}`")).collect();
    let names = quoted.join(", ");
    let says = match comment.word() {
        "expect" => format!("{names} is expected here and not found"),
        _ => format!("{names} is allowed here and not found"),
    };
    let what = if comment.all_idle() { "the comment".to_owned() } else { names };
    Finding::new(comment.span(), says).help(format!("delete {what}")).fix(
        Safety::Safe,
        format!("delete {what}"),
        comment.without(&spans),
    )
}
