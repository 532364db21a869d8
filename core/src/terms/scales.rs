//! Grade scales checked against each other, and grades read on them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::check::code;
use super::{DefaultProbabilities, GradeBook, GradeMapping, GradeScale};
use crate::error::{Error, Problem};
use crate::value::{Id, Share, Span};

/// A grade book whose parts agree with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grades {
    scales: BTreeMap<Id, Scale>,
    mappings: BTreeMap<(Id, Id), Mapping>,
    probabilities: BTreeMap<Id, Probabilities>,
    findings: Vec<Problem>,
}

/// A sound scale: its grades, best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    grades: Vec<Id>,
    ranks: BTreeMap<Id, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mapping {
    source: Id,
    vintage: Option<Id>,
    to: BTreeMap<usize, Id>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Probabilities {
    source: Id,
    vintage: Option<Id>,
    within: Span,
    of: BTreeMap<usize, Share>,
}

/// What a grade reads as, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading<'a, T> {
    /// What it reads as.
    pub value: T,
    /// Who says so.
    pub source: &'a Id,
    /// Of when.
    pub vintage: Option<&'a Id>,
}

/// A probability of default and its horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probability {
    /// How probable.
    pub share: Share,
    /// Within which time.
    pub within: Span,
}

impl Scale {
    /// Its grades, best first.
    #[must_use]
    pub fn grades(&self) -> &[Id] {
        &self.grades
    }

    /// How far a grade stands from the best; nothing outside the scale.
    #[must_use]
    pub fn rank(&self, grade: &Id) -> Option<usize> {
        self.ranks.get(grade).copied()
    }

    /// How far a grade stands from the best.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a grade outside the scale.
    pub fn rank_of(&self, grade: &Id) -> Result<usize, Error> {
        self.rank(grade).ok_or_else(|| Error::NotFound {
            what: "grade",
            given: grade.as_str().into(),
            document: "grade scale",
        })
    }
}

impl Grades {
    /// Checks a grade book: every contradiction is an error at its path. A
    /// worse grade with a better reading, and a grade without any, can stand:
    /// they are [findings](Self::findings).
    ///
    /// # Errors
    ///
    /// [`Error::Contradictions`].
    pub fn new(book: &GradeBook) -> Result<Self, Error> {
        let mut wrong = Vec::new();
        let mut grades = Self {
            scales: BTreeMap::new(),
            mappings: BTreeMap::new(),
            probabilities: BTreeMap::new(),
            findings: Vec::new(),
        };
        for (place, scale) in book.scales.iter().enumerate() {
            let path = format!("scales[{place}]");
            let Some(sound) = sound_scale(scale, &path, &mut wrong) else { continue };
            if grades.scales.insert(scale.name.clone(), sound).is_some() {
                report(&mut wrong, format!("{path}.name"), code::DUPLICATE, "a scale stands once");
            }
        }
        for (place, mapping) in book.mappings.iter().enumerate() {
            grades.mapping(mapping, &format!("mappings[{place}]"), &mut wrong);
        }
        for (place, table) in book.default_probabilities.iter().enumerate() {
            grades.table(table, &format!("default_probabilities[{place}]"), &mut wrong);
        }
        if wrong.is_empty() {
            Ok(grades)
        } else {
            Err(Error::Contradictions { document: "grade book", problems: wrong })
        }
    }

    /// What can stand but deserves a look: a worse grade that reads better
    /// (`reversed`), and grades without a reading (`missing`).
    #[must_use]
    pub fn findings(&self) -> &[Problem] {
        &self.findings
    }

    /// The scales, by name.
    pub fn scales(&self) -> impl Iterator<Item = (&Id, &Scale)> {
        self.scales.iter()
    }

    /// A scale.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`].
    pub fn scale(&self, name: &Id) -> Result<&Scale, Error> {
        self.scales.get(name).ok_or_else(|| Error::NotFound {
            what: "scale",
            given: name.as_str().into(),
            document: "grade book",
        })
    }

    /// A grade of one scale on another; nothing where the mapping leaves it out.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an unknown scale, a grade outside it, or two
    /// scales without a mapping.
    pub fn on(&self, scale: &Id, grade: &Id, to: &Id) -> Result<Option<Reading<'_, &Id>>, Error> {
        let rank = self.scale(scale)?.rank_of(grade)?;
        self.scale(to)?;
        let mapping =
            self.mappings.get(&(scale.clone(), to.clone())).ok_or_else(|| Error::NotFound {
                what: "mapping",
                given: format!("{scale} → {to}"),
                document: "grade book",
            })?;
        Ok(mapping.to.get(&rank).map(|value| Reading {
            value,
            source: &mapping.source,
            vintage: mapping.vintage.as_ref(),
        }))
    }

    /// The probability of default of a grade: that of its own scale, or else
    /// of the first scale by name to which it maps. Nothing where none is
    /// supplied.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for an unknown scale or a grade outside it.
    pub fn probability(
        &self,
        scale: &Id,
        grade: &Id,
    ) -> Result<Option<Reading<'_, Probability>>, Error> {
        let rank = self.scale(scale)?.rank_of(grade)?;
        if let Some(found) = self.own_probability(scale, rank) {
            return Ok(Some(found));
        }
        let mut mapped = self.mappings.iter().filter(|((from, _), _)| from == scale);
        Ok(mapped.find_map(|((_, to), mapping)| {
            let rank = self.scales.get(to)?.rank(mapping.to.get(&rank)?)?;
            self.own_probability(to, rank)
        }))
    }

    fn own_probability(&self, scale: &Id, rank: usize) -> Option<Reading<'_, Probability>> {
        let table = self.probabilities.get(scale)?;
        let share = *table.of.get(&rank)?;
        Some(Reading {
            value: Probability { share, within: table.within },
            source: &table.source,
            vintage: table.vintage.as_ref(),
        })
    }

    fn mapping(&mut self, given: &GradeMapping, path: &str, wrong: &mut Vec<Problem>) {
        let (from, to) = (self.scales.get(&given.from), self.scales.get(&given.to));
        for (scale, field, name) in [(from, "from", &given.from), (to, "to", &given.to)] {
            if scale.is_none() {
                let message = format!("the scale `{name}` is not among the scales");
                report(wrong, format!("{path}.{field}"), "not_found", &message);
            }
        }
        let (Some(from), Some(to)) = (from, to) else { return };
        let mut read = BTreeMap::new();
        for (at, row) in given.grades.iter().enumerate() {
            let path = format!("{path}.grades[{at}]");
            if to.rank(&row.to).is_none() {
                outside(wrong, format!("{path}.to"), &row.to, &given.to);
                continue;
            }
            band(from, &given.from, (&row.grade, row.through.as_ref()), &path, wrong, |rank| {
                read.insert(rank, row.to.clone()).is_some()
            });
        }
        let name = format!("the mapping from `{}` to `{}`", given.from, given.to);
        let order = |grade: &Id| to.rank(grade);
        inspect(from, &read, order, (path, &name), &mut self.findings);
        let mapping =
            Mapping { source: given.source.clone(), vintage: given.vintage.clone(), to: read };
        if self.mappings.insert((given.from.clone(), given.to.clone()), mapping).is_some() {
            let message = "two scales have one mapping: keep the one that counts";
            report(wrong, path, code::DUPLICATE, message);
        }
    }

    fn table(&mut self, given: &DefaultProbabilities, path: &str, wrong: &mut Vec<Problem>) {
        let Some(scale) = self.scales.get(&given.scale) else {
            let message = format!("the scale `{}` is not among the scales", given.scale);
            report(wrong, format!("{path}.scale"), "not_found", &message);
            return;
        };
        let mut read = BTreeMap::new();
        for (at, row) in given.grades.iter().enumerate() {
            let path = format!("{path}.grades[{at}]");
            band(scale, &given.scale, (&row.grade, row.through.as_ref()), &path, wrong, |rank| {
                read.insert(rank, row.probability).is_some()
            });
        }
        let name = format!("the probabilities of default on `{}`", given.scale);
        inspect(scale, &read, |share| Some(*share), (path, &name), &mut self.findings);
        let table = Probabilities {
            source: given.source.clone(),
            vintage: given.vintage.clone(),
            within: given.within,
            of: read,
        };
        if self.probabilities.insert(given.scale.clone(), table).is_some() {
            let message = "a scale has one table of probabilities: keep the one that counts";
            report(wrong, path, code::DUPLICATE, message);
        }
    }
}

fn report(problems: &mut Vec<Problem>, path: impl Into<String>, code: &'static str, message: &str) {
    problems.push(Problem { path: path.into(), code, message: message.into() });
}

fn outside(wrong: &mut Vec<Problem>, path: impl Into<String>, grade: &Id, scale: &Id) {
    let message = format!("the grade `{grade}` is not on the scale `{scale}`");
    report(wrong, path, "not_found", &message);
}

/// A range is spelt out: somebody else's typing error fills no memory.
const MOST_GRADES: u16 = 1000;

fn sound_scale(given: &GradeScale, path: &str, wrong: &mut Vec<Problem>) -> Option<Scale> {
    let before = wrong.len();
    let mut grades: Vec<Id> = match (&given.range, given.grades.is_empty()) {
        (Some(range), true) if range.to.saturating_sub(range.from) >= MOST_GRADES => {
            let message = "a scale has at most 1000 grades";
            report(wrong, format!("{path}.range"), code::SENSELESS, message);
            return None;
        }
        (Some(range), true) => {
            (range.from..=range.to).filter_map(|number| number.to_string().parse().ok()).collect()
        }
        (None, false) => given.grades.clone(),
        _ => {
            let message = "a scale has either a `range` of numbers or a list of `grades`";
            report(wrong, path, code::CONFLICT, message);
            return None;
        }
    };
    if grades.len() < 2 {
        let message = "a scale has two grades at least, from one end to the other";
        report(wrong, path, code::SENSELESS, message);
    }
    let unique: BTreeSet<&Id> = grades.iter().collect();
    if unique.len() < grades.len() {
        report(wrong, format!("{path}.grades"), code::DUPLICATE, "a grade stands once on a scale");
    }
    match &given.best {
        None => {
            let message = "a scale has a direction: name its `best` grade, the first or the last";
            report(wrong, format!("{path}.best"), code::MISSING, message);
        }
        Some(best) if Some(best) == grades.first() => {}
        Some(best) if Some(best) == grades.last() => grades.reverse(),
        Some(best) => {
            let message = format!("`{best}` is neither the first nor the last grade of the scale");
            report(wrong, format!("{path}.best"), code::SENSELESS, &message);
        }
    }
    let ranks = grades.iter().enumerate().map(|(rank, grade)| (grade.clone(), rank)).collect();
    (wrong.len() == before).then_some(Scale { grades, ranks })
}

/// Takes each grade of a band, in whichever order its ends are given.
fn band(
    scale: &Scale,
    name: &Id,
    (grade, through): (&Id, Option<&Id>),
    path: &str,
    wrong: &mut Vec<Problem>,
    taken: impl FnMut(usize) -> bool,
) {
    let through = through.unwrap_or(grade);
    let (Some(one), Some(other)) = (scale.rank(grade), scale.rank(through)) else {
        let (field, grade) =
            if scale.rank(grade).is_none() { ("grade", grade) } else { ("through", through) };
        outside(wrong, format!("{path}.{field}"), grade, name);
        return;
    };
    if (one.min(other)..=one.max(other)).any(taken) {
        let message = "a grade is read once: another row has read it already";
        report(wrong, format!("{path}.grade"), code::DUPLICATE, message);
    }
}

/// Finds grades that read better than a better grade, and grades not read.
fn inspect<T, K: Ord>(
    scale: &Scale,
    read: &BTreeMap<usize, T>,
    order: impl Fn(&T) -> Option<K>,
    (path, name): (&str, &str),
    findings: &mut Vec<Problem>,
) {
    let rows = read.iter();
    for ((better, one), (worse, other)) in rows.clone().zip(rows.skip(1)) {
        if let (Some(better), Some(worse)) = (scale.grades.get(*better), scale.grades.get(*worse))
            && order(other) < order(one)
        {
            let message = format!(
                "{name} read the worse grade `{worse}` as better than the better grade `{better}`"
            );
            report(findings, path, code::REVERSED, &message);
        }
    }
    let mut left = (0..scale.grades.len()).filter(|rank| !read.contains_key(rank));
    if let Some(first) = left.next().and_then(|rank| scale.grades.get(rank)) {
        let more = left.count();
        let others = if more == 0 { String::new() } else { format!(" and {more} more") };
        let message = format!("{name} leave out the grade `{first}`{others}");
        report(findings, path, code::MISSING, &message);
    }
}
