//! `GET /clerk/files/<uuid>/` and `GET /clerk/files/<uuid>/<name>`

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, error::Result, uploads};
use uuid::Uuid;

use super::send::send;
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, or_page},
};

/// Part of the path: the id, and the name for people.
#[derive(serde::Deserialize)]
pub struct Target {
    id: Uuid,
}

/// Hands out an uploaded file to staff who may see its case: by a link of the bucket that soon
/// expires, or as it is. Images and PDF documents are shown, anything else is saved.
///
/// # Errors
/// The 403 page when the case is not for this account, the 404 page when there is no such file.
pub async fn download(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
    target: Path<Target>,
) -> PageResult {
    find_and_send(&ctx, &account, target.id).await.map_err(or_page(&request))
}

async fn find_and_send(
    ctx: &Context,
    account: &clerk_domain::access::Account,
    id: Uuid,
) -> Result<HttpResponse> {
    let upload = uploads::find_visible(&mut *ctx.db().await?, account, id).await?;
    send(ctx, &upload.key, upload.name()).await
}
