//! A package as a timeline: its map, and beside it what the map leaves out because it has no node for it: awaits, loops, how
//! long guards live, where ends of channels are dropped.
//!
//! It is for examples of a screen's length: nothing is folded.

mod beside;
mod channels;
mod lasting;
mod of_map;

use std::collections::BTreeMap;

use crate::map::{Lane, Lasting, Moment, Node, Reaches, Stretch, Timeline, What, endings, label, often, owner};
use crate::model::Crate;
use crate::model::context::task::Tasks;
use crate::model::map::Draw;
use crate::model::source::tables::{BodyId, DefId, ExprAt};
use crate::syntax::Span;

impl Crate {
    /// The timeline of a package, with a moment at each place of `asked` that some lane runs. `tasks` are those of this
    /// package.
    pub fn timeline(&self, tasks: &Tasks<'_>, asked: &[Span]) -> Timeline<Span> {
        let mut line = Line { draw: self.drawn(tasks), moments: Vec::new(), stretches: Vec::new() };
        line.add_edges();
        line.add_made();
        line.add_dropped_ends();
        line.add_loops();
        line.add_guards();
        line.add_beside();
        line.add_awaits();
        line.add_calls();
        line.add_asked(asked);
        line.finished()
    }
}

/// A timeline in the making; its lanes are nodes of the map.
struct Line<'c> {
    draw: Draw<'c>,
    moments: Vec<Told>,
    stretches: Vec<Stretch<Span>>,
}

/// A moment in the making.
struct Told {
    lane: usize,
    at: Span,
    text: String,
    reaches: Reaches,
    calls: Option<DefId>,
    /// Of what is told only where nothing in this stretch of its lane is told otherwise.
    unless_within: Option<Span>,
}

impl Told {
    fn new(lane: usize, at: Span, text: String) -> Told {
        Told { lane, at, text, reaches: Reaches::Nobody, calls: None, unless_within: None }
    }
}

impl Line<'_> {
    /// Says of all who run an expression that something happens there.
    fn tell(&mut self, by: ExprAt, at: Span, text: &str) {
        let lanes = self.draw.runners_of(by);
        self.moments.extend(lanes.into_iter().map(|lane| Told::new(lane, at, text.to_owned())));
    }

    /// The same where nothing in this stretch is told otherwise.
    fn tell_unless(&mut self, by: ExprAt, at: Span, within: Span, text: &str) {
        let lanes = self.draw.runners_of(by);
        let told = |lane| Told { unless_within: Some(within), ..Told::new(lane, at, text.to_owned()) };
        self.moments.extend(lanes.into_iter().map(told));
    }

    /// The innermost body around a place.
    fn body_around(&self, at: Span) -> Option<BodyId> {
        let krate = self.draw.krate;
        let bodies = krate.index.bodies_in(krate.file_no(at.file)?).filter(|(_, body)| body.span.holds(at));
        bodies.min_by_key(|(_, body)| body.span.end - body.span.start).map(|(body, _)| body)
    }

    /// The function that a place stands in.
    fn function_of(&self, at: Span) -> Option<DefId> {
        self.draw.krate.def_of(self.body_around(at)?)
    }

    fn add_asked(&mut self, asked: &[Span]) {
        for &at in asked {
            let Some(body) = self.body_around(at) else { continue };
            let lanes = self.draw.runners_within(body, at);
            let told = |lane| Told { reaches: Reaches::Asked, ..Told::new(lane, at, String::new()) };
            self.moments.extend(lanes.into_iter().map(told));
        }
    }

    /// The timeline with only the lanes in which something happens or to which something leads, in order.
    fn finished(self) -> Timeline<Span> {
        let mut moments = self.said_once();
        moments.sort_by_key(|moment| (moment.at.file, self.when(moment), moment.lane));
        let mut begins: BTreeMap<usize, Span> = BTreeMap::new();
        for moment in &moments {
            begins.entry(moment.lane).or_insert(moment.at);
            if let Reaches::To(lanes) = &moment.reaches {
                for lane in lanes {
                    begins.entry(*lane).or_insert(moment.at);
                }
            }
        }
        let nodes = &self.draw.map.nodes;
        // A task begins where it is started, though its code may stand before that.
        for (lane, at) in &mut begins {
            if matches!(nodes[*lane].what, What::Task(_)) {
                *at = nodes[*lane].at;
            }
        }
        let is_task = |lane: usize| matches!(nodes[lane].what, What::Task(_));
        let mut order: Vec<usize> = begins.keys().copied().collect();
        order.sort_by_key(|lane| (begins[lane], is_task(*lane), *lane));
        let place = |lane: usize| order.iter().position(|known| *known == lane);
        let lanes = order.iter().map(|&lane| lane_of(&nodes[lane])).collect();
        let moved = |moment: Moment<Span>| {
            let reaches = match moment.reaches {
                Reaches::To(lanes) => Reaches::To(lanes.into_iter().filter_map(place).collect()),
                Reaches::From(lane) => place(lane).map_or(Reaches::Nobody, Reaches::From),
                other => other,
            };
            Some(Moment { lane: place(moment.lane)?, reaches, ..moment })
        };
        let in_lane = |stretch: Stretch<Span>| Some(Stretch { lane: place(stretch.lane)?, ..stretch });
        let mut stretches: Vec<Stretch<Span>> = self.stretches.into_iter().filter_map(in_lane).collect();
        stretches.sort_by_key(|stretch| (stretch.from.start, std::cmp::Reverse(stretch.to.end)));
        stretches.dedup();
        Timeline { lanes, moments: moments.into_iter().filter_map(moved).collect(), stretches }
    }
}

impl Line<'_> {
    /// The moments without those that another tells better, and without repetitions.
    fn said_once(&self) -> Vec<Moment<Span>> {
        let is_firm = |told: &&Told| told.unless_within.is_none() && told.reaches != Reaches::Asked;
        let firm: Vec<(usize, Span)> = self.moments.iter().filter(is_firm).map(|told| (told.lane, told.at)).collect();
        let is_better = |lane: usize, within: Span| {
            firm.iter().any(|(other, at)| *other == lane && within.file == at.file && within.holds(*at))
        };
        let krate = self.draw.krate;
        let mut kept: Vec<Moment<Span>> = Vec::new();
        for told in &self.moments {
            let is_told = told.unless_within.is_some_and(|within| is_better(told.lane, within));
            let is_same = |other: &Moment<Span>| {
                (other.lane, other.at) == (told.lane, told.at) && (other.text == told.text || told.text.is_empty())
            };
            if is_told || kept.iter().any(is_same) {
                continue;
            }
            kept.push(Moment {
                lane: told.lane,
                at: told.at,
                text: told.text.clone(),
                reaches: told.reaches.clone(),
                function: self.function_of(told.at).map(|def| krate.name_on_map(def)),
                calls: told.calls.map(|def| krate.name_on_map(def)),
            });
        }
        kept
    }

    /// The byte at which something happens: a call when its parts are evaluated, and a loop begins before its head.
    fn when(&self, moment: &Moment<Span>) -> u32 {
        let at = moment.at;
        let source = self.draw.krate.file_no(at.file).map(|file| self.draw.krate.source(file));
        let is_long = source.is_none_or(|source| source.text_of(at).contains('\n'));
        let begins = |stretch: &Stretch<Span>| stretch.what == Lasting::Loop && stretch.from == at;
        let is_first = is_long || moment.reaches == Reaches::Asked || self.stretches.iter().any(begins);
        if is_first { at.start } else { at.end }
    }
}

fn lane_of(node: &Node<Span>) -> Lane {
    match &node.what {
        What::Task(task) => {
            Lane { name: label(node), known: vec![often(task.often), owner(&task.owner), endings(&task.ends)] }
        }
        _ => Lane { name: format!("fn `{}`", node.name), known: Vec::new() },
    }
}
