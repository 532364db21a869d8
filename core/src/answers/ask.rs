//! The everyday questions, asked of a policy: without exchange rates,
//! holidays or earlier claims. [`Question`], [`duties::Question`] and
//! [`Settling`] take those, too.

use alloc::string::String;

use super::claim::{Claim, ClaimState, Settlement, Settling};
use super::cover::{Assessment, Question, assess};
use super::duties::{self, Duties};
use super::premium::{PremiumFigures, PremiumQuestion, PremiumStatement};
use crate::error::Error;
use crate::explain::{Format, Language, Trace, TraceSchema, render};
use crate::facts::Ledger;
use crate::terms::Policy;
use crate::value::{Calendar, Day, Rates};

/// Duties with at most so many days left are due soon.
const SOON_DAYS: u16 = 14;

impl Policy {
    /// Which receivables are insured as of a day, for how much, and if not, why
    /// (COV-1…9).
    ///
    /// # Errors
    ///
    /// [`Error::Overflow`] for amounts too large to compute exactly.
    pub fn assess(&self, ledger: &Ledger, as_of: Day) -> Result<Assessment, Error> {
        let (rates, holidays) = (Rates::default(), Calendar::default());
        let question = Question::new(self, ledger, &rates, &holidays, as_of);
        assess(&question, None)
    }

    /// What must be done as of a day, by when, or what is lost (DUE-1).
    ///
    /// # Errors
    ///
    /// Those of [`duties::duties`].
    pub fn duties(&self, ledger: &Ledger, as_of: Day) -> Result<Duties, Error> {
        let (rates, holidays) = (Rates::default(), Calendar::default());
        duties::duties(&duties::Question {
            policy: self,
            ledger,
            as_of,
            soon_days: SOON_DAYS,
            holidays: &holidays,
            rates: &rates,
        })
    }

    /// What the insurer pays for a claim as of a day, with every step
    /// (CLM-1…12), as if no claim had come before it.
    ///
    /// # Errors
    ///
    /// Those of [`Settling::settle`].
    pub fn settle(&self, ledger: &Ledger, claim: &Claim, as_of: Day) -> Result<Settlement, Error> {
        let (rates, holidays) = (Rates::default(), Calendar::default());
        let settling = Settling { policy: self, ledger, as_of, rates: &rates, holidays: &holidays };
        settling.explained(claim, &ClaimState::default())
    }

    /// What the policy costs in its first insurance year, with every step
    /// (PRE-1…6). [`PremiumQuestion`] asks for other years and tax rates.
    ///
    /// # Errors
    ///
    /// Those of [`PremiumQuestion::answer`].
    pub fn premium(&self, figures: &PremiumFigures) -> Result<PremiumStatement, Error> {
        PremiumQuestion { policy: self, figures, on: None, taxes: &[], tax_on: None }.explained()
    }
}

impl Settlement {
    /// How the indemnity came about, as a document to keep or to render.
    #[must_use]
    pub fn trace(&self) -> Trace {
        Trace {
            schema: TraceSchema::V1,
            currency: self.currency,
            title: None,
            steps: self.steps.clone(),
            receipt: self.receipt.clone().map(Into::into),
        }
    }

    /// How the indemnity came about, in words.
    #[must_use]
    pub fn explain(&self, language: Language) -> String {
        render(&self.trace(), language, Format::Text)
    }
}
