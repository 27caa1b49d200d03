//! The critical dates and services that a case gathers on its way through the stages.

use chrono::{DateTime, Days, NaiveDate, Utc};
use clerk_base::clock::local;

use super::{
    records::{DateEntry, ServiceEntry},
    rows,
    timeline::{EntrySubject, Timeline},
};

impl Timeline<'_> {
    /// The services that begin in a stage.
    pub(super) fn services(&mut self, stage: &str, at: DateTime<Utc>, by: i32) {
        let (category, kind) = match stage {
            "CLIENT_AGREEMENT" if self.rng.chance(30) => ("DISCRETE", "GENERAL_INFORMATION"),
            "ADVICE" => ("DISCRETE", "LEGAL_ADVICE"),
            "FORMAL_LETTER" if self.rng.chance(30) => ("DISCRETE", "LEGAL_TASK"),
            "FORMAL_LETTER" => ("ONGOING", "LEGAL_SUPPORT"),
            "VCAT_CAV" => ("ONGOING", "REPRESENTATION_COURT_TRIBUNAL"),
            "CLOSED" if self.outline.outcome == Some("OUT_OF_SCOPE") => {
                ("DISCRETE", "GENERAL_REFERRAL_SIMPLE")
            }
            _ => return,
        };
        let at = self.later(at, 3);
        let ongoing = category == "ONGOING";
        let closed = self.outline.path.last().filter(|_| !self.outline.is_open());
        let finished = closed.map(|&(_, end)| local(end).date_naive());
        let row = rows::Service {
            created_at: at,
            modified_at: at,
            category: category.to_owned(),
            kind: kind.to_owned(),
            started_at: local(at).date_naive(),
            notes: self.samples.services.get(kind).map(|text| self.roles.fill(text)),
            count: if ongoing { 1 } else { self.rng.number(1, 3) },
            finished_at: finished.filter(|_| ongoing).map(|end| end.max(local(at).date_naive())),
            issue_id: self.roles.issue_id,
            is_deleted: false,
        };
        let note = self.note("EVENT", String::new(), None, at);
        self.push(note, EntrySubject::Service(ServiceEntry { row, by }));
    }

    /// The dates that become known in a stage.
    pub(super) fn dates(&mut self, stage: &str, at: DateTime<Utc>) {
        let today = local(at).date_naive();
        let eviction = self.outline.topic.starts_with("EVICTION");
        let (kind, days) = match stage {
            "CLIENT_AGREEMENT" if eviction => ("NTV_TERMINATION", (14, 90)),
            "CLIENT_AGREEMENT" if self.rng.chance(15) => ("OTHER", (7, 60)),
            "ADVICE" if self.rng.chance(25) => ("LIMITATION", (200, 900)),
            "NEGOTIATIONS" if self.rng.chance(30) => ("FILING_DEADLINE", (14, 40)),
            "VCAT_CAV" => ("HEARING_LISTED", (14, 70)),
            _ => return,
        };
        let days = self.rng.number(days.0, days.1).unsigned_abs();
        self.date(kind, today + Days::new(days.into()), at);
    }

    fn date(&mut self, kind: &str, date: NaiveDate, at: DateTime<Utc>) {
        let at = self.later(at, 2);
        let hearing = kind == "HEARING_LISTED";
        let samples = self.samples;
        let (hearing_type, hearing_location) = match hearing {
            true => self.rng.pick(&samples.hearing_places).clone(),
            false => Default::default(),
        };
        let row = rows::CriticalDate {
            created_at: at,
            modified_at: at,
            kind: kind.to_owned(),
            date,
            notes: samples.dates.get(kind).cloned().unwrap_or_default(),
            is_reviewed: self.rng.chance(60),
            issue_id: self.roles.issue_id,
            hearing_location,
            hearing_type,
        };
        let by = self.roles.paralegal.unwrap_or(self.roles.coordinator);
        let subject = EntrySubject::Date(DateEntry { row, by: by.id, by_email: by.email.clone() });
        self.push(self.note("EVENT", String::new(), None, at), subject);
    }
}
