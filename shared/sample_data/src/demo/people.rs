//! Clients, their homes, and the people around them.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use clerk_base::clock::{local, local_midnight};

use super::{rng::SampleRng, rows, samples::Samples};

/// A client and the home they rent.
pub(super) struct Household {
    pub(super) client: rows::Client,
    pub(super) born: NaiveDate,
    pub(super) agent: Option<rows::Person>,
    pub(super) landlord: Option<rows::Person>,
    /// Without the ids of the agent and the landlord, who are not stored yet.
    pub(super) tenancy: rows::Tenancy,
    pub(super) moved_in: NaiveDate,
    pub(super) weekly_rent: i32,
}

impl Household {
    /// Invents one that first wrote at `at`. `number` keeps the addresses apart.
    pub(super) fn draw(
        rng: &mut SampleRng,
        samples: &Samples,
        number: usize,
        at: DateTime<Utc>,
    ) -> Self {
        let today = local(at).date_naive();
        let born = rng.date(today - Months::new(12 * 70), today - Months::new(12 * 19));
        let moved_in = rng.date(today - Months::new(12 * 6), today - Days::new(60));
        let (suburb, postcode) = rng.pick(&samples.places).clone();
        let managed = rng.chance(75);
        let agent = managed.then(|| agent(rng, samples, at));
        // A renter with an agent often does not know the landlord.
        let landlord = (!managed || rng.chance(60)).then(|| landlord(rng, samples, at));
        Self {
            client: client(rng, samples, number, at, born),
            born,
            agent,
            landlord,
            tenancy: rows::Tenancy {
                created_at: at,
                modified_at: at,
                address: street_address(rng, samples),
                started: Some(local_midnight(moved_in)),
                is_on_lease: rng.word(&["YES", "YES", "YES", "NO", "VERBAL"]).to_owned(),
                agent_id: None,
                landlord_id: None,
                postcode: Some(postcode),
                suburb: Some(suburb),
                rental_circumstances: rng
                    .word(&["SOLO", "FLATMATES", "PARTNER", "FAMILY", "OTHER"])
                    .to_owned(),
            },
            moved_in,
            weekly_rent: rng.number(50, 150) * 5,
        }
    }
}

fn client(
    rng: &mut SampleRng,
    samples: &Samples,
    number: usize,
    at: DateTime<Utc>,
    born: NaiveDate,
) -> rows::Client {
    let first = rng.pick(&samples.given).clone();
    let last = rng.pick(&samples.family).clone();
    let gender = rng.word(&["FEMALE", "FEMALE", "FEMALE", "MALE", "MALE", "NON_BINARY"]);
    let bilingual = rng.chance(35);
    let interpreters = ["NO", "NO", "YES_SPOKEN", "YES_WRITTEN_SPOKEN", "YES_WRITTEN"];
    let circumstances =
        ["HOUSING", "SINGLE_PARENT", "MENTAL_ILLNESS", "PHYSICAL_DISABILITY", "VISA", "STRUGGLING"];
    let first_nations = ["NO", "NO", "NO", "NO", "YES_ABORIGINAL", "PREFER_NOT_TO_ANSWER"];
    rows::Client {
        created_at: at,
        modified_at: at,
        id: rng.uuid(),
        email: format!("{}.{number}@example.com", mailbox(&format!("{first}.{last}"))),
        preferred_name: rng.chance(10).then(|| first.chars().take(3).collect()),
        first_name: first,
        last_name: last,
        date_of_birth: Some(local_midnight(born)),
        phone_number: rng.pick(&samples.mobiles).clone(),
        primary_language_non_english: bilingual,
        gender: Some(gender.to_owned()),
        is_aboriginal_or_torres_strait_islander: rng.word(&first_nations).to_owned(),
        call_times: rng.some(&["WEEK_DAY", "WEEK_EVENING", "SATURDAY", "SUNDAY"], 50),
        special_circumstances: Vec::new(),
        legal_access_difficulties: Vec::new(),
        number_of_dependents: Some(rng.number(0, 4)),
        primary_language: match bilingual {
            true => rng.pick(&samples.languages).clone(),
            false => String::new(),
        },
        notes: String::new(),
        centrelink_support: rng.chance(55),
        eligibility_circumstances: rng.some(&circumstances, 20),
        eligibility_notes: String::new(),
        requires_interpreter: match bilingual {
            true => rng.word(&interpreters).to_owned(),
            false => "NO".to_owned(),
        },
        pronouns: samples.pronouns.get(gender).cloned().unwrap_or_default(),
        contact_notes: String::new(),
        contact_restriction: match rng.chance(4) {
            true => "DO_NOT_CONTACT_MARKETING".to_owned(),
            false => String::new(),
        },
    }
}

fn agent(rng: &mut SampleRng, samples: &Samples, at: DateTime<Utc>) -> rows::Person {
    let agency = rng.pick(&samples.agencies);
    let email = format!("rentals@{}.example.org", mailbox(agency).replace('.', "-"));
    let name = full_name(rng, samples);
    person(rng, samples, at, name, email)
}

fn landlord(rng: &mut SampleRng, samples: &Samples, at: DateTime<Utc>) -> rows::Person {
    let name = full_name(rng, samples);
    let email = format!("{}@example.org", mailbox(&name));
    person(rng, samples, at, name, email)
}

/// A worker of another service who helps the client.
pub(super) fn support_worker(
    rng: &mut SampleRng,
    samples: &Samples,
    at: DateTime<Utc>,
) -> rows::Person {
    let name = full_name(rng, samples);
    let service = rng.pick(&samples.supporters);
    let service = mailbox(service).replace('.', "-");
    let email = format!("{}@{service}.example.org", mailbox(&name));
    let wishes = ["DIRECT_ONLY", "COPY_ME_IN", "PERIODIC_UPDATE", "FINAL_UPDATE", "RENTER_MIA"];
    rows::Person {
        support_contact_preferences: rng.word(&wishes).to_owned(),
        ..person(rng, samples, at, name, email)
    }
}

fn person(
    rng: &mut SampleRng,
    samples: &Samples,
    at: DateTime<Utc>,
    full_name: String,
    email: String,
) -> rows::Person {
    let (suburb, postcode) = rng.pick(&samples.places);
    rows::Person {
        created_at: at,
        modified_at: at,
        full_name,
        email,
        address: format!("{}, {suburb} VIC {postcode}", street_address(rng, samples)),
        phone_number: landline(rng),
        support_contact_preferences: String::new(),
    }
}

/// A number of the ranges that the regulator keeps for fiction.
fn landline(rng: &mut SampleRng) -> String {
    format!("03 {} {:04}", rng.pick(&["5550", "7010"]), rng.number(0, 9999))
}

/// A first and a last name.
pub(super) fn full_name(rng: &mut SampleRng, samples: &Samples) -> String {
    format!("{} {}", rng.pick(&samples.given), rng.pick(&samples.family))
}

fn street_address(rng: &mut SampleRng, samples: &Samples) -> String {
    let unit = match rng.chance(35) {
        true => format!("{}/", rng.number(1, 24)),
        false => String::new(),
    };
    format!("{unit}{} {}", rng.number(1, 220), rng.pick(&samples.streets))
}

/// The part of an email address that a name makes: lower-case letters, with dots for spaces.
pub(super) fn mailbox(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.'));
    let words: String = kept.map(|c| if c == ' ' { '.' } else { c.to_ascii_lowercase() }).collect();
    words.split('.').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(".")
}
