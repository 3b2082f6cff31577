//! `conclint explain`: the page of a lint, or the lints of a family.

use std::io::Write;

use super::args::Color;
use super::tell::{End, in_color, print, width};
use super::{page, show};
use crate::lint::{Family, Lint};
use crate::{lints, spelling};

/// Shows what a name stands for: in colours on a terminal, else the page's Markdown as it is.
pub fn explain(name: &str, color: Color) -> End {
    let lints = lints::ALL.iter().copied();
    if let Some(lint) = lints::named(name) {
        return print(|out| match in_color(color) {
            true => page::write(lint.page, width(), out),
            false => out.write_all(lint.page.as_bytes()),
        });
    }
    if let Some(family) = Family::ALL.into_iter().find(|family| family.name() == name) {
        let members: Vec<&Lint> = lints.filter(|lint| lint.family == family).collect();
        return print(|out| show::lints(&members, out));
    }
    let names = lints.map(|lint| lint.name).chain(Family::ALL.map(Family::name));
    End::Failed(vec![match spelling::nearest(name, names) {
        Some(near) => format!("no lint or family is called `{name}`; did you mean `{near}`?"),
        None => format!("no lint or family is called `{name}`; `conclint lints` names them all"),
    }])
}
