//! What happened in a case, moment by moment: each entry is a row and the note that shows it on
//! the case's timeline.

use chrono::{DateTime, Days, Duration, Utc};
use clerk_base::clock::{local, local_midnight};
use uuid::Uuid;

use super::{
    outline::Outline,
    records::{DateEntry, ServiceEntry},
    rng::SampleRng,
    rows,
    samples::{Samples, of},
    staff::Member,
};

/// Who plays in a case, and the words that letters and notes fill in.
pub(super) struct Roles<'a> {
    pub(super) issue_id: Uuid,
    pub(super) fileref: &'a str,
    /// The address that clients write to.
    pub(super) case_address: String,
    /// The same with the name to show.
    pub(super) case_sender: String,
    pub(super) client_name: String,
    pub(super) client_email: String,
    pub(super) other_name: String,
    pub(super) other_email: Option<String>,
    pub(super) address: String,
    pub(super) problem: String,
    pub(super) coordinator: &'a Member,
    pub(super) lawyer: Option<&'a Member>,
    pub(super) paralegal: Option<&'a Member>,
}

impl Roles<'_> {
    /// Fills the blanks of a text.
    pub(super) fn fill(&self, text: &str) -> String {
        text.replace("{client}", &self.client_name)
            .replace("{paralegal}", self.paralegal.map_or("the team", |member| &member.full_name))
            .replace("{other}", &self.other_name)
            .replace("{problem}", &self.problem)
            .replace("{address}", &self.address)
            .replace("{fileref}", self.fileref)
    }
}

/// Something that happened.
pub(super) struct Entry {
    /// Its note on the timeline; a draft has none.
    pub(super) note: Option<rows::Note>,
    /// The row that the note points to.
    pub(super) subject: EntrySubject,
}

/// What a note points to.
pub(super) enum EntrySubject {
    Nothing,
    User(i32),
    Event(rows::Event),
    Email(rows::Email),
    Date(DateEntry),
    Service(ServiceEntry),
}

/// A case in the making.
pub(super) struct Timeline<'a> {
    pub(super) rng: &'a mut SampleRng,
    pub(super) samples: &'a Samples,
    pub(super) outline: &'a Outline,
    pub(super) roles: &'a Roles<'a>,
    pub(super) entries: Vec<Entry>,
}

impl Timeline<'_> {
    /// Tells the whole timeline.
    pub(super) fn write(mut self) -> Vec<Entry> {
        self.welcome();
        self.checks();
        let mut stage = "UNSTARTED";
        for &(next, at) in &self.outline.path {
            if stage == "UNSTARTED" && next != "CLOSED" {
                self.assign(at);
            }
            self.move_on(stage, next, at);
            self.work(next, at);
            stage = next;
        }
        self.appraise();
        self.drafts();
        self.entries
    }

    /// A moment up to `days` later, not in the future.
    pub(super) fn later(&mut self, at: DateTime<Utc>, days: i32) -> DateTime<Utc> {
        let near = at + Duration::minutes(self.rng.number(20, days.max(1) * 24 * 60).into());
        self.rng.office_hours(near, at, self.outline.now)
    }

    pub(super) fn note(
        &self,
        kind: &str,
        text: String,
        by: Option<i32>,
        at: DateTime<Utc>,
    ) -> rows::Note {
        rows::Note {
            created_at: at,
            modified_at: at,
            note_type: kind.to_owned(),
            text,
            event: None,
            creator_id: by,
            issue_id: self.roles.issue_id,
            actionstep_id: None,
            content_type_id: None,
            object_id: None,
        }
    }

    pub(super) fn push(&mut self, note: rows::Note, subject: EntrySubject) {
        self.entries.push(Entry { note: Some(note), subject });
    }

    /// The coordinators' two checks of a new case.
    fn checks(&mut self) {
        let at = self.later(self.outline.opened, 2);
        if self.outline.path.is_empty() && (at >= self.outline.now || self.rng.chance(40)) {
            return;
        }
        let refused = self.outline.outcome == Some("OUT_OF_SCOPE");
        let conflict = refused && self.rng.chance(25);
        let (samples, by) = (self.samples, Some(self.roles.coordinator.id));
        let (kind, words) = match conflict {
            true => ("CONFLICT_CHECK_FAILURE", &samples.conflict_bad),
            false => ("CONFLICT_CHECK_SUCCESS", &samples.conflict_ok),
        };
        let text = self.rng.pick(words).clone();
        self.push(self.note(kind, text, by, at), EntrySubject::Nothing);
        let (kind, words) = match refused && !conflict {
            true => ("ELIGIBILITY_CHECK_FAILURE", &samples.ineligible),
            false => ("ELIGIBILITY_CHECK_SUCCESS", &samples.eligible),
        };
        let text = self.rng.pick(words).clone();
        self.push(self.note(kind, text, by, at), EntrySubject::Nothing);
    }

    fn event(&mut self, kind: &str, at: DateTime<Utc>, change: impl FnOnce(&mut rows::Event)) {
        let mut event = rows::Event {
            created_at: at,
            modified_at: at,
            prev_is_open: None,
            next_is_open: None,
            prev_stage: None,
            next_stage: None,
            actionstep_id: None,
            issue_id: self.roles.issue_id,
            next_user_id: None,
            prev_user_id: None,
            event_type: kind.to_owned(),
        };
        change(&mut event);
        self.push(self.note("EVENT", String::new(), None, at), EntrySubject::Event(event));
    }

    fn assign(&mut self, at: DateTime<Utc>) {
        for (kind, member) in [("LAWYER", self.roles.lawyer), ("PARALEGAL", self.roles.paralegal)] {
            if let Some(member) = member {
                self.event(kind, at, |event| event.next_user_id = Some(member.id));
            }
        }
    }

    fn move_on(&mut self, from: &str, to: &str, at: DateTime<Utc>) {
        let closes = to == "CLOSED";
        self.event(if closes { "OPEN" } else { "STAGE" }, at, |event| {
            event.prev_stage = Some(from.to_owned());
            event.next_stage = Some(to.to_owned());
            event.prev_is_open = closes.then_some(true);
            event.next_is_open = closes.then_some(false);
        });
    }

    /// What is done in a stage: notes, letters, dates, services, and now and then a review.
    fn work(&mut self, stage: &str, at: DateTime<Utc>) {
        let by = self.roles.paralegal.unwrap_or(self.roles.coordinator).id;
        let samples = self.samples;
        for text in of(&samples.notes, stage) {
            if self.rng.chance(65) {
                let at = self.later(at, 4);
                let text = self.roles.fill(text);
                self.push(self.note("PARALEGAL", text, Some(by), at), EntrySubject::Nothing);
            }
        }
        self.correspond(stage, at);
        self.services(stage, at, by);
        self.dates(stage, at);
        if stage != "CLOSED" && (self.rng.chance(40) || stage == self.outline.stage()) {
            self.review(at);
        }
    }

    fn review(&mut self, at: DateTime<Utc>) {
        let at = self.later(at, 5);
        let next =
            local(at).date_naive() + Days::new(self.rng.number(14, 45).unsigned_abs().into());
        let text = self.rng.pick(&self.samples.reviews).clone();
        let mut note = self.note("REVIEW", text, Some(self.roles.coordinator.id), at);
        note.event = Some(local_midnight(next));
        self.push(note, EntrySubject::Nothing);
    }

    /// The coordinator's word on how the paralegal did.
    fn appraise(&mut self) {
        let Some(paralegal) = self.roles.paralegal else { return };
        if self.outline.has_reached("FORMAL_LETTER") && self.rng.chance(25) {
            let after = self.outline.path.last().map_or(self.outline.opened, |&(_, at)| at);
            let at = self.later(after, 3);
            let text = self.rng.pick(&self.samples.performance).clone();
            let note = self.note("PERFORMANCE", text, Some(self.roles.coordinator.id), at);
            self.push(note, EntrySubject::User(paralegal.id));
        }
    }
}
