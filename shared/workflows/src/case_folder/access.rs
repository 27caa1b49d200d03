//! Who may see the folder of a case, apart from the group's members: its paralegal and its lawyer.

use clerk_domain::{documents::folder, error::Result};
use clerk_services::microsoft::Drive;
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_issue},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// The addresses of who works on a case now.
///
/// # Errors
/// Fails when the database does.
pub async fn team(conn: &mut Connection, case: Uuid) -> QueryResult<Vec<String>> {
    let ids: Option<(Option<i32>, Option<i32>)> = core_issue::table
        .find(case)
        .select((core_issue::paralegal_id, core_issue::lawyer_id))
        .first(conn)
        .await
        .optional()?;
    let (paralegal, lawyer) = ids.unwrap_or_default();
    auth_user::table
        .filter(auth_user::id.eq_any([paralegal, lawyer].into_iter().flatten()))
        .order(auth_user::id)
        .select(auth_user::email)
        .load(conn)
        .await
}

/// Lets somebody work in the folder of a case, or no longer. Nothing happens when that is so already,
/// or when there is no folder. Returns whether there is one.
///
/// # Errors
/// See [`clerk_services::http::Outside::call`].
pub async fn set_access(
    drive: &Drive<'_>,
    case: Uuid,
    email: &str,
    is_wanted: bool,
) -> Result<bool> {
    let path = folder(case);
    let Some(permissions) = drive.permissions(&path).await? else { return Ok(false) };
    let own: Vec<_> = permissions.iter().filter(|it| it.is_of(email)).collect();
    if is_wanted && own.is_empty() {
        drive.grant(&path, email).await?;
    }
    if !is_wanted {
        for permission in own.into_iter().filter(|it| !it.is_inherited()) {
            drive.revoke(&path, &permission.id).await?;
        }
    }
    Ok(true)
}
