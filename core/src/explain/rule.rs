//! The rules of calculation, by their stable ids.

use serde::{Deserialize, Serialize};

/// Declares the rules once: the enum, the id as text, and the list of all.
macro_rules! rules {
    ($($variant:ident $id:literal $doc:literal,)*) => {
        /// A rule of calculation. Each has a section of the same id in the rule
        /// reference, with its formula, its sources and an example.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] #[serde(rename = $id)] $variant,)*
        }

        impl Rule {
            /// Every rule, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The id, as in `CLM-4`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }
        }
    };
}

rules! {
    Val1 "VAL-1" "Money: exact amounts with their currency.",
    Val2 "VAL-2" "Shares and rates carry their unit.",
    Val3 "VAL-3" "Rounding is a named convention.",
    Val4 "VAL-4" "Parts sum to the whole.",
    Val5 "VAL-5" "Dates and spans of the calendar.",
    Val6 "VAL-6" "Terms of payment.",
    Val7 "VAL-7" "Exchange at dated rates that the caller supplies.",
    Val8 "VAL-8" "Identifiers with their check digits.",
    Pol1 "POL-1" "Identity of the policy.",
    Pol2 "POL-2" "Form of the policy.",
    Pol3 "POL-3" "Attachment of receivables.",
    Pol4 "POL-4" "Scope: countries, buyers, payment methods, causes.",
    Pol5 "POL-5" "Insured base: with or without tax.",
    Pol6 "POL-6" "Insured percentage.",
    Pol7 "POL-7" "Credit periods.",
    Pol8 "POL-8" "Duties of notification.",
    Pol9 "POL-9" "Waiting period.",
    Pol10 "POL-10" "Rules on credit limits.",
    Pol11 "POL-11" "Indemnity clause.",
    Pol12 "POL-12" "Recovery clause.",
    Pol13 "POL-13" "Premium clause.",
    Pol14 "POL-14" "Endorsements.",
    Pol15 "POL-15" "Digest.",
    Led1 "LED-1" "As-of date.",
    Led2 "LED-2" "Facts that cannot stand.",
    Led3 "LED-3" "Allocation of payments before loss.",
    Cov1 "COV-1" "Verdict of a receivable.",
    Cov2 "COV-2" "Reasons.",
    Cov3 "COV-3" "Limit in force.",
    Cov4 "COV-4" "Cover without a decision.",
    Cov5 "COV-5" "Filling the limit.",
    Cov6 "COV-6" "Changes of limit.",
    Cov7 "COV-7" "Revolving and its end.",
    Cov8 "COV-8" "Stop of deliveries.",
    Cov9 "COV-9" "Exposure.",
    Cov10 "COV-10" "Prospects.",
    Due1 "DUE-1" "List of duties.",
    Due2 "DUE-2" "Overdue notification.",
    Due3 "DUE-3" "Insolvency notification.",
    Due4 "DUE-4" "Claim filing window.",
    Due5 "DUE-5" "Filing the debt in the insolvency.",
    Due6 "DUE-6" "Stop date.",
    Due7 "DUE-7" "Limits that expire, evidence that goes stale.",
    Due8 "DUE-8" "Declarations, instalments, renewal, offers.",
    Due9 "DUE-9" "Consequence of lateness.",
    Due10 "DUE-10" "Calendar export.",
    Clm1 "CLM-1" "Cause and date of loss.",
    Clm2 "CLM-2" "Loss account.",
    Clm3 "CLM-3" "Payments between delivery and loss.",
    Clm4 "CLM-4" "The pipeline from loss to indemnity.",
    Clm5 "CLM-5" "Named orders of the pipeline.",
    Clm6 "CLM-6" "Several claims of a year.",
    Clm7 "CLM-7" "Admission.",
    Clm8 "CLM-8" "When the indemnity is due.",
    Clm9 "CLM-9" "Where every cent went.",
    Clm10 "CLM-10" "Refund.",
    Clm11 "CLM-11" "Loss payee.",
    Clm12 "CLM-12" "Top-up over a primary policy.",
    Rec1 "REC-1" "Recoveries before the indemnity.",
    Rec2 "REC-2" "Sharing of recoveries.",
    Rec3 "REC-3" "Nobody ends above their loss.",
    Rec4 "REC-4" "Reinstatement by recoveries.",
    Rec5 "REC-5" "Collection fees.",
    Pre1 "PRE-1" "Premium bases.",
    Pre2 "PRE-2" "Minimum premium and instalments.",
    Pre3 "PRE-3" "Year-end adjustment.",
    Pre4 "PRE-4" "Bonus and malus.",
    Pre5 "PRE-5" "Fees.",
    Pre6 "PRE-6" "Insurance premium tax.",
    Pre7 "PRE-7" "Late-payment interest.",
    Pre8 "PRE-8" "Sales needed to make good a loss.",
    Pla1 "PLA-1" "Submission.",
    Pla2 "PLA-2" "Stages of placement.",
    Pla3 "PLA-3" "Validity of an offer.",
    Pla4 "PLA-4" "Effective date.",
    Pla5 "PLA-5" "Comparison of quotes.",
    Pla6 "PLA-6" "Renewal.",
    Fac1 "FAC-1" "Availability under factoring.",
    Fac2 "FAC-2" "Cost of factoring.",
    Fac3 "FAC-3" "Guarantee under factoring.",
    Fac4 "FAC-4" "Guarantee fund.",
    Fac5 "FAC-5" "Reverse factoring.",
    Fac6 "FAC-6" "Comparison of financing.",
    Rsk1 "RSK-1" "Grades.",
    Rsk2 "RSK-2" "Watch.",
    Rsk3 "RSK-3" "Portfolio evaluation.",
    Exp1 "EXP-1" "Trace.",
    Exp2 "EXP-2" "A trace that nobody asks for costs nothing.",
}
