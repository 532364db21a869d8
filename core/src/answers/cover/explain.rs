//! How the cover of one receivable came about, step by step.

use super::{BuyerCover, LimitBasis, ReasonCode, ReceivableCover, ReceivableDetail};
use crate::explain::{Rule, Step, Witness};
use crate::facts::Receivable;
use crate::terms::PolicyTerms;
use crate::value::Amount;

/// Shows the steps from what is open to what is covered (COV-1…8, EXP-1).
///
/// The figures are those of the calculation itself: nothing is computed anew.
/// `terms` are those in force at the receivable's delivery.
pub fn explain_receivable(
    cover: &BuyerCover,
    receivable: &Receivable,
    (row, detail): (&ReceivableCover, &ReceivableDetail),
    terms: &PolicyTerms,
    witness: &mut impl Witness,
) {
    let invoice = &receivable.invoice;
    witness.see(|| {
        let mut step = Step::new("cover_open", Rule::Led3)
            .fact("invoice", &invoice.id)
            .fact("buyer", &cover.buyer)
            .fact("delivery", invoice.delivery)
            .fact("due", receivable.due);
        step.after = Some(row.open);
        step
    });
    if row.base != row.open {
        witness.see(|| Step::new("cover_base", Rule::Pol5).amounts(row.open, row.base));
    }
    witness.see(|| {
        let rule = if row.limit_basis == LimitBasis::Named { Rule::Cov3 } else { Rule::Cov4 };
        let step = match row.limit_basis {
            LimitBasis::None => Step::new("cover_no_limit", rule),
            _ => Step::new("cover_limit", rule).fact("limit", detail.limit),
        };
        let step = step.clause(terms.limits.clause.as_ref()).fact("basis", row.limit_basis.name());
        match detail.decided {
            Some(day) => step.fact("decided", day),
            None => step,
        }
    });
    if row.insurable {
        let filled = row.base.capped_at(detail.room);
        witness.see(|| {
            Step::new("cover_fill", Rule::Cov5)
                .clause(terms.limits.clause.as_ref())
                .fact("limit", detail.limit)
                .fact("taken", detail.taken)
                .fact("room", detail.room)
                .amounts(row.base, filled)
        });
    }
    for reason in &detail.reasons {
        // The fill and the base have said these already.
        if matches!(reason.code, ReasonCode::OverTheLimit) {
            continue;
        }
        witness.see(|| reason.step());
    }
    witness.see(|| {
        Step::new("cover_percentage", Rule::Pol6)
            .clause(terms.insured_percentage.clause.as_ref())
            .fact("share", row.percentage)
            .fact("by", detail.percentage_by.name())
    });
    witness.see(|| {
        let covered = if row.insurable { row.covered } else { Amount::ZERO };
        Step::new("cover_verdict", Rule::Cov1)
            .fact("verdict", row.verdict.name())
            .amounts(row.open, covered)
    });
}
