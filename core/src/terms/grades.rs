//! Grade scales as data: which end is best, how one scale maps to another,
//! and which probability of default a grade stands for.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::value::{Id, Share, Span};

/// Grade scales and what their grades mean, as somebody supplies them
/// (RSK-1). The library knows no scale of its own. French: échelles de
/// notation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "grade scales, as an object")]
pub struct GradeBook {
    /// The scales.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scales: Vec<GradeScale>,
    /// How grades of one scale read on another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<GradeMapping>,
    /// Which probability of default a grade stands for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_probabilities: Vec<DefaultProbabilities>,
}

/// A scale of grades (RSK-1): its steps in order, and which end is best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a grade scale, as an object")]
pub struct GradeScale {
    /// Its name.
    pub name: Id,
    /// The best grade: its first or its last. A scale without a direction
    /// means nothing: 1 is the best of some and the worst of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<Id>,
    /// Whole numbers from one to another; absent: `grades` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<GradeRange>,
    /// The grades in order, from one end to the other; empty: `range` says them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<Id>,
}

/// The whole numbers of a scale, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a range, as { \"from\": …, \"to\": … }")]
pub struct GradeRange {
    /// The lowest number.
    pub from: u16,
    /// The highest number.
    pub to: u16,
}

/// How grades of one scale read on another (RSK-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a mapping between scales, as an object")]
pub struct GradeMapping {
    /// The scale it reads.
    pub from: Id,
    /// The scale it gives.
    pub to: Id,
    /// Who says so.
    pub source: Id,
    /// Of when, as the source says it: a year, a day, an edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Id>,
    /// Grade by grade, or band by band.
    pub grades: Vec<MappedGrades>,
}

/// A grade, or a band of grades, of one scale on another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a mapped grade, as an object")]
pub struct MappedGrades {
    /// The grade, or one end of the band.
    pub grade: Id,
    /// The other end of the band; absent: one grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Id>,
    /// Its grade on the other scale.
    pub to: Id,
}

/// Which probability of default the grades of a scale stand for (RSK-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "probabilities of default, as an object")]
pub struct DefaultProbabilities {
    /// The scale.
    pub scale: Id,
    /// Who says so.
    pub source: Id,
    /// Of when, as the source says it: a year, a day, an edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Id>,
    /// Within which time; by default a year.
    #[serde(default = "one_year", skip_serializing_if = "is_one_year")]
    pub within: Span,
    /// Grade by grade, or band by band.
    pub grades: Vec<GradeProbability>,
}

fn one_year() -> Span {
    Span::months(12)
}

fn is_one_year(span: &Span) -> bool {
    *span == one_year()
}

/// The probability of default of a grade, or of each grade of a band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "the probability of default of a grade, as an object")]
pub struct GradeProbability {
    /// The grade, or one end of the band.
    pub grade: Id,
    /// The other end of the band; absent: one grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Id>,
    /// The probability of default.
    pub probability: Share,
}
