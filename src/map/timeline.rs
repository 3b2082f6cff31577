//! A piece of code as a timeline: who runs beside whom, and what each does, in the order of the source.

/// Lanes, what happens in them, and for how long.
#[derive(Clone, PartialEq, Debug)]
pub struct Timeline<P> {
    /// In the order in which they begin.
    pub lanes: Vec<Lane>,
    /// By place.
    pub moments: Vec<Moment<P>>,
    /// Outer before inner.
    pub stretches: Vec<Stretch<P>>,
}

/// Code that runs by itself: a task or thread, or a function that runs in none in sight.
#[derive(Clone, PartialEq, Debug)]
pub struct Lane {
    /// What runs: "task `flush_loop`".
    pub name: String,
    /// What is known of it, a clause each: how often it is started, who keeps it, how it ends. Empty for a function.
    pub known: Vec<String>,
}

/// One thing that happens in a lane.
#[derive(Clone, PartialEq, Debug)]
pub struct Moment<P> {
    /// A place in [`Timeline::lanes`].
    pub lane: usize,
    pub at: P,
    pub text: String,
    pub reaches: Reaches,
    /// The function that it stands in.
    pub function: Option<String>,
    /// The function of the program that it calls, where that is seen.
    pub calls: Option<String>,
}

/// Which other lanes something has to do with, as places in [`Timeline::lanes`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reaches {
    /// It goes to them: a start, a message, a cancellation.
    To(Vec<usize>),
    /// It comes from there: the end of a task that is waited for.
    From(usize),
    /// None.
    Nobody,
    /// Nothing that the map knows happens there, but it is asked about.
    Asked,
}

/// What lasts in a lane.
#[derive(Clone, PartialEq, Debug)]
pub struct Stretch<P> {
    /// A place in [`Timeline::lanes`].
    pub lane: usize,
    pub what: Lasting,
    /// The moment with which it begins has this place.
    pub from: P,
    /// The last place that belongs to it.
    pub to: P,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lasting {
    /// It is repeated.
    Loop,
    /// A guard or a permit is held.
    Guard,
}

impl<P> Timeline<P> {
    /// The same with other places.
    pub fn with_places<Q>(self, to: impl Fn(P) -> Q) -> Timeline<Q> {
        let moment = |Moment { lane, at, text, reaches, function, calls }: Moment<P>| Moment {
            lane,
            at: to(at),
            text,
            reaches,
            function,
            calls,
        };
        let stretch = |Stretch { lane, what, from, to: end }: Stretch<P>| {
            let (from, to) = (to(from), to(end));
            Stretch { lane, what, from, to }
        };
        Timeline {
            lanes: self.lanes,
            moments: self.moments.into_iter().map(moment).collect(),
            stretches: self.stretches.into_iter().map(stretch).collect(),
        }
    }
}
