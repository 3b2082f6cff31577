//! Which sends and receives belong to which channel, found out once for all channels of a package.

use crate::model::Crate;
use crate::model::facts::channel::Channel;
use crate::model::facts::receive::Receive;
use crate::model::facts::send::Send;
use crate::model::library::Side;

/// The sends and receives of each channel, by their numbers in the package's lists.
#[derive(Default, Debug)]
pub struct ByChannel {
    sends: Vec<Vec<usize>>,
    receives: Vec<Vec<usize>>,
}

impl<'c> Channel<'c> {
    /// The sends that can go to it, by a variable of their own, by what callers give and by what is put into a field.
    pub fn sends_into(self) -> impl Iterator<Item = Send<'c>> {
        let krate = self.krate;
        let own = krate.by_channel().sends[self.number()].iter();
        own.map(move |&n| Send { krate, data: &krate.sends[n] })
    }

    /// The receives that can take from it, in the same ways.
    pub fn receives_from(self) -> impl Iterator<Item = Receive<'c>> {
        let krate = self.krate;
        let own = krate.by_channel().receives[self.number()].iter();
        own.map(move |&n| Receive { krate, data: &krate.receives[n] })
    }
}

impl Crate {
    fn by_channel(&self) -> &ByChannel {
        self.by_channel.get_or_init(|| {
            let each = || vec![Vec::new(); self.channels.len()];
            let mut found = ByChannel { sends: each(), receives: each() };
            let sends = self.sends.iter().map(|send| (send.sender, Side::Sender)).enumerate();
            let receives = self.receives.iter().map(|receive| (receive.source, Side::Receiver)).enumerate();
            for (n, (end, side)) in sends.chain(receives) {
                let list = if side == Side::Sender { &mut found.sends } else { &mut found.receives };
                for (channel, _) in self.ends_behind(end, side) {
                    if list[channel].last() != Some(&n) {
                        list[channel].push(n);
                    }
                }
            }
            found
        })
    }
}
