//! Grades read on other scales, and as probabilities of default.

use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Problem};
use crate::terms::Grades;
use crate::value::{Id, Share, Span};

/// A grade to be read (RSK-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a grade to read, as { \"scale\": …, \"grade\": … }")]
pub struct GradeToRead {
    /// On which scale it stands.
    pub scale: Id,
    /// The grade.
    pub grade: Id,
    /// On which scale to read it; absent: only its probability of default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Id>,
}

/// A grade book that can stand (RSK-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GradesCheck {
    /// The scales, by name.
    pub scales: Vec<CheckedScale>,
    /// The grades as read, in the order asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<GradeRead>,
    /// What can stand but deserves a look: a worse grade that reads better
    /// than a better one (`reversed`), a grade without a reading (`missing`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Problem>,
}

/// A scale and its ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckedScale {
    /// Its name.
    pub name: Id,
    /// Its best grade.
    pub best: Id,
    /// Its worst grade.
    pub worst: Id,
    /// How many grades it has.
    pub grades: u32,
}

/// A grade, as it reads elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GradeRead {
    /// On which scale it stands.
    pub scale: Id,
    /// The grade.
    pub grade: Id,
    /// How many notches below the best it stands: 0 is the best.
    pub notches: u32,
    /// On the other scale; absent: none was asked for, or the mapping leaves
    /// the grade out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mapped: Option<MappedGrade>,
    /// The probability of default that it stands for; absent: none is supplied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_probability: Option<DefaultProbability>,
}

/// A grade on another scale, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MappedGrade {
    /// The other scale.
    pub scale: Id,
    /// The grade there.
    pub grade: Id,
    /// Who says so.
    pub source: Id,
    /// Of when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Id>,
}

/// A probability of default, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DefaultProbability {
    /// How probable.
    pub probability: Share,
    /// Within which time.
    pub within: Span,
    /// Who says so.
    pub source: Id,
    /// Of when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Id>,
}

/// Reads grades on other scales and as probabilities of default (RSK-1).
///
/// # Errors
///
/// [`Error::NotFound`] for a grade outside its scale, and for scales that are
/// not there, each at its path.
pub fn read_grades(grades: &Grades, asked: &[GradeToRead]) -> Result<GradesCheck, Error> {
    let count = |grades: usize| u32::try_from(grades).unwrap_or(u32::MAX);
    let scales = grades.scales().filter_map(|(name, scale)| {
        let (best, worst) = (scale.grades().first()?, scale.grades().last()?);
        Some(CheckedScale {
            name: name.clone(),
            best: best.clone(),
            worst: worst.clone(),
            grades: count(scale.grades().len()),
        })
    });
    let mut read = Vec::with_capacity(asked.len());
    for (at, one) in asked.iter().enumerate() {
        let path = |field: &str| format!("read[{at}].{field}");
        let scale = grades.scale(&one.scale).map_err(|error| error.at(path("scale")))?;
        let rank = scale.rank_of(&one.grade).map_err(|error| error.at(path("grade")))?;
        let mapped = match &one.to {
            None => None,
            Some(to) => grades
                .on(&one.scale, &one.grade, to)
                .map_err(|error| error.at(path("to")))?
                .map(|reading| MappedGrade {
                    scale: to.clone(),
                    grade: reading.value.clone(),
                    source: reading.source.clone(),
                    vintage: reading.vintage.cloned(),
                }),
        };
        let probability = grades.probability(&one.scale, &one.grade)?;
        read.push(GradeRead {
            scale: one.scale.clone(),
            grade: one.grade.clone(),
            notches: count(rank),
            mapped,
            default_probability: probability.map(|reading| DefaultProbability {
                probability: reading.value.share,
                within: reading.value.within,
                source: reading.source.clone(),
                vintage: reading.vintage.cloned(),
            }),
        });
    }
    Ok(GradesCheck { scales: scales.collect(), read, findings: grades.findings().to_vec() })
}
