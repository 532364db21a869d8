//! The loss of a contract that ended before delivery (CLM-1).

use alloc::vec::Vec;

use super::account::{DebitKind, Lines, before_delivery};
use super::drawn::Drawn;
use super::loss::Part;
use super::settle::Settling;
use super::settlement::Claim;
use crate::answers::cover::{Question, percentage};
use crate::error::Error;
use crate::explain::{Rule, Step, Witness};
use crate::facts::{Account, PaymentKind};
use crate::terms::PolicyTerms;
use crate::value::{Amount, Day};

impl Settling<'_> {
    /// The loss of a contract that ended before delivery: costs of production
    /// and salvage, less advances and resale (CLM-1).
    pub(super) fn before_delivery(
        &self,
        claim: &Claim,
        account: &Account,
        terms: &PolicyTerms,
        date_of_loss: Day,
        witness: &mut impl Witness,
    ) -> Result<Drawn, Error> {
        let incurred = self.costs(account, terms, date_of_loss, before_delivery)?;
        let mut lines = Lines::new(terms.indemnity.rounding, terms.currency);
        let mut credits = Amount::ZERO;
        for payment in &account.payments {
            let counts = matches!(payment.kind, PaymentKind::Advance | PaymentKind::Resale);
            if payment.date <= self.as_of && counts {
                let from = payment.currency.unwrap_or(self.ledger.currency());
                let amount = self.converted(payment.amount, from, terms, date_of_loss)?;
                let amount = amount.capped_at(incurred.less(credits)?);
                credits = credits.plus(amount)?;
                lines.credit(payment.kind.into(), amount)?;
            }
        }
        let loss = incurred.less(credits)?;
        witness.see(|| {
            Step::new("pre_shipment_loss", Rule::Clm1)
                .fact("credits", credits)
                .amounts(incurred, loss)
        });
        let question =
            Question { as_of: date_of_loss, ..self.figures(claim.cause, Some(date_of_loss)) };
        let limit = question.buyer(&claim.buyer)?.limit_in_force;
        let (share, _) = percentage(
            terms,
            limit.basis,
            limit.percentage,
            account.buyer.country,
            Some(claim.cause),
        );
        let part = Part { amount: loss, covered: loss.capped_at(limit.amount), percentage: share };
        let nothing = Part { amount: Amount::ZERO, covered: Amount::ZERO, percentage: share };
        let mut drawn = lines.drawn(
            Amount::ZERO,
            loss,
            (DebitKind::ProductionCosts, incurred, Amount::ZERO),
        )?;
        drawn.debit.retain(|line| line.kind == DebitKind::ProductionCosts);
        drawn.gross_debt = loss;
        drawn.total_debt = loss;
        drawn.uninsured = Amount::ZERO;
        Ok(Drawn {
            rows: Vec::new(),
            parts: alloc::vec![part],
            costs: nothing,
            idle_costs: Amount::ZERO,
            lines: Some(drawn),
            supplementary: Vec::new(),
            total_debt: loss,
            insurable: loss,
            limit: Some(limit.amount),
            within_primary: Amount::ZERO,
        })
    }
}
