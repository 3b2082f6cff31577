//! Where a value was made: back through variables, parameters, constants, fields, and what the package's functions give.

use rustc_hash::FxHashSet;

use crate::model::Base;
use crate::model::callee::Callee;
use crate::model::effects::sources::Source;
use crate::model::library::gives::OnCase;
use crate::model::library::{self, Call, calls, gives, steps};
use crate::model::names::Res;
use crate::model::source::tables::{BodyId, DefId, ExprAt, Origin, Step};
use crate::syntax::tree::{ExprKind, ItemKind, Name, UnaryOp};

/// How many places are looked at for one value: what is made in more ways than that is as good as unknown.
const MOST: usize = 64;

impl Base {
    /// The expressions that a value can have been made by, as far as the package shows: each a call, a literal, or a place
    /// of which nobody knows more. Empty where there are too many.
    pub(in crate::model) fn origins(&self, at: ExprAt) -> Vec<Source> {
        let mut found = Vec::new();
        let mut seen = FxHashSet::default();
        let mut todo = vec![Source { at, site: at }];
        while let Some(source) = todo.pop() {
            if !seen.insert(source.at) {
                continue;
            }
            if seen.len() > MOST {
                return Vec::new();
            }
            let before = self.made_before(source);
            if before.is_empty() {
                found.push(source);
            }
            todo.extend(before);
        }
        found
    }

    /// The same, followed on into what lay in an `Option` or behind a lock and was taken from there.
    pub(in crate::model) fn opened_origins(&self, at: ExprAt) -> Vec<ExprAt> {
        let (mut found, mut todo) = (Vec::new(), vec![at]);
        let mut seen = FxHashSet::default();
        while let Some(at) = todo.pop() {
            if seen.len() > MOST || !seen.insert(at) {
                continue;
            }
            for source in self.origins(at) {
                match self.opened(source.at) {
                    Some(inner) => todo.push(inner),
                    None => found.push(source.at),
                }
            }
        }
        found
    }

    /// The place that a value was taken from, by a pattern that opens it, a method or a lock.
    fn opened(&self, at: ExprAt) -> Option<ExprAt> {
        let inner = match self.kind(at) {
            ExprKind::Path(_) => {
                let info = self.index.binding(self.index.local(at)?);
                let opens =
                    |step: &Step| matches!(step, Step::Variant(name, _) if calls::wraps_value(self.text(*name)));
                let Origin::Value(value) = info.origin else { return None };
                return (!info.steps.is_empty() && info.steps.iter().all(opens))
                    .then_some(ExprAt { file: info.file, id: value });
            }
            ExprKind::Method(method) => {
                let name = self.text(method.name);
                let opens = steps::empties_option(name) || steps::refers_to_receiver(name);
                (opens || self.acquired_by(at).is_some()).then_some(method.receiver)?
            }
            ExprKind::Unary { op: UnaryOp::Deref, operand } => *operand,
            ExprKind::Call { args, .. } => match self.callee(at) {
                Callee::External(path) if gives::wraps_in(&path).is_some() => *args.first()?,
                _ => return None,
            },
            _ => return None,
        };
        Some(ExprAt { id: inner, ..at })
    }

    /// What an expression only hands on or chooses from; empty where the value is made there.
    fn made_before(&self, source: Source) -> Vec<Source> {
        let at = source.at;
        let here = |id| Source { at: ExprAt { id, ..at }, ..source };
        match self.kind(at) {
            ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref { operand: inner, .. } => vec![here(*inner)],
            ExprKind::Method(method) if self.hands_receiver_on(at) => vec![here(method.receiver)],
            ExprKind::Block { block, .. } => {
                self.tail_of(at.file, *block).map(|at| Source { at, ..source }).into_iter().collect()
            }
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                let then = self.tail_of(at.file, *then).map(|at| Source { at, ..source });
                then.into_iter().chain([here(*otherwise)]).collect()
            }
            ExprKind::Match { arms, .. } => arms.iter().map(|arm| here(arm.body)).collect(),
            ExprKind::Path(_) => match self.index.local(at) {
                Some(_) => self.made_for_variable(source),
                None => self.init_of_constant(at).map(|at| Source { at, ..source }).into_iter().collect(),
            },
            ExprKind::Field { .. } => self.made_for_field(source),
            ExprKind::Call { .. } | ExprKind::Method(_) => match self.passed_on(at) {
                Some(inner) => vec![Source { at: inner, ..source }],
                None => self.given_by_call(at),
            },
            _ => Vec::new(),
        }
    }

    fn made_for_variable(&self, source: Source) -> Vec<Source> {
        let Some(info) = self.index.local(source.at).map(|id| self.index.binding(id)) else { return Vec::new() };
        match info.origin {
            Origin::Value(_) => self.value_bound(info).into_iter().map(|at| Source { at, ..source }).collect(),
            Origin::Param(n) if info.steps.is_empty() => {
                let calls = self.callers_of_body(info.body).into_iter();
                calls.filter_map(|site| Some(Source { at: self.argument_for(site, n)?, site })).collect()
            }
            _ => Vec::new(),
        }
    }

    fn init_of_constant(&self, at: ExprAt) -> Option<ExprAt> {
        let Res::Def(def) = self.res(at) else { return None };
        let info = self.index.def(def);
        match self.tree(info.file).items[info.item.0 as usize].kind {
            ItemKind::Const { init: Some(id), .. } | ItemKind::Static { init: Some(id), .. } => {
                Some(ExprAt { file: info.file, id })
            }
            _ => None,
        }
    }

    /// What the literals of a struct and the assignments put into a field; empty where others can fill it as well.
    pub(in crate::model) fn made_for_field(&self, source: Source) -> Vec<Source> {
        let Some((def, name)) = self.field_of_struct(source.at).filter(|(def, _)| !self.is_filled_by_derive(*def))
        else {
            return Vec::new();
        };
        let literals = self.literals_of(def).iter().filter_map(|&at| match self.kind(at) {
            ExprKind::Struct { fields, .. } => {
                let (_, value) = fields.iter().find(|(field, _)| *field == name)?;
                Some(ExprAt { id: *value, ..at })
            }
            _ => None,
        });
        let values = literals.chain(self.assigned_to_field(def, name));
        values.map(|at| Source { at, site: at }).collect()
    }

    fn assigned_to_field(&self, def: DefId, name: Name) -> impl Iterator<Item = ExprAt> {
        let places = self.field_uses(name).iter().copied();
        places.filter_map(move |place| match self.kind(self.parent_expr(place)?) {
            ExprKind::Assign { left, right } if *left == place.id => {
                let same = self.field_of_struct(place) == Some((def, name));
                same.then_some(ExprAt { id: *right, ..place })
            }
            _ => None,
        })
    }

    /// Whether a struct derives what reads its fields from outside: a file, the command line.
    fn is_filled_by_derive(&self, def: DefId) -> bool {
        let info = self.index.def(def);
        let attrs = &self.tree(info.file).items[info.item.0 as usize].attrs;
        attrs.iter().any(|attr| library::fills_fields(self.text(attr.path), self.text(attr.args)))
    }

    /// Whether a method gives its receiver again, whole or where all went well.
    fn hands_receiver_on(&self, at: ExprAt) -> bool {
        let tells_otherwise = |name| matches!(gives::on_case(name), Some(OnCase::DropsError | OnCase::NamesError));
        self.method_name(at).is_some_and(|name| {
            steps::unwraps(name) || steps::passes_receiver(name) || steps::clones(name) || tells_otherwise(name)
        })
    }

    /// The argument that a call only wraps: `Ok(x)`, `Some(x)`, `Arc::new(x)`.
    fn passed_on(&self, at: ExprAt) -> Option<ExprAt> {
        let wraps = self.known_call(at) == Some(Call::Wrap)
            || matches!(self.callee(at), Callee::External(path) if library::passes_argument(&path));
        let first = self.args(at).first().filter(|_| wraps)?;
        Some(ExprAt { id: *first, ..at })
    }

    /// What a function of the package gives.
    fn given_by_call(&self, call: ExprAt) -> Vec<Source> {
        let Callee::Def(def) = self.callee(call) else { return Vec::new() };
        let given = self.index.def(def).body.map(|body| self.given_by_body(body)).unwrap_or_default();
        given.into_iter().map(|at| Source { at, site: call }).collect()
    }

    /// The expressions whose value a function gives: its tail, and what it returns before.
    fn given_by_body(&self, body: BodyId) -> Vec<ExprAt> {
        let (file, Some(block)) = (self.index.body(body).file, self.root_block(body)) else { return Vec::new() };
        let mut given: Vec<ExprAt> = self.tail_of(file, block).into_iter().collect();
        self.each_in_block(file, block, &mut |here| {
            if let ExprKind::Return(Some(id)) = self.kind(here) {
                given.push(ExprAt { file, id: *id });
            }
            self.index.body_of(here).is_none()
        });
        given
    }
}
