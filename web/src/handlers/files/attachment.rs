//! `GET /clerk/attachments/<id>/` and `GET /clerk/attachments/<id>/<name>`

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, DomainError, access::Account, emails, error::Result};

use super::send::send;
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page},
};

/// Part of the path: the id, and the name for people.
#[derive(serde::Deserialize)]
pub struct Target {
    id: String,
}

/// Hands out a file of an email to staff who may see its case: by a link of the bucket that soon
/// expires, or as it is. Images and PDF documents are shown, anything else is saved.
///
/// # Errors
/// The 403 page when the case is not for this account, the 404 page when there is no such file.
pub async fn attachment(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
    target: Path<Target>,
) -> PageResult {
    find_and_send(&ctx, &account, &target.id).await.map_err(or_page(&request))
}

async fn find_and_send(ctx: &Context, account: &Account, id: &str) -> Result<HttpResponse> {
    let id = id.parse().map_err(|_| DomainError::NotFound)?;
    let found = emails::find_attachment(&mut *ctx.db().await?, account, id).await?;
    send(ctx, &found.key, found.name()).await
}
