//! What was agreed: the policy as data.
//!
//! One document, `tradecredit/policy/1`. Each point on which insurers differ
//! is a field with a documented default; nothing here asks who the insurer
//! is. Each clause may carry the wording's own article number, which every
//! explanation quotes.

mod canonical;
mod check;
pub mod factoring;
mod grades;
mod indemnity;
mod limits;
mod notification;
mod percentage;
mod periods;
mod policy;
mod premium;
mod recovery;
mod renewal;
mod scales;
mod scope;
mod start;
mod templates;
mod watch;

pub use grades::{
    DefaultProbabilities, GradeBook, GradeMapping, GradeProbability, GradeRange, GradeScale,
    MappedGrades,
};
pub use indemnity::{
    Caps, CostKind, CreditOrder, IndemnityDue, IndemnityRules, LossPayee, PayableIf, PaymentAnchor,
    Per, PremiumBase, Provisional, Step, ThresholdOn,
};
pub use limits::{
    CreditReportRule, Discretionary, EndOfSliding, Expiry, Fallback, FillOrder, Increase,
    LimitRules, PaymentExperience, Unnamed,
};
pub use notification::{
    ClaimFiling, DateOfLossPer, DebtFiling, FilingAnchor, InsolvencyAnchor, InsolvencyNotice,
    Lateness, Notification, OverdueAnchor, OverdueNotice, WaitingAnchor, WaitingPeriod,
};
pub use percentage::InsuredPercentage;
pub use periods::{Periods, Reinstatement, Stop, StopAnchor};
pub use policy::{PaymentAllocation, Period, Policy, PolicySchema, PolicyTerms, Version};
pub(crate) use policy::{amended_terms, hex};
pub use premium::{
    Adjustment, BonusMalus, Declarations, ExperienceOf, ExperienceRating, Factor, Fee, FeeKind,
    Frequency, LossRatioStep, PremiumBasis, PremiumRules, RatePeriod, RateRow, Tax,
};
pub use recovery::{CollectionFees, RecoveryCosts, RecoveryRules, Reinstates, SharingKey};
pub use renewal::{Endorsement, Renewal, last_day_of_notice};
pub use scales::{Grades, Probability, Reading, Scale};
pub use scope::{
    AttachesOn, Attachment, AttachmentBasis, BuyerKind, Cause, CountryTerms, Form, InsuredBase,
    PaymentMethod, Scope,
};
pub use start::{OnCutoffDay, StartRule};
pub use templates::{TEMPLATES, template};
pub use watch::{LimitAction, WatchRule, WatchRules, WatchTrigger};
