//! A loop that goes on asking a source that has ended.
//!
//! It does when every path from the closed case leads back to the receive with nothing on the way that waits, leaves, or
//! puts another source in its place. Whether a call waits is known of the package's own functions and of names that say
//! so; what neither tells is taken to wait.

use crate::lint::{Asked, Silence, Span, excused};
use crate::model::facts::receive::Receive;
use crate::model::flow::loops::Loop;
use crate::model::flow::points::{Point, walk};
use crate::model::flow::{Leave, NodeKind};
use crate::model::source::handles::Expr;
use crate::model::values::branches::Branch;
use crate::model::values::cases::Continuation;

/// A loop that goes on after its source has ended.
pub struct Spin<'c> {
    pub a_loop: Loop<'c>,
    pub how: SpinHow,
    /// What a branch beside it waits for that exits the loop.
    pub until: Option<Expr<'c>>,
    /// The condition of its branch or of the loop, which decides as before.
    pub condition: Option<Expr<'c>>,
}

/// How a loop goes on after its source has ended.
pub enum SpinHow {
    /// It asks again at once; the place is where the closed case is let through.
    AtOnce(Span),
    /// A `select!` passes over the source, but its `else` never runs, since a clock goes on ticking.
    Ticks { clock: Span, otherwise: Span },
}

/// What is met on the way from the closed case, until the receive comes again or a loop is left.
#[derive(Default)]
struct Way<'c> {
    /// Whether the same receive comes again.
    again: bool,
    /// The first exit of the loop, as a reason to say nothing.
    left: Option<Silence>,
    /// The first other reason to say nothing.
    silent: Option<Silence>,
    /// The condition at a head, which lets the loop go on as before.
    held: Option<Expr<'c>>,
}

/// The loop around a receive that goes on asking, where nothing else ends it or keeps the source open.
pub fn spin(receive: Receive<'_>) -> Asked<Spin<'_>> {
    let loops = receive.expr().loop_around().is_some();
    if !receive.waits() || !receive.tells_closed() || receive.is_only_one() || !loops {
        return Err(Silence::NotMine);
    }
    let mut spin = goes_on(receive)?;
    let branch = receive.expr().branch();
    let others = branch.into_iter().flat_map(|branch| branch.others());
    for other in others.filter(|other| other.start().is_some() && !other.stays_in(spin.a_loop)) {
        match other.source() {
            Some(source) if receive.ends_along_with(source) => {
                return excused(
                    "another branch of the select exits the loop immediately, or when the sender's owner ends",
                    other.span(),
                );
            }
            Some(source) => spin.until = Some(source),
            None => {}
        }
    }
    spin.until = spin.until.or(receive.fixed_deadline());
    if let Some(ended) = receive.ends_with_sender() {
        return excused("the task is aborted or dropped when what owns its sender ends", ended);
    }
    match receive.kept_open()? {
        Some(kept) => excused("a sender lives as long as the loop", kept),
        None => Ok(spin),
    }
}

fn goes_on(receive: Receive<'_>) -> Asked<Spin<'_>> {
    let branch = receive.expr().branch();
    if let Some(branch) = branch.filter(|branch| receive.is_next_of_stream() && branch.select.passes_over_ended()) {
        return excused("the stream is fused and passed over by its select", branch.span());
    }
    match receive.when_closed() {
        Continuation::At(points) => again(receive, &points),
        Continuation::Ignored(point) => again(receive, &point.next().collect::<Vec<_>>()),
        Continuation::Question(_) => Err(leaves(receive.span())),
        Continuation::Panics(unwrap) => Err(leaves(unwrap.span())),
        Continuation::Disabled { .. } => ticks_on(receive, branch.ok_or(Silence::NotMine)?),
        Continuation::Lost(at) => Err(Silence::Unknown("what becomes of this value", at.span())),
    }
}

/// Whether a branch of a `select!` whose source has closed is asked again in the next iteration: nothing on the way there
/// changes what its condition looks at.
fn asked_again<'c>(receive: Receive<'c>, a_loop: Loop<'c>, starts: &[Point<'c>]) -> Asked<Option<Expr<'c>>> {
    let condition = receive.expr().branch().and_then(|branch| branch.condition());
    match condition.filter(|condition| !condition.decides_as_before(&passed(receive, a_loop, starts))) {
        Some(condition) => Err(switched_off(condition.span())),
        None => Ok(condition),
    }
}

/// A `select!` that passes over the closed branch while a clock beside it keeps its `else` from running.
fn ticks_on<'c>(receive: Receive<'c>, branch: Branch<'c>) -> Asked<Spin<'c>> {
    let quiet = || switched_off(receive.span());
    if let Some(condition) = branch.condition() {
        return Err(switched_off(condition.span()));
    }
    let a_loop = branch.select.loop_around().ok_or(quiet())?;
    let (mut clock, mut otherwise) = (None, None);
    for other in branch.others() {
        let ticks = other.takes_all() && other.source().is_some_and(Expr::is_tick);
        match other.stays_in(a_loop) {
            false if other.is_else() => otherwise = Some(other.span()),
            true if ticks && other.condition().is_none() => clock = Some(other.span()),
            _ => return Err(quiet()),
        }
    }
    let (clock, otherwise) = (clock.ok_or(quiet())?, otherwise.ok_or(quiet())?);
    Ok(Spin { a_loop, how: SpinHow::Ticks { clock, otherwise }, until: None, condition: None })
}

/// The innermost loop in which every path from the closed case leads back to the receive.
fn again<'c>(receive: Receive<'c>, starts: &[Point<'c>]) -> Asked<Spin<'c>> {
    receive.named_source()?;
    let mut out = leaves(receive.span());
    let mut around = receive.expr().loop_around();
    while let Some(a_loop) = around {
        let way = way_round(receive, a_loop, starts);
        match (way.silent, way.left, way.again) {
            (_, Some(left), false) => out = left,
            (Some(silence), _, _) | (None, Some(silence), true) => return Err(silence),
            (None, None, true) => {
                if let Some(replaced) = receive.replaced_in(a_loop)? {
                    return Err(waits(replaced));
                }
                let condition = asked_again(receive, a_loop, starts)?.or(way.held);
                return Ok(Spin { a_loop, how: SpinHow::AtOnce(case(receive, starts)), until: None, condition });
            }
            (None, None, false) => return Err(Silence::NotMine),
        }
        around = a_loop.outer();
    }
    Err(out)
}

/// How control comes from the closed case to the next receive within a loop.
fn way_round<'c>(receive: Receive<'c>, a_loop: Loop<'c>, starts: &[Point<'c>]) -> Way<'c> {
    let own = own_points(receive);
    // Only the exit at a head asks for it.
    let passed = || passed(receive, a_loop, starts);
    let mut way = Way::default();
    walk(starts, |point| {
        if own.contains(&point) {
            way.again = true;
            return false;
        }
        if !point.is_in(a_loop) {
            way.left.get_or_insert(leaves(receive.expr().span()));
            return false;
        }
        if way.silent.is_none() {
            way.silent = stops(receive, point);
        }
        if decides_to_stay(point, &passed) {
            way.held = way.held.or(point.expr());
            return false;
        }
        if let Some(left) = leaving(point, a_loop, starts) {
            way.left.get_or_insert(left);
            return false;
        }
        !matches!(point.kind(), NodeKind::Stuck(_))
    });
    way
}

fn own_points(receive: Receive<'_>) -> Vec<Point<'_>> {
    receive.points().chain(receive.source_expr().points()).collect()
}

/// The points of a loop that may be passed on the way from the closed case to the next receive.
fn passed<'c>(receive: Receive<'c>, a_loop: Loop<'c>, starts: &[Point<'c>]) -> Vec<Point<'c>> {
    let (own, mut passed) = (own_points(receive), Vec::new());
    walk(starts, |point| {
        passed.push(point);
        !own.contains(&point) && point.is_in(a_loop)
    });
    passed
}

/// Whether a point is the exit at the head of a loop, and all that the head asks is as it was when the loop went on.
fn decides_to_stay<'c>(point: Point<'c>, passed: &dyn Fn() -> Vec<Point<'c>>) -> bool {
    let at_head = matches!(point.kind(), NodeKind::Leave(Leave::Condition, _));
    at_head && point.expr().is_some_and(|condition| condition.decides_as_before(&passed()))
}

/// The exit of a loop that a point is.
fn leaving(point: Point<'_>, a_loop: Loop<'_>, starts: &[Point<'_>]) -> Option<Silence> {
    let span = point.expr()?.span();
    let how = match point.kind() {
        NodeKind::Diverge(_) => return Some(leaves(span)),
        NodeKind::Leave(how, _) if point.next().any(|next| !next.is_in(a_loop)) => how,
        _ => return None,
    };
    Some(match how {
        _ if starts.contains(&point) => leaves(span),
        Leave::Break | Leave::Return | Leave::Continue => leaves(span),
        Leave::Question => Silence::Excused("another call of the iteration can fail and exit the loop", span),
        Leave::Condition | Leave::Ended => {
            Silence::Excused("the loop has a limit or asks in its head whether the channel is closed", span)
        }
        Leave::Macro => Silence::Unknown("what this macro does", span),
    })
}

/// Why a point on the way keeps the loop from spinning.
fn stops(receive: Receive<'_>, point: Point<'_>) -> Option<Silence> {
    let span = point.expr().map(Expr::span);
    let waiting = match point.kind() {
        NodeKind::Stuck(_) | NodeKind::Await(_) => true,
        NodeKind::LoopHead(_) => point.loop_begun().is_some_and(|inner| inner.blocks_each_iteration()),
        NodeKind::Eval(_) => match point.expr()?.may_wait() {
            Some(waits) => waits,
            None => return span.map(|span| Silence::Unknown("whether this call waits", span)),
        },
        _ => false,
    };
    if waiting {
        return span.map(waits);
    }
    match receive.replaced_at(point) {
        Ok(replaced) => replaced.map(waits),
        Err(silence) => Some(silence),
    }
}

/// The arm, the call that is given it, or the receive itself, through which the closed case goes on.
fn case(receive: Receive<'_>, starts: &[Point<'_>]) -> Span {
    let call = |start: &Point<'_>| match start.kind() {
        NodeKind::Eval(_) => start.expr().filter(|call| !call.holds(receive.expr())).map(Expr::span),
        _ => start.arm(),
    };
    match starts.first().and_then(call) {
        Some(through) => through,
        None => receive.expr().span(),
    }
}

fn leaves(span: Span) -> Silence {
    Silence::Excused("the closed case exits the loop", span)
}

fn waits(span: Span) -> Silence {
    Silence::Excused("the closed case waits or replaces the source before the next iteration", span)
}

fn switched_off(span: Span) -> Silence {
    Silence::Excused("closing only switches off a branch of a select", span)
}
