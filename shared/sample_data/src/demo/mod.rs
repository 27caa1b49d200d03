//! Demo data: made-up tenancy cases with everything that hangs on them, for trying Clerk out. All of
//! it is invented; addresses end in example.org or example.com.

mod answers;
mod case;
mod dates_and_services;
mod filerefs;
mod mail;
mod outline;
mod people;
mod records;
mod rng;
mod rows;
mod samples;
mod staff;
mod timeline;
mod write;

use aws_lc_rs::digest::{SHA256, digest};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_store::{
    db::{Connection, schema::core_issue},
    files::Store,
};
use diesel::QueryDsl;
use diesel_async::{AsyncConnection, RunQueryDsl};
use md5::{Digest, Md5};

use self::{
    case::Setting, filerefs::Filerefs, outline::Outline, people::Household, rng::SampleRng,
    samples::Samples, write::ContentTypes,
};

pub(crate) use samples::words;
pub use staff::PASSWORD;

/// Cases in a transaction. The widest insert of so many stays below the protocol's 65,535 values.
const BATCH: usize = 100;

/// What the invented clients sent in.
const PICTURE: &[u8] = include_bytes!("leak.png");

/// Adds `cases` made-up cases, and on the first run the accounts to look at them with (password
/// [`PASSWORD`]). The same `seed` on the same database at the same time makes the same cases; another
/// run adds more. Calls `progress` with the number of cases stored so far.
///
/// # Errors
/// Refuses where real people's data may be. Fails when the database or the file store does; batches
/// stored before stay.
pub async fn add(
    ctx: &Context,
    cases: usize,
    seed: u64,
    mut progress: impl FnMut(usize) + Send,
) -> Result<()> {
    let environment = ctx.config.environment;
    if environment.is_deployed() {
        let name = environment.name();
        return Err(DomainError::Fatal(format!(
            "Demo data is for development and tests. This is the {name} environment, so nothing \
             was added."
        )));
    }
    let samples = Samples::load()?;
    let conn = &mut *ctx.db().await?;
    let now = ctx.clock.now();
    let staff = conn.transaction(async |conn| staff::ensure(conn, &samples, now).await).await?;
    let types = ContentTypes::read(conn).await?;
    let picture = Store::key_for_upload(&hex::encode(Md5::digest(PICTURE)), ".png");
    ctx.files.put(&picture, "image/png", Bytes::from_static(PICTURE)).await?;
    let setting = Setting {
        samples: &samples,
        staff: &staff,
        mail_domain: &ctx.config.mail.domain,
        picture: &picture,
    };
    let mut done = 0;
    let mut left = None;
    while done < cases {
        let count = BATCH.min(cases - done);
        let batch = async |conn: &mut Connection| {
            add_batch(conn, &setting, &types, count, seed, now, left).await
        };
        left = Some(conn.transaction(batch).await?);
        done += count;
        progress(done);
    }
    Ok(())
}

async fn add_batch(
    conn: &mut Connection,
    setting: &Setting<'_>,
    types: &ContentTypes,
    count: usize,
    seed: u64,
    now: DateTime<Utc>,
    left: Option<Left>,
) -> Result<Left> {
    let existing: i64 = core_issue::table.count().get_result(conn).await?;
    let mut filerefs = match left {
        Some(left) if left.cases == existing => left.filerefs,
        _ => Filerefs::read(conn).await?,
    };
    let first = usize::try_from(existing).unwrap_or_default();
    // A batch of its own rng, since the same throws again would give ids that exist.
    let mut rng = SampleRng::new(mix(seed, existing));
    let mut cases = Vec::with_capacity(count);
    let mut households: Vec<Household> = Vec::with_capacity(count);
    for number in first..first + count {
        let outline = Outline::draw(&mut rng, number, now);
        // Now and then somebody comes back with another problem.
        let known =
            households.last().is_some_and(|household| household.client.created_at < outline.opened);
        if !(known && rng.chance(15)) {
            households.push(Household::draw(&mut rng, setting.samples, number, outline.opened));
        }
        let at = households.len() - 1;
        let fileref = filerefs.take(outline.topic);
        cases.push((at, case::draw(&mut rng, setting, &outline, &households[at], fileref)));
    }
    let cases_now = existing + i64::try_from(count).unwrap_or_default();
    write::store(conn, types, households, cases).await?;
    Ok(Left { cases: cases_now, filerefs })
}

/// What a batch leaves to the next: its references go on where these end, unless somebody else has
/// made a case in between. Reading them anew takes longer the more cases there are.
struct Left {
    cases: i64,
    filerefs: Filerefs,
}

/// A seed for the rng of one batch.
fn mix(seed: u64, existing: i64) -> u64 {
    let hash = digest(&SHA256, format!("{seed} {existing}").as_bytes());
    hash.as_ref().iter().take(8).fold(0, |sum, &byte| sum << 8 | u64::from(byte))
}
