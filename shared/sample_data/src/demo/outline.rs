//! How a case has gone so far: what it is subject, where it stands and when it got there.

use chrono::{DateTime, Duration, Utc};

use super::rng::SampleRng;

/// The outline that everything else about a case is filled into.
pub(super) struct Outline {
    pub(super) topic: &'static str,
    /// When the enquiry came in.
    pub(super) opened: DateTime<Utc>,
    /// The stages after the first, in order, with the moment each was reached.
    pub(super) path: Vec<(&'static str, DateTime<Utc>)>,
    /// Set on closed cases only.
    pub(super) outcome: Option<&'static str>,
    /// No moment of the case is later.
    pub(super) now: DateTime<Utc>,
}

/// Where cases stand, as they would in an office: every stage occurs in any twenty cases.
const STAGES: [&str; 20] = [
    "UNSTARTED",
    "CLOSED",
    "ADVICE",
    "NEGOTIATIONS",
    "CLOSED",
    "CLIENT_AGREEMENT",
    "FORMAL_LETTER",
    "CLOSED",
    "VCAT_CAV",
    "POST_CASE_INTERVIEW",
    "UNSTARTED",
    "CLOSED",
    "ADVICE",
    "CLOSED",
    "NEGOTIATIONS",
    "CLIENT_AGREEMENT",
    "ADVICE",
    "CLOSED",
    "UNSTARTED",
    "FORMAL_LETTER",
];

/// With how many cases the office is dealing lately; all before are history.
const AT_ONCE: usize = 1000;

const TOPICS: [&str; 20] = [
    "REPAIRS",
    "BONDS",
    "EVICTION_RETALIATORY",
    "REPAIRS",
    "REPAIRS",
    "BONDS",
    "EVICTION_RETALIATORY",
    "REPAIRS",
    "EVICTION_ARREARS",
    "REPAIRS",
    "BONDS",
    "REPAIRS",
    "EVICTION_RETALIATORY",
    "REPAIRS",
    "HEALTH_CHECK",
    "BONDS",
    "REPAIRS",
    "RENT_REDUCTION",
    "REPAIRS",
    "OTHER",
];

const COURSE: [&str; 7] = [
    "CLIENT_AGREEMENT",
    "ADVICE",
    "FORMAL_LETTER",
    "NEGOTIATIONS",
    "VCAT_CAV",
    "POST_CASE_INTERVIEW",
    "CLOSED",
];

/// Outcomes, and the stage after which such a case is closed.
const OUTCOMES: [(&str, &str); 7] = [
    ("SUCCESSFUL", "POST_CASE_INTERVIEW"),
    ("OUT_OF_SCOPE", "UNSTARTED"),
    ("UNSUCCESSFUL", "POST_CASE_INTERVIEW"),
    ("CHURNED", "CLIENT_AGREEMENT"),
    ("RESOLVED_EARLY", "CLIENT_AGREEMENT"),
    ("UNKNOWN", "ADVICE"),
    ("CHANGE_OF_SCOPE", "ADVICE"),
];

impl Outline {
    /// The outline of the `number`th case.
    pub(super) fn draw(rng: &mut SampleRng, number: usize, now: DateTime<Utc>) -> Self {
        let is_history = number >= AT_ONCE;
        let stage = if is_history { "CLOSED" } else { STAGES[number % STAGES.len()] };
        // Shifted by one each round, so that every topic meets every stage.
        let topic = TOPICS[(number * 7 + number / TOPICS.len()) % TOPICS.len()];
        let outcome = (stage == "CLOSED")
            .then(|| if rng.chance(45) { OUTCOMES[0] } else { *rng.pick(&OUTCOMES) });
        let stages = course(rng, stage, outcome.map(|(_, last)| last));
        let age = Duration::minutes(i64::from(match stage {
            "UNSTARTED" => rng.number(60, 7 * DAY),
            "CLIENT_AGREEMENT" => rng.number(3 * DAY, 20 * DAY),
            "CLOSED" if is_history => rng.number(200 * DAY, 5000 * DAY),
            "CLOSED" => rng.number(60 * DAY, 900 * DAY),
            _ => {
                let steps = i32::try_from(stages.len()).unwrap_or(1);
                rng.number(14 * DAY * steps, 30 * DAY * steps)
            }
        }));
        let opened = now - age;
        let length = match stage {
            "CLOSED" => age.min(Duration::days(rng.number(5, 200).into())),
            _ => age * 9 / 10,
        };
        let steps = i32::try_from(stages.len()).unwrap_or(1).max(1);
        let mut last = opened;
        let path = (1..).zip(stages).map(|(step, stage)| {
            let at = rng.office_hours(opened + length * step / steps, last, now);
            last = at;
            (stage, at)
        });
        let path = path.collect();
        Self { topic, opened, path, outcome: outcome.map(|(name, _)| name), now }
    }

    /// Where the case stands now.
    pub(super) fn stage(&self) -> &'static str {
        self.path.last().map_or("UNSTARTED", |&(stage, _)| stage)
    }

    pub(super) fn is_open(&self) -> bool {
        self.outcome.is_none()
    }

    /// Whether somebody works on it.
    pub(super) fn is_assigned(&self) -> bool {
        self.path.iter().any(|&(stage, _)| stage != "CLOSED")
    }

    /// Whether the case has come as far as this stage.
    pub(super) fn has_reached(&self, stage: &str) -> bool {
        self.path.iter().any(|&(reached, _)| reached == stage)
    }
}

const DAY: i32 = 24 * 60;

/// The stages on the way to `stage`; most cases never see the tribunal.
fn course(
    rng: &mut SampleRng,
    stage: &str,
    last_before_closing: Option<&str>,
) -> Vec<&'static str> {
    let place = |name: &str| COURSE.iter().position(|&step| step == name).map_or(0, |at| at + 1);
    let end = last_before_closing.map_or_else(|| place(stage), place);
    let tribunal = stage == "VCAT_CAV" || rng.chance(30);
    let mut stages: Vec<_> =
        COURSE[..end].iter().copied().filter(|&step| tribunal || step != "VCAT_CAV").collect();
    if last_before_closing.is_some() {
        stages.push("CLOSED");
    }
    stages
}
