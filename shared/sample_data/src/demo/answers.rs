//! The answers that the intake form would have sent.

use chrono::{Days, Months, NaiveDate};
use clerk_base::clock::local;
use serde_json::{Map, Value, json};

use super::{outline::Outline, people::Household, rng::SampleRng, rows, samples::Samples};

/// Topics that the form offers; the others are opened by hand and have no answers.
pub(super) fn has_form(topic: &str) -> bool {
    matches!(topic, "REPAIRS" | "BONDS" | "EVICTION_RETALIATORY" | "EVICTION_ARREARS")
}

/// What the client answered about their work and how they found us.
pub(super) struct Background {
    pub(super) work: &'static str,
    pub(super) referrer_type: &'static str,
    pub(super) referrer: String,
}

impl Background {
    pub(super) fn draw(rng: &mut SampleRng, samples: &Samples) -> Self {
        let referrer_type = rng.word(&[
            "LEGAL_CENTRE",
            "HOUSING_SERVICE",
            "COMMUNITY_ORGANISATION",
            "SOCIAL_MEDIA",
            "SEARCH",
            "WORD_OF_MOUTH",
            "RADIO",
            "RETURNING_CLIENT",
        ]);
        let named = samples.referrers.get(referrer_type);
        Self {
            work: rng.word(&[
                "WORKING_FULL_TIME",
                "WORKING_PART_TIME",
                "WORKING_CASUALLY",
                "STUDENT",
                "PARENT",
                "RETIRED",
                "TEMPORARILY_UNABLE",
                "LOOKING_FOR_WORK",
            ]),
            referrer_type,
            referrer: named.map(|names| rng.pick(names).clone()).unwrap_or_default(),
        }
    }
}

/// Every answer of the form, `null` for what was not asked.
pub(super) fn draw(
    rng: &mut SampleRng,
    samples: &Samples,
    outline: &Outline,
    household: &Household,
    background: &Background,
    uploads: &[rows::FileUpload],
) -> Value {
    let mut answers: Map<String, Value> =
        samples.questions.iter().map(|name| (name.clone(), Value::Null)).collect();
    answers.extend(about_client(rng, household, background));
    answers.extend(about_home(household));
    let today = local(outline.opened).date_naive();
    let files: Vec<_> = uploads
        .iter()
        .map(|file| json!({"id": file.id, "file": file.file, "issue": null}))
        .collect();
    answers.extend(match outline.topic {
        "REPAIRS" => repairs(rng, today, files),
        "BONDS" => bonds(rng, samples, today, files),
        "EVICTION_ARREARS" => arrears(rng, today, files),
        _ => retaliation(rng, samples, today, files),
    });
    answers.insert("ISSUES".to_owned(), json!(outline.topic));
    Value::Object(answers)
}

/// The answers that the case itself keeps: those of its topic, without the prefix and the files.
pub(super) fn of_topic(samples: &Samples, topic: &str, answers: &Value) -> Value {
    let prefix = format!("{topic}_");
    let kept = answers.as_object().into_iter().flatten().filter_map(|(name, value)| {
        let short = name.strip_prefix(&prefix)?;
        (!samples.upload_questions.contains(name)).then(|| (short.to_owned(), value.clone()))
    });
    Value::Object(kept.collect())
}

type Answers = Map<String, Value>;

fn object(value: Value) -> Answers {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn about_client(rng: &mut SampleRng, household: &Household, background: &Background) -> Answers {
    let client = &household.client;
    let income = (!client.centrelink_support).then(|| rng.number(40, 160) * 10);
    let mut answers = object(json!({
        "IS_VICTORIAN_TENANT": true,
        "FIRST_NAME": client.first_name,
        "LAST_NAME": client.last_name,
        "PREFERRED_NAME": client.preferred_name,
        "EMAIL": client.email,
        "PHONE": client.phone_number,
        "AVAILABILITY": client.call_times,
        "CENTRELINK_SUPPORT": client.centrelink_support,
        "NUMBER_OF_DEPENDENTS": client.number_of_dependents,
        "WEEKLY_HOUSEHOLD_INCOME": income,
        "DOB": household.born,
        "GENDER": client.gender,
        "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER": client.is_aboriginal_or_torres_strait_islander,
        "CAN_SPEAK_NON_ENGLISH": client.primary_language_non_english,
        "WORK_OR_STUDY_CIRCUMSTANCES": background.work,
        "REFERRER_TYPE": background.referrer_type,
    }));
    if !client.eligibility_circumstances.is_empty() {
        answers.extend(object(json!({
            "ELIGIBILITY_CIRCUMSTANCES": client.eligibility_circumstances,
        })));
    }
    if client.primary_language_non_english {
        answers.extend(object(json!({
            "INTERPRETER": client.requires_interpreter,
            "FIRST_LANGUAGE": client.primary_language,
        })));
    }
    if !background.referrer.is_empty() {
        let question = match background.referrer_type {
            "SOCIAL_MEDIA" => "SOCIAL_REFERRER".to_owned(),
            other => format!("{other}_REFERRER"),
        };
        answers.insert(question, json!(background.referrer));
    }
    answers
}

fn about_home(household: &Household) -> Answers {
    let postcode =
        household.tenancy.postcode.as_deref().and_then(|postcode| postcode.parse::<i32>().ok());
    let mut answers = object(json!({
        "POSTCODE": postcode,
        "RENTAL_CIRCUMSTANCES": household.tenancy.rental_circumstances,
        "IS_ON_LEASE": household.tenancy.is_on_lease,
        "START_DATE": household.moved_in,
        "SUBURB": household.tenancy.suburb,
        "ADDRESS": household.tenancy.address,
        "WEEKLY_RENT": household.weekly_rent,
        "PROPERTY_MANAGER_IS_AGENT": household.agent.is_some(),
    }));
    if let Some(agent) = &household.agent {
        answers.extend(object(json!({
            "AGENT_NAME": agent.full_name,
            "AGENT_ADDRESS": agent.address,
            "AGENT_EMAIL": agent.email,
            "AGENT_PHONE": agent.phone_number,
        })));
    }
    if let Some(landlord) = &household.landlord {
        answers.insert("LANDLORD_NAME".to_owned(), json!(landlord.full_name));
        // Asked only when there is no agent to write to.
        if household.agent.is_none() {
            answers.extend(object(json!({
                "LANDLORD_ADDRESS": landlord.address,
                "LANDLORD_EMAIL": landlord.email,
                "LANDLORD_PHONE": landlord.phone_number,
            })));
        }
    }
    answers
}

fn repairs(rng: &mut SampleRng, today: NaiveDate, files: Vec<Value>) -> Answers {
    let applied = rng.chance(25);
    let mut tried = rng.some(&["Landlord", "Breaches", "CAV"], 55);
    if applied {
        tried.push("APPLIED_VCAT".to_owned());
    }
    if tried.is_empty() {
        tried.push("Landlord".to_owned());
    }
    object(json!({
        "REPAIRS_ISSUE_PHOTO": (!files.is_empty()).then_some(files),
        "REPAIRS_ISSUE_START": rng.date(today - Months::new(8), today - Days::new(7)),
        "REPAIRS_VCAT": tried,
        "REPAIRS_APPLIED_VCAT": applied.then_some(true),
    }))
}

fn bonds(rng: &mut SampleRng, samples: &Samples, today: NaiveDate, files: Vec<Value>) -> Answers {
    let reasons: Vec<_> = samples.claims.keys().map(String::as_str).collect();
    let mut claimed = rng.some(&reasons, 40);
    if claimed.is_empty() {
        claimed.push("Damage".to_owned());
    }
    let mut answers = object(json!({
        "BONDS_MOVE_OUT_DATE": rng.date(today - Days::new(60), today - Days::new(3)),
        "BOND_RTBA": true,
        "BONDS_LANDLORD_INTENTS_TO_MAKE_CLAIM": true,
        "BONDS_HAS_LANDLORD_MADE_RTBA_APPLICATION": true,
        "BONDS_TENANT_HAS_RTBA_APPLICATION_COPY": !files.is_empty(),
        "BONDS_RTBA_APPLICATION_UPLOAD": (!files.is_empty()).then_some(files),
        "BONDS_CLAIM_REASONS": claimed,
    }));
    for reason in &claimed {
        let (text, amount) = (samples.claims.get(reason), rng.number(8, 120) * 10);
        answers.extend(object(match reason.as_str() {
            "Damage" => json!({
                "BONDS_DAMAGE_CLAIM_DESCRIPTION": text,
                "BONDS_DAMAGE_CLAIM_AMOUNT": amount,
                "BONDS_DAMAGE_CAUSED_BY_TENANT": false,
            }),
            "Cleaning" => json!({
                "BONDS_CLEANING_CLAIM_DESCRIPTION": text,
                "BONDS_CLEANING_CLAIM_AMOUNT": amount,
            }),
            "Rent or other money owing" => json!({
                "BONDS_MONEY_OWED_CLAIM_DESCRIPTION": text,
                "BONDS_MONEY_OWED_CLAIM_AMOUNT": amount,
                "BONDS_MONEY_IS_OWED_BY_TENANT": rng.chance(30),
            }),
            _ => json!({
                "BONDS_OTHER_REASONS_DESCRIPTION": text,
                "BONDS_OTHER_REASONS_AMOUNT": amount,
            }),
        }));
    }
    answers
}

fn retaliation(
    rng: &mut SampleRng,
    samples: &Samples,
    today: NaiveDate,
    files: Vec<Value>,
) -> Answers {
    let hearing = rng.chance(20);
    let mut reasons = rng.some(&["Repairs", "Modifications", "Rent Increase"], 45);
    if reasons.is_empty() {
        reasons.push("Repairs".to_owned());
    }
    object(json!({
        "EVICTION_RETALIATORY_IS_ALREADY_REMOVED": false,
        "EVICTION_RETALIATORY_HAS_NOTICE": true,
        "EVICTION_RETALIATORY_DOCUMENTS_UPLOAD": files,
        "EVICTION_RETALIATORY_DATE_RECEIVED_NTV": rng.date(today - Days::new(30), today),
        "EVICTION_RETALIATORY_NTV_TYPE": rng.pick(&samples.notice_types),
        "EVICTION_RETALIATORY_RETALIATORY_REASON": reasons,
        "EVICTION_RETALIATORY_VCAT_HEARING": hearing,
        "EVICTION_RETALIATORY_VCAT_HEARING_DATE":
            hearing.then(|| rng.date(today + Days::new(14), today + Days::new(60))),
        "EVICTION_RETALIATORY_TERMINATION_DATE":
            rng.date(today + Days::new(14), today + Days::new(120)),
    }))
}

fn arrears(rng: &mut SampleRng, today: NaiveDate, files: Vec<Value>) -> Answers {
    let sent = rng.date(today - Days::new(21), today);
    object(json!({
        "EVICTION_ARREARS_IS_ALREADY_REMOVED": false,
        "EVICTION_ARREARS_HAS_NOTICE": true,
        "EVICTION_ARREARS_DOCUMENTS_UPLOAD": files,
        "EVICTION_ARREARS_IS_UNPAID_RENT": true,
        "EVICTION_ARREARS_IS_VCAT_DATE": false,
        "EVICTION_ARREARS_NOTICE_SEND_DATE": sent,
        "EVICTION_ARREARS_DOC_DELIVERY_TIME_NOTICE_TO_VACATE": sent,
        "EVICTION_ARREARS_NOTICE_VACATE_DATE": sent + Days::new(14),
        "EVICTION_ARREARS_PAYMENT_FAIL_REASON": ["Reduced income", "Loss of job"],
    }))
}
