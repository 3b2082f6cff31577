//! A timeline in the order of time, as far as one place tells it: what is started or called happens after that.

use conclint::map::{Moment, Place, Reaches, Timeline};

/// The same timeline; what happens in a lane to which one moment alone leads stands behind that moment, wherever its code
/// stands, and the lanes are in the order in which they are met.
pub fn in_time(timeline: &Timeline<Place>) -> Timeline<Place> {
    let mut moments = timeline.moments.clone();
    for _ in 0..timeline.lanes.len() {
        for lane in 0..timeline.lanes.len() {
            move_behind(lane, &mut moments);
        }
        move_called(&mut moments);
    }
    let mut order: Vec<usize> = Vec::new();
    for moment in &moments {
        let others = match &moment.reaches {
            Reaches::To(lanes) => lanes.clone(),
            _ => Vec::new(),
        };
        for lane in std::iter::once(moment.lane).chain(others) {
            if !order.contains(&lane) {
                order.push(lane);
            }
        }
    }
    let place = |lane: usize| order.iter().position(|known| *known == lane).unwrap_or_default();
    let mut moved = timeline.clone();
    moved.lanes = order.iter().map(|lane| timeline.lanes[*lane].clone()).collect();
    moved.moments = moments;
    for moment in &mut moved.moments {
        moment.lane = place(moment.lane);
        match &mut moment.reaches {
            Reaches::To(lanes) => lanes.iter_mut().for_each(|lane| *lane = place(*lane)),
            Reaches::From(lane) => *lane = place(*lane),
            Reaches::Nobody | Reaches::Asked => {}
        }
    }
    moved.stretches.iter_mut().for_each(|stretch| stretch.lane = place(stretch.lane));
    moved
}

/// Moves what a lane does before the one moment that leads to it behind that moment.
fn move_behind(lane: usize, moments: &mut Vec<Moment<Place>>) {
    let leads = |moment: &Moment<Place>| {
        let goes = matches!(&moment.reaches, Reaches::To(to) if to.contains(&lane));
        goes && (moment.calls.is_some() || moment.text.starts_with("starts "))
    };
    if let Some(begins) = only(moments, leads) {
        put_behind(begins, moments, |moment| moment.lane == lane);
    }
}

/// Moves what a function does before the one call of it in the same lane behind that call.
fn move_called(moments: &mut Vec<Moment<Place>>) {
    let called: Vec<(usize, String)> =
        moments.iter().filter_map(|moment| Some((moment.lane, moment.calls.clone()?))).collect();
    for (lane, function) in called {
        let calls = |moment: &Moment<Place>| moment.lane == lane && moment.calls.as_ref() == Some(&function);
        let runs = |moment: &Moment<Place>| moment.lane == lane && moment.function.as_ref() == Some(&function);
        if let Some(call) = only(moments, calls).filter(|call| !runs(&moments[*call])) {
            put_behind(call, moments, runs);
        }
    }
}

/// The one moment of which something holds.
fn only(moments: &[Moment<Place>], holds: impl Fn(&Moment<Place>) -> bool) -> Option<usize> {
    let mut found = moments.iter().enumerate().filter(|(_, moment)| holds(moment)).map(|(n, _)| n);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Moves the moments before one of which something holds behind that one.
fn put_behind(begins: usize, moments: &mut Vec<Moment<Place>>, holds: impl Fn(&Moment<Place>) -> bool) {
    let before = moments.drain(..begins);
    let (early, mut kept): (Vec<Moment<Place>>, Vec<Moment<Place>>) = before.partition(|moment| holds(moment));
    let rest = std::mem::take(moments);
    let mut rest = rest.into_iter();
    kept.extend(rest.next());
    kept.extend(early);
    kept.extend(rest);
    *moments = kept;
}
