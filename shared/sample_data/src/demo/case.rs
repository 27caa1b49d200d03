//! One case with everything that hangs on it.

use clerk_domain::emails;
use uuid::Uuid;

use super::{
    answers::{self, Background},
    dice::Dice,
    people::{self, Household},
    plan::Plan,
    rows,
    staff::Staff,
    stock::{Stock, of},
    story::{Cast, Happening, Story},
};

/// An invented case. Ids that the database gives are still missing.
pub(super) struct Invented {
    pub(super) support_worker: Option<rows::Person>,
    pub(super) submission: Option<rows::Submission>,
    pub(super) uploads: Vec<rows::FileUpload>,
    pub(super) issue: rows::Issue,
    pub(super) happenings: Vec<Happening>,
}

/// What every case of a run has in common.
pub(super) struct Setting<'a> {
    pub(super) stock: &'a Stock,
    pub(super) staff: &'a Staff,
    /// Domain of the case addresses.
    pub(super) mail_domain: &'a str,
    /// Key of the picture that clients sent in.
    pub(super) picture: &'a str,
}

/// Fills in the outline of a case.
pub(super) fn draw(
    dice: &mut Dice,
    setting: &Setting<'_>,
    plan: &Plan,
    house: &Household,
    fileref: String,
) -> Invented {
    let stock = setting.stock;
    let support_worker = dice.chance(12).then(|| people::support_worker(dice, stock, plan.opened));
    let background = Background::draw(dice, stock);
    let mut issue = issue(dice, plan, house, &background, fileref);
    if plan.is_assigned() {
        issue.paralegal_id = Some(dice.pick(&setting.staff.paralegals).id);
        issue.lawyer_id = Some(dice.pick(&setting.staff.lawyers).id);
    }
    issue.modified_at = plan.path.last().map_or(plan.opened, |&(_, at)| at);
    issue.outcome_notes =
        plan.outcome.and_then(|it| stock.outcomes.get(it)).cloned().unwrap_or_default();
    let mut uploads = Vec::new();
    let mut submission = None;
    if answers::has_form(plan.topic) {
        let files = dice.number(i32::from(plan.topic.starts_with("EVICTION")), 2);
        uploads = (0..files).map(|_| upload(dice, setting, plan, issue.id)).collect();
        let given = answers::draw(dice, stock, plan, house, &background, &uploads);
        issue.answers = Some(answers::of_topic(stock, plan.topic, &given));
        issue.submission_id = Some(dice.uuid());
        submission = issue.submission_id.map(|id| rows::Submission {
            created_at: plan.opened,
            modified_at: plan.opened,
            id,
            answers: given,
            is_complete: true,
            is_processed: true,
            is_reminder_sent: false,
        });
    }
    let cast = cast(dice, setting, plan, house, &issue);
    let happenings = Story { dice, stock, plan, cast: &cast, happenings: Vec::new() }.tell();
    Invented { support_worker, submission, uploads, issue, happenings }
}

fn issue(
    dice: &mut Dice,
    plan: &Plan,
    house: &Household,
    background: &Background,
    fileref: String,
) -> rows::Issue {
    let advised = plan.has_reached("ADVICE");
    let incomes = ["", "UNDER_40K", "UNDER_40K", "FROM_40K_TO_64K", "FROM_65K_TO_89K"];
    rows::Issue {
        created_at: plan.opened,
        modified_at: plan.opened,
        id: dice.uuid(),
        topic: plan.topic.to_owned(),
        answers: None,
        is_alert_sent: true,
        is_case_sent: false,
        client_id: house.client.id,
        fileref,
        provided_legal_services: advised,
        outcome_notes: String::new(),
        outcome: plan.outcome.map(str::to_owned),
        stage: plan.stage().to_owned(),
        is_open: plan.is_open(),
        actionstep_id: None,
        paralegal_id: None,
        is_sharepoint_set_up: false,
        lawyer_id: None,
        is_welcome_email_sent: true,
        support_worker_id: None,
        tenancy_id: 0,
        weekly_rent: Some(house.weekly_rent),
        employment_status: vec![background.work.to_owned()],
        weekly_income: None,
        referrer: background.referrer.clone(),
        referrer_type: background.referrer_type.to_owned(),
        submission_id: None,
        annual_income_range: dice.word(&incomes).to_owned(),
    }
}

fn upload(dice: &mut Dice, setting: &Setting<'_>, plan: &Plan, issue_id: Uuid) -> rows::FileUpload {
    rows::FileUpload {
        created_at: plan.opened,
        modified_at: plan.opened,
        id: dice.uuid(),
        file: setting.picture.to_owned(),
        issue_id: Some(issue_id),
    }
}

fn cast<'a>(
    dice: &mut Dice,
    setting: &'a Setting<'a>,
    plan: &Plan,
    house: &Household,
    issue: &'a rows::Issue,
) -> Cast<'a> {
    let staff = setting.staff;
    let other = house.agent.as_ref().or(house.landlord.as_ref());
    let problems = of(&setting.stock.problems, plan.topic);
    let suburb = house.tenancy.suburb.as_deref().unwrap_or_default();
    Cast {
        issue_id: issue.id,
        fileref: &issue.fileref,
        case_address: emails::case_address(issue.id, setting.mail_domain),
        case_sender: emails::case_sender(issue.id, setting.mail_domain),
        client_name: house.client.first_name.clone(),
        client_email: house.client.email.clone(),
        other_name: other.map_or_else(|| "the agent".to_owned(), |it| it.full_name.clone()),
        other_email: other.map(|it| it.email.clone()),
        address: format!("{}, {suburb}", house.tenancy.address),
        problem: dice.pick(problems).clone(),
        coordinator: dice.pick(&staff.coordinators),
        lawyer: staff.lawyers.iter().find(|it| Some(it.id) == issue.lawyer_id),
        paralegal: staff.paralegals.iter().find(|it| Some(it.id) == issue.paralegal_id),
    }
}
