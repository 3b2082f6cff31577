//! Where a value goes: from the expression that gives it, through renames, patterns, tuples, fields, wrappers, struct
//! literals and captures, to where it is dropped, kept, given away or awaited.
//!
//! One step is [`Lands`]: what the expression around does with it. What a library's method passes on or keeps stands as
//! rows in `library/steps`. A call of the package ends a route here; what its parameter does is the callee's to tell.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::flow::{Place, Root, Step, Use};
use crate::model::library::locks::GuardUse;
use crate::model::library::{self, Call, gives, steps};
use crate::model::names::Res;
use crate::model::source::tables::{BindingId, BodyId, ExprAt, Origin, Parent, Step as Taken};
use crate::model::source::tree::StmtAt;
use crate::syntax::tree::{ExprKind, MacroBody, PatId, StmtKind, UnaryOp};

/// What becomes of a value in the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sink {
    /// It is dropped behind this expression: its statement ends, `drop` is given it, a `_` takes it.
    Dropped(ExprAt),
    /// The variable that has it last goes out of scope.
    OutOfScope(BindingId),
    /// Something that lives on keeps it: a field, a static, a collection that is no variable. The expression that stores it.
    Kept(ExprAt),
    /// Its function, closure or block gives it back.
    Returned(ExprAt),
    /// A call is given it, as the argument of this number, counted without a receiver.
    Given(ExprAt, u32),
    /// A closure or async block takes it along.
    Captured(BodyId),
    /// It is sent to another task.
    Sent(ExprAt),
    /// It is awaited, joined or polled here.
    Awaited(ExprAt),
    /// Nobody knows: a macro, a method that is not known.
    Unknown(ExprAt),
}

/// A variable that has a value for a time, itself or inside something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Carrier {
    pub binding: BindingId,
    /// The expression whose value the variable was given, or the call that put the value into it.
    pub by: ExprAt,
    /// How deep the value lies in what the variable has: outermost last.
    pub path: Vec<Step>,
}

/// All that is known of where a value goes.
#[derive(Clone, Default, Debug)]
pub struct Route {
    pub sinks: Vec<Sink>,
    pub carriers: Vec<Carrier>,
    /// How deep it lies in what its function, closure or block gives back, for each [`Sink::Returned`]: outermost last.
    pub returned: Vec<Vec<Step>>,
}

/// What the code around an expression does with its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Lands {
    /// It becomes the value of this expression, or a part of it.
    In(ExprAt, Shift),
    /// What is behind it, a pointer, becomes the value of this expression.
    Behind(ExprAt),
    /// A pattern takes it apart.
    Bound(PatId),
    /// One of the arms of this `match` does.
    Arms(ExprAt),
    /// Items of it go to a pattern.
    Items(PatId),
    /// A variable is given it, or has it put inside.
    Into(BindingId, Shift),
    /// It is only looked at, and stays where it is.
    Borrowed,
    Sink(Sink),
}

/// How a value lies in what has it now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shift {
    Same,
    Wrapped(Step),
    Unwrapped(Step),
}

impl Base {
    /// Where the value of an expression goes.
    pub(in crate::model) fn route(&self, at: ExprAt) -> Route {
        self.route_part(at, Vec::new())
    }

    /// Where something goes that lies inside the value of an expression.
    pub(in crate::model) fn route_inside(&self, at: ExprAt) -> Route {
        self.route_part(at, vec![Step::Inside])
    }

    /// Where something goes that lies so deep in the value of an expression: outermost last.
    pub(in crate::model) fn route_part(&self, at: ExprAt, path: Vec<Step>) -> Route {
        let mut follow = Follow { base: self, route: Route::default(), seen: FxHashSet::default(), todo: Vec::new() };
        follow.todo.push(Item::Value(at, path));
        follow.run();
        follow.route
    }

    /// Where the value of a variable goes, from where it is bound.
    pub(in crate::model) fn route_of(&self, binding: BindingId) -> Route {
        let mut follow = Follow { base: self, route: Route::default(), seen: FxHashSet::default(), todo: Vec::new() };
        follow.seen.insert((binding, Vec::new()));
        follow.todo.push(Item::Variable(binding, Vec::new()));
        follow.run();
        follow.route
    }

    /// Whether the value of an expression is what its function gives back, and not only a part of that.
    pub(in crate::model) fn is_returned_itself(&self, at: ExprAt) -> bool {
        match self.lands(at) {
            Lands::In(outer, Shift::Same | Shift::Unwrapped(_)) => self.is_returned_itself(outer),
            Lands::Sink(Sink::Returned(_)) => true,
            _ => false,
        }
    }

    /// What the code around an expression does with its value.
    fn lands(&self, at: ExprAt) -> Lands {
        match self.parent(at) {
            Parent::None => Lands::Sink(Sink::Returned(at)),
            Parent::Stmt(block, n) => self.lands_in_stmt(at, StmtAt { file: at.file, block, n }),
            Parent::Expr(id) => self.lands_in_expr(at, ExprAt { id, ..at }),
        }
    }

    fn lands_in_stmt(&self, at: ExprAt, stmt: StmtAt) -> Lands {
        match &self.stmt(stmt).kind {
            StmtKind::Let { pat, init, .. } if *init == Some(at.id) => {
                // Of several `let`s of which a build has one, the last alone seems to be mentioned (learnt from fluvio-future).
                let named = self.index.file(stmt.file).pat_binding.get(pat);
                let unused = named.is_some_and(|&id| self.index.binding(id).uses.is_empty());
                match self.stmt(stmt).cfg.is_some() && unused {
                    true => Lands::Sink(Sink::Unknown(at)),
                    false => Lands::Bound(*pat),
                }
            }
            StmtKind::Expr { semi: false, .. } if self.tail_of(stmt.file, stmt.block) == Some(at) => {
                match self.index.file(stmt.file).block_parent[stmt.block.0 as usize] {
                    Parent::Expr(id) => {
                        let outer = ExprAt { id, ..at };
                        match self.kind(outer) {
                            ExprKind::Block { .. } | ExprKind::If { .. } => Lands::In(outer, Shift::Same),
                            ExprKind::Async { .. } | ExprKind::Closure(_) => Lands::Sink(Sink::Returned(at)),
                            ExprKind::Macro(_) => Lands::Sink(Sink::Unknown(outer)),
                            _ => Lands::Sink(Sink::Dropped(at)),
                        }
                    }
                    Parent::None => Lands::Sink(Sink::Returned(at)),
                    Parent::Stmt(..) => Lands::Sink(Sink::Dropped(at)),
                }
            }
            // Before the end of a block only a block that the build may leave out can have a value (learnt from gix).
            StmtKind::Expr { semi: false, .. } if matches!(self.kind(at), ExprKind::Block { .. }) => {
                Lands::Sink(Sink::Unknown(at))
            }
            _ => Lands::Sink(Sink::Dropped(at)),
        }
    }

    fn lands_in_expr(&self, at: ExprAt, outer: ExprAt) -> Lands {
        let part = |step| Lands::In(outer, Shift::Wrapped(step));
        match self.kind(outer) {
            ExprKind::Closure(closure) if closure.body == at.id => Lands::Sink(Sink::Returned(at)),
            ExprKind::Await(_) => Lands::Sink(Sink::Awaited(outer)),
            ExprKind::Try(_) => Lands::In(outer, Shift::Unwrapped(Step::Inside)),
            ExprKind::Cast { .. } => Lands::In(outer, Shift::Same),
            ExprKind::Unary { op: UnaryOp::Deref, .. } => Lands::Behind(outer),
            ExprKind::Ref { .. } => Lands::Borrowed,
            ExprKind::If { otherwise, .. } if *otherwise == Some(at.id) => Lands::In(outer, Shift::Same),
            ExprKind::Match { scrutinee, .. } if *scrutinee == at.id => Lands::Arms(outer),
            ExprKind::Match { arms, .. } if arms.iter().any(|arm| arm.body == at.id) => Lands::In(outer, Shift::Same),
            ExprKind::Let { pat, value } if *value == at.id => Lands::Bound(*pat),
            ExprKind::For { iter, pat, .. } if *iter == at.id => Lands::Items(*pat),
            ExprKind::Return(_) => Lands::Sink(Sink::Returned(outer)),
            ExprKind::Tuple(parts) => match parts.iter().position(|part| *part == at.id) {
                Some(n) => part(Step::Tuple(n as u32)),
                None => Lands::Borrowed,
            },
            ExprKind::Array(_) | ExprKind::Repeat { .. } => part(Step::Element),
            ExprKind::Struct { fields, .. } => match fields.iter().find(|field| field.1 == at.id) {
                Some((name, _)) => part(self.field_step(*name)),
                None => Lands::Sink(Sink::Unknown(outer)),
            },
            ExprKind::Field { name, .. } => Lands::In(outer, Shift::Unwrapped(self.field_step(*name))),
            ExprKind::Assign { left, right } if *right == at.id => self.lands_in_place(at, ExprAt { id: *left, ..at }),
            ExprKind::Call { callee, args } if *callee != at.id => {
                let n = args.iter().position(|arg| *arg == at.id).unwrap_or_default() as u32;
                self.lands_in_call(outer, n)
            }
            ExprKind::Method(method) if method.receiver == at.id => self.lands_as_receiver(at, outer),
            ExprKind::Method(method) => {
                let n = method.args.iter().position(|arg| *arg == at.id).unwrap_or_default() as u32;
                self.lands_in_method(outer, n)
            }
            ExprKind::Macro(call) => match &call.body {
                MacroBody::Select(select) if select.branches.iter().any(|b| b.handler == at.id) => {
                    Lands::In(outer, Shift::Same)
                }
                MacroBody::Select(_) => Lands::Sink(Sink::Awaited(outer)),
                MacroBody::Args(_) => match self.macro_name(call) {
                    name if library::moving_macro(name) && library::waiting_macro(name) => {
                        Lands::Sink(Sink::Awaited(outer))
                    }
                    name if library::moving_macro(name) => part(Step::Element),
                    name if library::plain_macro(name) => Lands::Borrowed,
                    _ => Lands::Sink(Sink::Unknown(outer)),
                },
                _ => Lands::Sink(Sink::Unknown(outer)),
            },
            ExprKind::Index { .. } | ExprKind::Binary { .. } => Lands::Borrowed,
            _ => Lands::Sink(Sink::Unknown(outer)),
        }
    }

    fn field_step(&self, name: crate::syntax::tree::Name) -> Step {
        self.text(name).parse().map_or(Step::Field(name), Step::Tuple)
    }

    fn lands_in_place(&self, at: ExprAt, left: ExprAt) -> Lands {
        match self.kind(left) {
            ExprKind::Other => Lands::Sink(Sink::Dropped(at)),
            ExprKind::Path(_) => match self.index.local(left) {
                Some(binding) => Lands::Into(binding, Shift::Same),
                None => Lands::Sink(Sink::Kept(left)),
            },
            ExprKind::Field { base, name } => match self.owned_local(ExprAt { id: *base, ..left }) {
                Some(binding) => Lands::Into(binding, Shift::Wrapped(self.field_step(*name))),
                None => Lands::Sink(Sink::Kept(left)),
            },
            _ => Lands::Sink(Sink::Kept(left)),
        }
    }

    /// The variable that an expression names, when the function around it owns what it has: not `self` behind a
    /// reference, no parameter that is lent.
    fn owned_local(&self, at: ExprAt) -> Option<BindingId> {
        let binding = self.index.local(at)?;
        let info = self.index.binding(binding);
        let lent = info.by_ref
            || matches!(info.origin, Origin::SelfParam)
            || matches!(self.type_of_binding(binding), crate::model::types::Ty::Ref(_));
        (!lent).then_some(binding)
    }

    fn lands_in_call(&self, call: ExprAt, n: u32) -> Lands {
        match self.known_call(call) {
            Some(Call::Drop) => return Lands::Sink(Sink::Dropped(call)),
            Some(Call::Forget) => return Lands::Sink(Sink::Kept(call)),
            Some(Call::Wrap) => return Lands::In(call, Shift::Wrapped(Step::Inside)),
            _ => {}
        }
        if n == 0 && self.becomes_guard(call) {
            return Lands::In(call, Shift::Same);
        }
        match self.callee(call) {
            Callee::External(path) if library::passes_argument(&path) => Lands::In(call, Shift::Wrapped(Step::Inside)),
            Callee::External(path) if gives::puts_inside(&path) => Lands::In(call, Shift::Wrapped(Step::Inside)),
            Callee::Unknown if self.makes_variant(call) => Lands::In(call, Shift::Wrapped(Step::Tuple(n))),
            _ => Lands::Sink(Sink::Given(call, n)),
        }
    }

    /// Whether the guard that a call is given, or its receiver, becomes the guard that it gives.
    pub(in crate::model) fn becomes_guard(&self, call: ExprAt) -> bool {
        matches!(self.guard_use(call), Some(GuardUse::Becomes { .. }))
    }

    /// Whether a call only makes a tuple struct or a variant of its arguments.
    fn makes_variant(&self, call: ExprAt) -> bool {
        let ExprKind::Call { callee, .. } = self.kind(call) else { return false };
        match self.res(ExprAt { id: *callee, ..call }) {
            Res::Variant(..) => true,
            Res::Def(def) => matches!(self.index.def(def).kind, crate::model::source::tables::DefKind::Struct),
            _ => false,
        }
    }

    fn lands_as_receiver(&self, at: ExprAt, call: ExprAt) -> Lands {
        let Some(name) = self.method_name(call) else { return Lands::Sink(Sink::Unknown(call)) };
        if self.becomes_guard(call) {
            return Lands::In(call, Shift::Same);
        }
        if steps::unwraps(name) {
            return Lands::In(call, Shift::Unwrapped(Step::Inside));
        }
        if steps::passes_receiver(name) {
            return Lands::In(call, Shift::Same);
        }
        if steps::lets_run(name) {
            return Lands::Sink(Sink::Dropped(call));
        }
        if steps::waits_for_receiver(name) && self.args(call).is_empty() {
            return Lands::Sink(Sink::Awaited(call));
        }
        // How a place is used as a receiver is told by the graph; a value that a call gave is only lent to most methods.
        match self.flow(self.body_at(at)).use_of(at.id) {
            Some((_, Use::Move)) => Lands::Sink(Sink::Given(call, u32::MAX)),
            Some((_, Use::Unknown)) => Lands::Sink(Sink::Unknown(call)),
            Some(_) => Lands::Borrowed,
            None if steps::borrows_receiver(name) => Lands::Borrowed,
            None => Lands::Sink(Sink::Unknown(call)),
        }
    }

    fn lands_in_method(&self, call: ExprAt, n: u32) -> Lands {
        if matches!(self.callee(call), Callee::Def(_)) {
            return Lands::Sink(Sink::Given(call, n));
        }
        let Some(name) = self.method_name(call) else { return Lands::Sink(Sink::Given(call, n)) };
        if steps::sends_argument(name) {
            return Lands::Sink(Sink::Sent(call));
        }
        if steps::keeps_argument(name) {
            let holder = self.receiver_of(call).and_then(|receiver| self.owned_local(receiver));
            return match holder {
                Some(binding) => Lands::Into(binding, Shift::Wrapped(Step::Element)),
                None => Lands::Sink(Sink::Kept(call)),
            };
        }
        Lands::Sink(Sink::Given(call, n))
    }
}

/// Something whose value is still to be followed.
enum Item {
    Value(ExprAt, Vec<Step>),
    Variable(BindingId, Vec<Step>),
}

struct Follow<'b> {
    base: &'b Base,
    route: Route,
    seen: FxHashSet<(BindingId, Vec<Step>)>,
    todo: Vec<Item>,
}

impl Follow<'_> {
    fn run(&mut self) {
        while let Some(item) = self.todo.pop() {
            match item {
                Item::Value(at, path) => self.value(at, path),
                Item::Variable(binding, path) => self.variable(binding, &path),
            }
        }
    }

    fn sink(&mut self, sink: Sink) {
        if !self.route.sinks.contains(&sink) {
            self.route.sinks.push(sink);
        }
    }

    fn value(&mut self, at: ExprAt, mut path: Vec<Step>) {
        let base = self.base;
        match base.lands(at) {
            Lands::In(outer, shift) => {
                if self.shift(&mut path, shift) {
                    self.todo.push(Item::Value(outer, path));
                }
            }
            Lands::Into(binding, shift) => {
                self.shift(&mut path, shift);
                self.carry(binding, at, path);
            }
            Lands::Bound(pat) => {
                if !self.bound(at.file, pat, at, &path) {
                    self.sink(Sink::Dropped(at));
                }
            }
            Lands::Arms(outer) => {
                let ExprKind::Match { arms, .. } = base.kind(outer) else { return };
                let taken = arms.iter().filter(|arm| self.bound(at.file, arm.pat, at, &path)).count();
                if taken == 0 {
                    self.sink(Sink::Dropped(at));
                }
            }
            Lands::Items(pat) => {
                self.shift(&mut path, Shift::Unwrapped(Step::Element));
                if !self.bound(at.file, pat, at, &path) {
                    self.sink(Sink::Dropped(at));
                }
            }
            // What a pointer leads to is something else, unless it is in there that the value was put.
            Lands::Behind(outer) if path.pop() == Some(Step::Inside) => self.todo.push(Item::Value(outer, path)),
            Lands::Behind(_) => self.sink(Sink::Dropped(at)),
            // A value that is only borrowed where it is made is a temporary.
            Lands::Borrowed => self.sink(Sink::Dropped(at)),
            Lands::Sink(sink) => {
                if matches!(sink, Sink::Returned(_)) && !self.route.returned.contains(&path) {
                    self.route.returned.push(path);
                }
                self.sink(sink);
            }
        }
    }

    /// Brings the way to a value inside of something up to date; whether the value is still in it.
    fn shift(&self, path: &mut Vec<Step>, shift: Shift) -> bool {
        match shift {
            Shift::Same => true,
            Shift::Wrapped(step) => {
                path.push(step);
                true
            }
            Shift::Unwrapped(Step::Inside) => {
                if path.last() == Some(&Step::Inside) {
                    path.pop();
                }
                true
            }
            Shift::Unwrapped(step) => match path.last() {
                Some(last) if same_part(*last, step) => {
                    path.pop();
                    true
                }
                // Items of something that is not known to be a list are taken for the value itself.
                None if step == Step::Element => true,
                _ => false,
            },
        }
    }

    /// The variables of a pattern that get the value, or what it lies in; whether any does.
    fn bound(&mut self, file: crate::model::source::tables::FileNo, pat: PatId, by: ExprAt, path: &[Step]) -> bool {
        let mut found = Vec::new();
        self.base.pattern_bindings(file, pat, &mut found);
        let mut any = false;
        for binding in found {
            let mut rest = path.to_vec();
            if self.takes_part(binding, by, &mut rest) {
                any = true;
                self.carry(binding, by, rest);
            }
        }
        any
    }

    /// Whether what a pattern's variable takes out of a value has the followed one in it.
    fn takes_part(&self, binding: BindingId, by: ExprAt, path: &mut Vec<Step>) -> bool {
        for step in &self.base.index.binding(binding).steps {
            let step = match *step {
                Taken::Struct(_) => continue,
                Taken::Tuple(n) => Step::Tuple(n),
                Taken::Field(name) => Step::Field(name),
                Taken::Element => Step::Element,
                Taken::Variant(name, n) => match self.base.text(name) {
                    // What is not wrapped here comes in an `Ok` or a `Some` of whoever gave it.
                    "Some" | "Ok" if path.last() != Some(&Step::Inside) => continue,
                    "Some" | "Ok" => Step::Inside,
                    "Err" if path.is_empty() && self.base.poisons(by) => continue,
                    "Err" => return false,
                    _ => Step::Tuple(n),
                },
            };
            match path.last() {
                Some(last) if same_part(*last, step) => {
                    path.pop();
                }
                _ => return false,
            }
        }
        true
    }

    fn carry(&mut self, binding: BindingId, by: ExprAt, path: Vec<Step>) {
        if self.seen.insert((binding, path.clone())) {
            self.route.carriers.push(Carrier { binding, by, path: path.clone() });
            self.todo.push(Item::Variable(binding, path));
        }
    }

    fn variable(&mut self, binding: BindingId, path: &[Step]) {
        let base = self.base;
        let info = base.index.binding(binding);
        let mut goes = false;
        for &id in &info.uses {
            let mention = ExprAt { file: info.file, id };
            if base.body_at(mention) != info.body && !matches!(base.kind(mention), ExprKind::Macro(_)) {
                goes |= self.captured(binding, mention, path);
            }
            goes |= self.mention(mention, path.to_vec());
        }
        if !goes {
            self.sink(Sink::OutOfScope(binding));
        }
    }

    /// What a mention of a variable does with the value in it; whether the value goes anywhere.
    fn mention(&mut self, mention: ExprAt, mut path: Vec<Step>) -> bool {
        let base = self.base;
        if matches!(base.kind(mention), ExprKind::Macro(_)) {
            self.sink(Sink::Unknown(mention));
            return true;
        }
        let mut at = mention;
        loop {
            let used = base.flow(base.body_at(at)).use_of(at.id).map(|(place, how)| (place.clone(), how));
            if let Some((place, how)) = used {
                return match how {
                    Use::Borrow | Use::BorrowMut => self.bound_by(at, &path),
                    Use::Unknown if !matches!(place.root, Root::Local(_)) => false,
                    Use::Unknown | Use::Move | Use::Copy => {
                        self.todo.push(Item::Value(at, path));
                        true
                    }
                };
            }
            let Some(outer) = base.parent_expr(at) else { return false };
            match base.kind(outer) {
                ExprKind::Field { name, .. } => {
                    if !self.shift(&mut path, Shift::Unwrapped(base.field_step(*name))) {
                        return false;
                    }
                }
                // What lies behind a guard is not the guard: `if let Some(hand) = *guard`.
                ExprKind::Unary { op: UnaryOp::Deref, .. } if path.pop() == Some(Step::Inside) => {}
                _ => return false,
            }
            at = outer;
        }
    }

    /// A place that a `match` or `if let` looks at gives its parts to the pattern's variables.
    fn bound_by(&mut self, at: ExprAt, path: &[Step]) -> bool {
        let base = self.base;
        match base.lands(at) {
            Lands::Bound(pat) => self.bound(at.file, pat, at, path),
            Lands::Arms(outer) => {
                let ExprKind::Match { arms, .. } = base.kind(outer) else { return false };
                arms.iter().filter(|arm| self.bound(at.file, arm.pat, at, path)).count() > 0
            }
            _ => false,
        }
    }

    /// Follows a value into the closure or async block of the variable's own body that takes it along, and that on.
    fn captured(&mut self, binding: BindingId, mention: ExprAt, path: &[Step]) -> bool {
        let base = self.base;
        let owner = base.index.binding(binding).body;
        let mut body = base.body_at(mention);
        while let Some(outer) = base.index.body(body).parent.filter(|outer| *outer != owner) {
            body = outer;
        }
        let Some(maker) = base.body_expr(body) else { return false };
        if !base.captured_by_move(maker).contains(&binding) {
            return false;
        }
        let sink = Sink::Captured(body);
        if !self.route.sinks.contains(&sink) {
            self.sink(sink);
            let mut path = path.to_vec();
            path.push(Step::Inside);
            self.todo.push(Item::Value(maker, path));
        }
        true
    }
}

/// Whether two steps lead to the same part; the elements of a list are one.
fn same_part(a: Step, b: Step) -> bool {
    match (a, b) {
        (Step::Variant(_, n), Step::Tuple(m)) | (Step::Tuple(n), Step::Variant(_, m)) => n == m,
        _ => a == b,
    }
}

impl Carrier {
    /// The place in which the variable has the value.
    pub fn place(&self) -> Place {
        Place { root: Root::Local(self.binding), path: self.path.iter().rev().copied().collect() }
    }
}
