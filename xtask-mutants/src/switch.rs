//! A file of the engine in which every mutant is behind a switch.

use std::ops::Range;

use crate::sites::{Shape, Site};

/// A mutant at a place: its number and what it puts there.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) number: usize,
    pub(crate) replacement: String,
}

/// The file as it is compiled, and whose fault an error at a byte of it is.
pub(crate) struct Switched {
    text: String,
    pub(crate) out: String,
    /// What is only there for one mutant.
    pub(crate) alternatives: Vec<(Range<usize>, usize)>,
    /// What is there for all mutants of a place.
    pub(crate) places: Vec<(Range<usize>, Vec<usize>)>,
}

/// A place with the mutants that are there.
pub(crate) type Planned = (Site, Vec<Change>);

impl Switched {
    pub(crate) fn of(text: &str, sites: &[Planned]) -> Self {
        let mut switched = Self {
            text: text.to_owned(),
            out: String::new(),
            alternatives: Vec::new(),
            places: Vec::new(),
        };
        switched.copy(&sites.iter().collect::<Vec<_>>(), 0..text.len());
        switched
    }

    /// The mutants that an error at these bytes is to be laid to.
    pub(crate) fn blamed(&self, bytes: &Range<usize>) -> Vec<usize> {
        let within = |range: &Range<usize>| range.start <= bytes.start && bytes.end <= range.end;
        let alternative = self.alternatives.iter().filter(|(range, _)| within(range));
        if let Some((_, number)) = alternative.min_by_key(|(range, _)| range.len()) {
            return vec![*number];
        }
        let place = self.places.iter().filter(|(range, _)| within(range));
        place.min_by_key(|(range, _)| range.len()).map(|(_, all)| all.clone()).unwrap_or_default()
    }

    /// A stretch of the file, with the switches that are in it.
    fn copy(&mut self, sites: &[&Planned], range: Range<usize>) {
        let mut at = range.start;
        let mut rest = sites;
        while let Some((site, after)) = rest.split_first() {
            let inner = after.iter().take_while(|it| it.0.outer.start < site.0.outer.end).count();
            let (inner, after) = after.split_at(inner);
            self.write(at..site.0.outer.start);
            let begun = self.out.len();
            self.switch(site, inner);
            let numbers = site.1.iter().map(|change| change.number).collect();
            self.places.push((begun..self.out.len(), numbers));
            at = site.0.outer.end;
            rest = after;
        }
        self.write(at..range.end);
    }

    fn write(&mut self, range: Range<usize>) {
        self.out.push_str(self.text.get(range).unwrap_or_default());
    }

    fn part(&mut self, sites: &[&Planned], range: &Range<usize>) {
        let within: Vec<&Planned> = sites
            .iter()
            .filter(|it| range.start <= it.0.outer.start && it.0.outer.end <= range.end)
            .copied()
            .collect();
        self.copy(&within, range.clone());
    }

    fn alternative(&mut self, change: &Change, write: impl FnOnce(&mut Self)) {
        let begun = self.out.len();
        write(self);
        self.alternatives.push((begun..self.out.len(), change.number));
    }

    fn switch(&mut self, (site, changes): &Planned, inner: &[&Planned]) {
        match &site.shape {
            Shape::Body => {
                for change in changes {
                    self.alternative(change, |it| {
                        let (number, value) = (change.number, &change.replacement);
                        it.out.push_str(&format!("if {} {{ return {value}; }} ", on(number)));
                    });
                }
                self.part(inner, &site.outer);
            }
            Shape::Binary { left, operator, right } => {
                self.out.push('(');
                for change in changes {
                    self.alternative(change, |it| {
                        it.out.push_str(&format!("if {} {{ (", on(change.number)));
                        it.part(inner, left);
                        it.out.push_str(&format!(") {} (", change.replacement));
                        it.part(inner, right);
                        it.out.push_str(") } else ");
                    });
                }
                self.out.push_str("{ ");
                self.part(inner, left);
                self.write(left.end..operator.start);
                self.write(operator.clone());
                self.write(operator.end..right.start);
                self.part(inner, right);
                self.out.push_str(" })");
            }
            Shape::Logic { left, operator, right } => {
                self.out.push_str("({ let left__: bool = ");
                self.part(inner, left);
                self.out.push_str("; ");
                for change in changes {
                    self.alternative(change, |it| {
                        let other = &change.replacement;
                        it.out.push_str(&format!("if {} {{ left__ {other} (", on(change.number)));
                        it.part(inner, right);
                        it.out.push_str(") } else ");
                    });
                }
                self.out.push_str("{ left__ ");
                self.write(operator.clone());
                self.out.push_str(" (");
                self.part(inner, right);
                self.out.push_str(") } })");
            }
            Shape::Unary { operand } => {
                self.out.push('(');
                for change in changes {
                    self.alternative(change, |it| {
                        it.out.push_str(&format!("if {} {{ ", on(change.number)));
                        it.part(inner, operand);
                        it.out.push_str(" } else ");
                    });
                }
                self.out.push_str("{ ");
                self.write(site.outer.start..operand.start);
                self.part(inner, operand);
                self.out.push_str(" })");
            }
            Shape::Guard => {
                for change in changes {
                    let always = change.replacement == "true";
                    let not = if always { "" } else { "!" };
                    let and = if always { "||" } else { "&&" };
                    self.out.push_str(&format!("({not}{} {and} ", on(change.number)));
                }
                self.out.push('(');
                self.part(inner, &site.outer);
                self.out.push_str(&")".repeat(changes.len() + 1));
            }
            Shape::Field { name, value, base } => {
                self.out.push_str(&format!("{name}: "));
                for change in changes {
                    self.alternative(change, |it| {
                        it.out.push_str(&format!("if {} {{ (", on(change.number)));
                        it.write(base.clone());
                        it.out.push_str(&format!(").{name} }} else "));
                    });
                }
                self.out.push_str("{ ");
                self.part(inner, value);
                self.out.push_str(" }");
            }
            Shape::Arm => {
                self.part(inner, &site.outer);
                for change in changes {
                    let guard = format!(" if !{} ", on(change.number));
                    self.alternative(change, |it| it.out.push_str(&guard));
                }
            }
        }
    }
}

fn on(number: usize) -> String {
    format!("crate::mutation::on({number})")
}
