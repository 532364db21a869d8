//! A placement: the way from first contact to a policy in force.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::Offer;
use crate::terms::StartRule;
use crate::value::{Day, Id, is_default};

/// The version of the placement document that this crate reads and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlacementSchema {
    /// `tradecredit/placement/1`
    #[default]
    #[serde(rename = "tradecredit/placement/1")]
    V1,
}

/// A placement file (PLA-2). French: dossier de placement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a placement, as an object")]
pub struct Placement {
    /// Always `tradecredit/placement/1`.
    pub schema: PlacementSchema,
    /// Its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The firm that wants cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<Id>,
    /// When the policy begins, by the day of signature.
    #[serde(default, skip_serializing_if = "is_default")]
    pub start: StartRule,
    /// Offers received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// The stages reached, with their days; those of one day in their order.
    pub stages: Vec<StageReached>,
}

/// A stage that a placement reached (PLA-2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a stage reached, as { \"stage\": …, \"date\": … }")]
pub struct StageReached {
    /// The stage.
    pub stage: Stage,
    /// When.
    pub date: Day,
    /// The offer it concerns, such as the one accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Id>,
}

/// A stage of a placement (PLA-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// First contact (premier contact).
    Contact,
    /// The questionnaire is out, information comes in (constitution du dossier).
    Submission,
    /// The submission is complete (dossier complet).
    Complete,
    /// Sent to the chosen insurers (envoi aux compagnies).
    Sent,
    /// Insurers quoted (retour des tarifications).
    Quoted,
    /// The quotes were put before the client (présentation des offres).
    Presented,
    /// Improvements are being negotiated (négociation).
    Negotiated,
    /// The client accepted an offer (accord du client).
    Accepted,
    /// The insurer issued the contract (édition du contrat).
    Issued,
    /// The contract is signed (signature).
    Signed,
    /// The policy is in force (mise en place).
    InForce,
    /// The client, the broker or every insurer declined (sans suite).
    Declined,
    /// The offers ran out (offre caduque).
    Lapsed,
}

impl Stage {
    /// Every stage, with the stages that may follow it (PLA-2): the table that
    /// the rule is.
    pub const TABLE: &'static [(Self, &'static [Self])] = &[
        (Self::Contact, &[Self::Submission, Self::Declined]),
        (Self::Submission, &[Self::Complete, Self::Declined]),
        (Self::Complete, &[Self::Sent, Self::Submission, Self::Declined]),
        (Self::Sent, &[Self::Quoted, Self::Submission, Self::Declined]),
        // Another insurer's quote may come in at any time until one is accepted.
        (
            Self::Quoted,
            &[Self::Quoted, Self::Presented, Self::Negotiated, Self::Declined, Self::Lapsed],
        ),
        (
            Self::Presented,
            &[Self::Quoted, Self::Negotiated, Self::Accepted, Self::Declined, Self::Lapsed],
        ),
        (
            Self::Negotiated,
            &[Self::Quoted, Self::Presented, Self::Accepted, Self::Declined, Self::Lapsed],
        ),
        (Self::Accepted, &[Self::Issued, Self::Declined, Self::Lapsed]),
        (Self::Issued, &[Self::Signed, Self::Declined, Self::Lapsed]),
        (Self::Signed, &[Self::InForce]),
        (Self::InForce, &[]),
        (Self::Declined, &[]),
        // Whoever still wants cover asks the insurers again.
        (Self::Lapsed, &[Self::Sent, Self::Declined]),
    ];

    /// The stages that may follow.
    #[must_use]
    pub fn next(self) -> &'static [Self] {
        Self::TABLE.iter().find(|(stage, _)| *stage == self).map_or(&[], |(_, next)| next)
    }

    /// The stable name, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Submission => "submission",
            Self::Complete => "complete",
            Self::Sent => "sent",
            Self::Quoted => "quoted",
            Self::Presented => "presented",
            Self::Negotiated => "negotiated",
            Self::Accepted => "accepted",
            Self::Issued => "issued",
            Self::Signed => "signed",
            Self::InForce => "in_force",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
        }
    }
}
