//! Looking an upload up.

use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    db::{
        Connection,
        schema::{core_fileupload, core_issue},
    },
    domain::accounts::{Account, Role},
    error::{DomainError, Result},
};

/// A stored upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// `core_fileupload.id`.
    pub id: Uuid,
    /// Its key in the file store.
    pub key: String,
    /// `core_issue.id` of the case it belongs to, once there is one.
    pub case_id: Option<Uuid>,
}

impl Upload {
    /// The last part of the key, which serves as its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// The upload, if the account may see its case. Coordinators also see uploads without a case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such upload, [`DomainError::Refused`] when it is not for
/// this account.
pub async fn find_visible(conn: &mut Connection, account: &Account, id: Uuid) -> Result<Upload> {
    type Row = (String, Option<Uuid>, Option<i32>, Option<i32>);
    let row: Option<Row> = core_fileupload::table
        .left_join(core_issue::table.on(core_fileupload::issue_id.eq(core_issue::id.nullable())))
        .filter(core_fileupload::id.eq(id))
        .select((
            core_fileupload::file,
            core_fileupload::issue_id,
            core_issue::paralegal_id.nullable(),
            core_issue::lawyer_id.nullable(),
        ))
        .first(conn)
        .await
        .optional()?;
    let (key, case_id, paralegal, lawyer) = row.ok_or(DomainError::NotFound)?;
    let is_mine = paralegal == Some(account.id)
        || (account.role == Role::Lawyer && lawyer == Some(account.id));
    let may = match account.role {
        Role::None => false,
        Role::Paralegal | Role::Lawyer => is_mine,
        Role::Coordinator | Role::Admin | Role::Superuser => true,
    };
    if may { Ok(Upload { id, key, case_id }) } else { Err(DomainError::forbidden()) }
}
