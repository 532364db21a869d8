//! The places of a file where mutants are: what is around an operator, the
//! body of a function, an arm and its guard.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, UnOp};

use crate::mutant::{Genre, Place};

/// A place, by the bytes of its file.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    pub(crate) genre: Genre,
    /// Where cargo-mutants says that the change is.
    pub(crate) at: Place,
    pub(crate) outer: Range<usize>,
    pub(crate) shape: Shape,
}

#[derive(Debug, Clone)]
pub(crate) enum Shape {
    Body,
    /// Both sides and what is between them.
    Binary {
        left: Range<usize>,
        operator: Range<usize>,
        right: Range<usize>,
    },
    /// An `&&` or `||`: the left side is a truth value, and need not be written twice.
    Logic {
        left: Range<usize>,
        operator: Range<usize>,
        right: Range<usize>,
    },
    Unary {
        operand: Range<usize>,
    },
    Guard,
    /// A field that a struct could as well have from what it is based on.
    Field {
        name: String,
        value: Range<usize>,
        base: Range<usize>,
    },
    /// An arm begins at `outer`, and gets a guard where its pattern ends.
    Arm,
}

/// Every place of a file, outer ones before those within.
pub(crate) fn sites(text: &str) -> syn::Result<Vec<Site>> {
    let file = syn::parse_file(text)?;
    let mut found = Found { sites: Vec::new() };
    found.visit_file(&file);
    let mut sites = found.sites;
    sites.sort_by_key(|site| (site.outer.start, usize::MAX - site.outer.end));
    Ok(sites)
}

struct Found {
    sites: Vec<Site>,
}

impl Found {
    fn push(&mut self, genre: Genre, at: Span, outer: Range<usize>, shape: Shape) {
        self.sites.push(Site { genre, at: place(at), outer, shape });
    }

    fn body(&mut self, block: &Block) {
        if let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) {
            let outer = first.span().byte_range().start..last.span().byte_range().end;
            self.push(Genre::FnValue, first.span(), outer, Shape::Body);
        }
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body(&item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.body(&item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        item.default.iter().for_each(|block| self.body(block));
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, item: &'ast syn::ExprBinary) {
        let [left, operator, right] =
            [item.left.span(), item.op.span(), item.right.span()].map(|it| it.byte_range());
        let outer = left.start..right.end;
        let logic = matches!(item.op, BinOp::And(_) | BinOp::Or(_));
        if !logic {
            let shape = Shape::Binary { left, operator, right };
            self.push(Genre::BinaryOperator, item.op.span(), outer, shape);
        } else if !chained(&item.left) && !chained(&item.right) {
            let shape = Shape::Logic { left, operator, right };
            self.push(Genre::BinaryOperator, item.op.span(), outer, shape);
        }
        visit::visit_expr_binary(self, item);
    }

    fn visit_expr_unary(&mut self, item: &'ast syn::ExprUnary) {
        if matches!(item.op, UnOp::Not(_) | UnOp::Neg(_)) {
            let operand = item.expr.span().byte_range();
            let outer = item.op.span().byte_range().start..operand.end;
            self.push(Genre::UnaryOperator, item.op.span(), outer, Shape::Unary { operand });
        }
        visit::visit_expr_unary(self, item);
    }

    fn visit_expr_struct(&mut self, item: &'ast syn::ExprStruct) {
        for field in &item.fields {
            if let (Some(base), syn::Member::Named(name)) = (&item.rest, &field.member) {
                let (name, outer) = (name.to_string(), field.span().byte_range());
                let [value, base] = [field.expr.span(), base.span()].map(|it| it.byte_range());
                let shape = Shape::Field { name, value, base };
                self.push(Genre::StructField, field.span(), outer, shape);
            }
        }
        visit::visit_expr_struct(self, item);
    }

    fn visit_arm(&mut self, item: &'ast syn::Arm) {
        if let Some((_, guard)) = &item.guard {
            if !chained(guard) {
                let outer = guard.span().byte_range();
                self.push(Genre::MatchArmGuard, guard.span(), outer, Shape::Guard);
            }
        } else {
            self.push(Genre::MatchArm, item.span(), item.pat.span().byte_range(), Shape::Arm);
        }
        visit::visit_arm(self, item);
    }
}

/// Whether an expression is part of a chain with `let`, which takes no brackets.
fn chained(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(both) if matches!(both.op, BinOp::And(_)) => {
            chained(&both.left) || chained(&both.right)
        }
        _ => false,
    }
}

fn place(span: Span) -> Place {
    let start = span.start();
    Place { line: start.line, column: start.column + 1 }
}
