#![doc = include_str!("README.md")]

mod questions;

use crate::lint::{Check, Family, Finding, Level, Lint, Silence, excused};
use crate::model::facts::Channel;

pub static LINT: Lint = Lint {
    name: "receiver-drops-sender",
    family: Family::Channel,
    level: Level::Warn,
    page: include_str!("README.md"),
    same_as: &[],
    check: Check::Channel(check),
};

fn check(channel: Channel<'_>) -> Result<Finding, Silence> {
    let lost = questions::lost_sender(channel)?;
    if channel.in_test() {
        return excused("the code is a test", channel.span());
    }

    let receiver = lost.receiver.name();
    let mut mentions = lost.sender.into_iter().flat_map(|sender| sender.mentions());
    let parameter = mentions.find_map(|mention| mention.parameter_lost());
    let given = parameter.is_some();
    let dropped = match lost.sender {
        Some(sender) if given => format!("`{}`, the only sender, goes to a call that only drops it", sender.name()),
        Some(sender) => format!("`{}`, the only sender, is dropped here", sender.name()),
        None => "the only sender is dropped here".to_owned(),
    };
    let finding =
        Finding::new(channel.span(), format!("`{receiver}` is closed from the start: nobody can ever send to it"))
            .label(lost.dropped, dropped);
    let finding = match parameter {
        Some(parameter) => finding.label(parameter.span(), "nothing is done with it, and it ends with the call"),
        None => finding,
    };
    let finding = finding.label(lost.wait.span(), "so this is over immediately, every time");
    Ok(match lost.sender {
        _ if lost.is_returned => {
            finding.help("give the sender to what is to send, before this function returns: nobody has it after that")
        }
        Some(sender) if given => finding.help(format!("move `{}` into what is to send", sender.name())),
        Some(sender) if lost.dropped != sender.span() => {
            finding.help(format!("keep `{}`: move it into what is to send, instead of dropping it", sender.name()))
        }
        _ => finding
            .help("keep the sender, and move it into what is to send: this function must not hold it while it waits")
            .code(channel.kept(receiver)),
    })
}
