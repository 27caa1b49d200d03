//! The files that belong to the answers.

use clerk_domain::{error::Result, vocabulary::cases::Topic};
use clerk_store::db::{Connection, schema::core_fileupload};
use diesel::{ExpressionMethods, update};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::answers::Answers;

/// The questions of a topic whose answers are files.
pub(super) fn keys(topic: &Topic) -> &'static [&'static str] {
    match topic {
        Topic::Repairs => &["REPAIRS_ISSUE_PHOTO"],
        Topic::RentReduction => {
            &["RENT_REDUCTION_ISSUE_PHOTO", "RENT_REDUCTION_NOTICE_TO_VACATE_DOCUMENT"]
        }
        Topic::EvictionArrears => &["EVICTION_ARREARS_DOCUMENTS_UPLOAD"],
        Topic::EvictionRetaliatory => &["EVICTION_RETALIATORY_DOCUMENTS_UPLOAD"],
        Topic::Bonds => &[
            "BONDS_RTBA_APPLICATION_UPLOAD",
            "BONDS_DAMAGE_QUOTE_UPLOAD",
            "BONDS_CLEANING_DOCUMENT_UPLOADS",
            "BONDS_LOCKS_CHANGE_QUOTE",
        ],
        Topic::HealthCheck => &["SUPPORT_WORKER_AUTHORITY_UPLOAD", "TENANCY_DOCUMENTS_UPLOAD"],
        Topic::Other | Topic::Unlisted(_) => &[],
    }
}

/// The ids of the files in the answers of a topic. What is no id is left out: the form stores some
/// of our error messages as if they were uploads.
pub(super) fn ids(topic: &Topic, answers: &Answers<'_>) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for key in keys(topic) {
        let files = match answers.raw(key) {
            None => continue,
            Some(Value::Array(files)) => files.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let found = files.iter().filter_map(|file| file.get("id")?.as_str()?.parse().ok());
        for id in found.collect::<Vec<Uuid>>() {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }
    ids
}

/// Gives the files to the case. A file that does not exist or belongs to another case is left
/// alone: knowing its id is not enough to take it.
pub(super) async fn attach(conn: &mut Connection, ids: &[Uuid], case: Uuid) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let attached: Vec<Uuid> = update(core_fileupload::table)
        .filter(core_fileupload::id.eq_any(ids))
        .filter(core_fileupload::issue_id.is_null())
        .set(core_fileupload::issue_id.eq(case))
        .returning(core_fileupload::id)
        .get_results(conn)
        .await?;
    for upload in ids.iter().filter(|id| !attached.contains(id)) {
        tracing::warn!(%upload, %case, "an upload is unknown or belongs to another case");
    }
    Ok(())
}
