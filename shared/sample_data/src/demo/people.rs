//! Clients, their homes, and the people around them.

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use clerk_base::clock::{local, local_midnight};

use super::{dice::Dice, rows, stock::Stock};

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
    pub(super) fn draw(dice: &mut Dice, stock: &Stock, number: usize, at: DateTime<Utc>) -> Self {
        let today = local(at).date_naive();
        let born = dice.date(today - Months::new(12 * 70), today - Months::new(12 * 19));
        let moved_in = dice.date(today - Months::new(12 * 6), today - Days::new(60));
        let (suburb, postcode) = dice.pick(&stock.places).clone();
        let managed = dice.chance(75);
        let agent = managed.then(|| agent(dice, stock, at));
        // A renter with an agent often does not know the landlord.
        let landlord = (!managed || dice.chance(60)).then(|| landlord(dice, stock, at));
        Self {
            client: client(dice, stock, number, at, born),
            born,
            agent,
            landlord,
            tenancy: rows::Tenancy {
                created_at: at,
                modified_at: at,
                address: street_address(dice, stock),
                started: Some(local_midnight(moved_in)),
                is_on_lease: dice.word(&["YES", "YES", "YES", "NO", "VERBAL"]).to_owned(),
                agent_id: None,
                landlord_id: None,
                postcode: Some(postcode),
                suburb: Some(suburb),
                rental_circumstances: dice
                    .word(&["SOLO", "FLATMATES", "PARTNER", "FAMILY", "OTHER"])
                    .to_owned(),
            },
            moved_in,
            weekly_rent: dice.number(50, 150) * 5,
        }
    }
}

fn client(
    dice: &mut Dice,
    stock: &Stock,
    number: usize,
    at: DateTime<Utc>,
    born: NaiveDate,
) -> rows::Client {
    let first = dice.pick(&stock.given).clone();
    let last = dice.pick(&stock.family).clone();
    let gender = dice.word(&["FEMALE", "FEMALE", "FEMALE", "MALE", "MALE", "NON_BINARY"]);
    let bilingual = dice.chance(35);
    let interpreters = ["NO", "NO", "YES_SPOKEN", "YES_WRITTEN_SPOKEN", "YES_WRITTEN"];
    let circumstances =
        ["HOUSING", "SINGLE_PARENT", "MENTAL_ILLNESS", "PHYSICAL_DISABILITY", "VISA", "STRUGGLING"];
    let first_nations = ["NO", "NO", "NO", "NO", "YES_ABORIGINAL", "PREFER_NOT_TO_ANSWER"];
    rows::Client {
        created_at: at,
        modified_at: at,
        id: dice.uuid(),
        email: format!("{}.{number}@example.com", mailbox(&format!("{first}.{last}"))),
        preferred_name: dice.chance(10).then(|| first.chars().take(3).collect()),
        first_name: first,
        last_name: last,
        date_of_birth: Some(local_midnight(born)),
        phone_number: dice.pick(&stock.mobiles).clone(),
        primary_language_non_english: bilingual,
        gender: Some(gender.to_owned()),
        is_aboriginal_or_torres_strait_islander: dice.word(&first_nations).to_owned(),
        call_times: dice.some(&["WEEK_DAY", "WEEK_EVENING", "SATURDAY", "SUNDAY"], 50),
        special_circumstances: Vec::new(),
        legal_access_difficulties: Vec::new(),
        number_of_dependents: Some(dice.number(0, 4)),
        primary_language: match bilingual {
            true => dice.pick(&stock.languages).clone(),
            false => String::new(),
        },
        notes: String::new(),
        centrelink_support: dice.chance(55),
        eligibility_circumstances: dice.some(&circumstances, 20),
        eligibility_notes: String::new(),
        requires_interpreter: match bilingual {
            true => dice.word(&interpreters).to_owned(),
            false => "NO".to_owned(),
        },
        pronouns: stock.pronouns.get(gender).cloned().unwrap_or_default(),
        contact_notes: String::new(),
        contact_restriction: match dice.chance(4) {
            true => "DO_NOT_CONTACT_MARKETING".to_owned(),
            false => String::new(),
        },
    }
}

fn agent(dice: &mut Dice, stock: &Stock, at: DateTime<Utc>) -> rows::Person {
    let agency = dice.pick(&stock.agencies);
    let email = format!("rentals@{}.example.org", mailbox(agency).replace('.', "-"));
    let name = full_name(dice, stock);
    person(dice, stock, at, name, email)
}

fn landlord(dice: &mut Dice, stock: &Stock, at: DateTime<Utc>) -> rows::Person {
    let name = full_name(dice, stock);
    let email = format!("{}@example.org", mailbox(&name));
    person(dice, stock, at, name, email)
}

/// A worker of another service who helps the client.
pub(super) fn support_worker(dice: &mut Dice, stock: &Stock, at: DateTime<Utc>) -> rows::Person {
    let name = full_name(dice, stock);
    let service = dice.pick(&stock.supporters);
    let service = mailbox(service).replace('.', "-");
    let email = format!("{}@{service}.example.org", mailbox(&name));
    let wishes = ["DIRECT_ONLY", "COPY_ME_IN", "PERIODIC_UPDATE", "FINAL_UPDATE", "RENTER_MIA"];
    rows::Person {
        support_contact_preferences: dice.word(&wishes).to_owned(),
        ..person(dice, stock, at, name, email)
    }
}

fn person(
    dice: &mut Dice,
    stock: &Stock,
    at: DateTime<Utc>,
    full_name: String,
    email: String,
) -> rows::Person {
    let (suburb, postcode) = dice.pick(&stock.places);
    rows::Person {
        created_at: at,
        modified_at: at,
        full_name,
        email,
        address: format!("{}, {suburb} VIC {postcode}", street_address(dice, stock)),
        phone_number: landline(dice),
        support_contact_preferences: String::new(),
    }
}

/// A number of the ranges that the regulator keeps for fiction.
fn landline(dice: &mut Dice) -> String {
    format!("03 {} {:04}", dice.pick(&["5550", "7010"]), dice.number(0, 9999))
}

/// A first and a last name.
pub(super) fn full_name(dice: &mut Dice, stock: &Stock) -> String {
    format!("{} {}", dice.pick(&stock.given), dice.pick(&stock.family))
}

fn street_address(dice: &mut Dice, stock: &Stock) -> String {
    let unit = match dice.chance(35) {
        true => format!("{}/", dice.number(1, 24)),
        false => String::new(),
    };
    format!("{unit}{} {}", dice.number(1, 220), dice.pick(&stock.streets))
}

/// The part of an email address that a name makes: lower-case letters, with dots for spaces.
pub(super) fn mailbox(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '.'));
    let words: String = kept.map(|c| if c == ' ' { '.' } else { c.to_ascii_lowercase() }).collect();
    words.split('.').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(".")
}
