//! What the invented people, places and records are made of: `samples.json`. Nothing in it belongs to
//! anybody: telephone numbers are those that the regulator keeps for fiction.

use std::collections::BTreeMap;

use clerk_domain::error::{DomainError, Result};
use serde::Deserialize;

pub(crate) type Words = Vec<String>;
type ByKind<T> = BTreeMap<String, T>;

#[derive(Deserialize)]
pub(super) struct Samples {
    pub(super) given: Words,
    pub(super) family: Words,
    /// Suburb and postcode.
    pub(super) places: Vec<(String, String)>,
    pub(super) streets: Words,
    pub(super) mobiles: Words,
    pub(super) agencies: Words,
    pub(super) languages: Words,
    pub(super) supporters: Words,
    pub(super) universities: Words,
    /// By gender.
    pub(super) pronouns: ByKind<String>,
    /// The form's choices, by type of referrer.
    pub(super) referrers: ByKind<Words>,
    pub(super) notice_types: Words,
    /// By topic.
    pub(super) problems: ByKind<Words>,
    /// By reason of a bond claim.
    pub(super) claims: ByKind<String>,
    pub(super) conflict_ok: Words,
    pub(super) conflict_bad: Words,
    pub(super) eligible: Words,
    pub(super) ineligible: Words,
    /// File notes by stage.
    pub(super) notes: ByKind<Words>,
    pub(super) reviews: Words,
    pub(super) performance: Words,
    /// Notes of services and dates, by type.
    pub(super) services: ByKind<String>,
    pub(super) dates: ByKind<String>,
    /// Hearing type and location.
    pub(super) hearing_places: Vec<(String, String)>,
    pub(super) outcomes: ByKind<String>,
    pub(super) welcome: Letter,
    /// By stage.
    pub(super) threads: ByKind<Vec<Thread>>,
    pub(super) draft: Letter,
    /// Every key of the intake form.
    pub(super) questions: Words,
    pub(super) upload_questions: Words,
}

#[derive(Deserialize)]
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) text: String,
}

/// Letters to and fro, ours first.
#[derive(Deserialize)]
pub(super) struct Thread {
    pub(super) subject: String,
    pub(super) with: Correspondent,
    pub(super) messages: Words,
}

/// Whom we write to.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Correspondent {
    Client,
    /// The agent or rental provider.
    Other,
}

impl Samples {
    pub(super) fn load() -> Result<Self> {
        serde_json::from_str(include_str!("samples.json"))
            .map_err(|error| DomainError::Fatal(format!("samples.json: {error}")))
    }
}

/// The words kept for a kind, or none.
pub(super) fn of<'a>(words: &'a ByKind<Words>, kind: &str) -> &'a [String] {
    words.get(kind).map_or(&[], Vec::as_slice)
}

/// Invented names and places by kind, for hiding real ones behind.
pub(crate) fn words() -> Result<Vec<(&'static str, Words)>> {
    let samples = Samples::load()?;
    let (suburbs, postcodes) = samples.places.into_iter().unzip();
    Ok(vec![
        ("given", samples.given),
        ("family", samples.family),
        ("phone", samples.mobiles),
        ("street", samples.streets),
        ("suburb", suburbs),
        ("postcode", postcodes),
        ("language", samples.languages),
        ("referrer", samples.supporters),
    ])
}
