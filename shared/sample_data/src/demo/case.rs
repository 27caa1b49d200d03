//! One case with everything that hangs on it.

use clerk_domain::emails;
use uuid::Uuid;

use super::{
    answers::{self, Background},
    outline::Outline,
    people::{self, Household},
    rng::SampleRng,
    rows,
    samples::{Samples, of},
    staff::Staff,
    timeline::{Entry, Roles, Timeline},
};

/// An invented case. Ids that the database gives are still missing.
pub(super) struct Invented {
    pub(super) support_worker: Option<rows::Person>,
    pub(super) submission: Option<rows::Submission>,
    pub(super) uploads: Vec<rows::FileUpload>,
    pub(super) issue: rows::Issue,
    pub(super) entries: Vec<Entry>,
}

/// What every case of a run has in common.
pub(super) struct Setting<'a> {
    pub(super) samples: &'a Samples,
    pub(super) staff: &'a Staff,
    /// Domain of the case addresses.
    pub(super) mail_domain: &'a str,
    /// Key of the picture that clients sent in.
    pub(super) picture: &'a str,
}

/// Fills in the outline of a case.
pub(super) fn draw(
    rng: &mut SampleRng,
    setting: &Setting<'_>,
    outline: &Outline,
    household: &Household,
    fileref: String,
) -> Invented {
    let samples = setting.samples;
    let support_worker =
        rng.chance(12).then(|| people::support_worker(rng, samples, outline.opened));
    let background = Background::draw(rng, samples);
    let mut issue = issue(rng, outline, household, &background, fileref);
    if outline.is_assigned() {
        issue.paralegal_id = Some(rng.pick(&setting.staff.paralegals).id);
        issue.lawyer_id = Some(rng.pick(&setting.staff.lawyers).id);
    }
    issue.modified_at = outline.path.last().map_or(outline.opened, |&(_, at)| at);
    issue.outcome_notes = outline
        .outcome
        .and_then(|outcome| samples.outcomes.get(outcome))
        .cloned()
        .unwrap_or_default();
    let mut uploads = Vec::new();
    let mut submission = None;
    if answers::has_form(outline.topic) {
        let files = rng.number(i32::from(outline.topic.starts_with("EVICTION")), 2);
        uploads = (0..files).map(|_| upload(rng, setting, outline, issue.id)).collect();
        let given = answers::draw(rng, samples, outline, household, &background, &uploads);
        issue.answers = Some(answers::of_topic(samples, outline.topic, &given));
        issue.submission_id = Some(rng.uuid());
        submission = issue.submission_id.map(|id| rows::Submission {
            created_at: outline.opened,
            modified_at: outline.opened,
            id,
            answers: given,
            is_complete: true,
            is_processed: true,
            is_reminder_sent: false,
        });
    }
    let roles = roles(rng, setting, outline, household, &issue);
    let entries = Timeline { rng, samples, outline, roles: &roles, entries: Vec::new() }.write();
    Invented { support_worker, submission, uploads, issue, entries }
}

fn issue(
    rng: &mut SampleRng,
    outline: &Outline,
    household: &Household,
    background: &Background,
    fileref: String,
) -> rows::Issue {
    let advised = outline.has_reached("ADVICE");
    let incomes = ["", "UNDER_40K", "UNDER_40K", "FROM_40K_TO_64K", "FROM_65K_TO_89K"];
    rows::Issue {
        created_at: outline.opened,
        modified_at: outline.opened,
        id: rng.uuid(),
        topic: outline.topic.to_owned(),
        answers: None,
        is_alert_sent: true,
        is_case_sent: false,
        client_id: household.client.id,
        fileref,
        provided_legal_services: advised,
        outcome_notes: String::new(),
        outcome: outline.outcome.map(str::to_owned),
        stage: outline.stage().to_owned(),
        is_open: outline.is_open(),
        actionstep_id: None,
        paralegal_id: None,
        is_sharepoint_set_up: false,
        lawyer_id: None,
        is_welcome_email_sent: true,
        support_worker_id: None,
        tenancy_id: 0,
        weekly_rent: Some(household.weekly_rent),
        employment_status: vec![background.work.to_owned()],
        weekly_income: None,
        referrer: background.referrer.clone(),
        referrer_type: background.referrer_type.to_owned(),
        submission_id: None,
        annual_income_range: rng.word(&incomes).to_owned(),
    }
}

fn upload(
    rng: &mut SampleRng,
    setting: &Setting<'_>,
    outline: &Outline,
    issue_id: Uuid,
) -> rows::FileUpload {
    rows::FileUpload {
        created_at: outline.opened,
        modified_at: outline.opened,
        id: rng.uuid(),
        file: setting.picture.to_owned(),
        issue_id: Some(issue_id),
    }
}

fn roles<'a>(
    rng: &mut SampleRng,
    setting: &'a Setting<'a>,
    outline: &Outline,
    household: &Household,
    issue: &'a rows::Issue,
) -> Roles<'a> {
    let staff = setting.staff;
    let other = household.agent.as_ref().or(household.landlord.as_ref());
    let problems = of(&setting.samples.problems, outline.topic);
    let suburb = household.tenancy.suburb.as_deref().unwrap_or_default();
    Roles {
        issue_id: issue.id,
        fileref: &issue.fileref,
        case_address: emails::case_address(issue.id, setting.mail_domain),
        case_sender: emails::case_sender(issue.id, setting.mail_domain),
        client_name: household.client.first_name.clone(),
        client_email: household.client.email.clone(),
        other_name: other.map_or_else(|| "the agent".to_owned(), |person| person.full_name.clone()),
        other_email: other.map(|person| person.email.clone()),
        address: format!("{}, {suburb}", household.tenancy.address),
        problem: rng.pick(problems).clone(),
        coordinator: rng.pick(&staff.coordinators),
        lawyer: staff.lawyers.iter().find(|member| Some(member.id) == issue.lawyer_id),
        paralegal: staff.paralegals.iter().find(|member| Some(member.id) == issue.paralegal_id),
    }
}
