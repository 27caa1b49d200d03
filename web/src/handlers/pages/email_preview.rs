//! `GET /clerk/cases/email/<uuid>/draft/<id>/preview/`: what an email will look like.

use actix_web::{
    HttpRequest,
    http::{
        StatusCode,
        header::{CONTENT_SECURITY_POLICY, HeaderValue},
    },
    web::{Data, Path},
};
use clerk_domain::{Context, emails};

use super::{case_detail::open, row_key};
use crate::{
    auth::guards::ParalegalOrBetter,
    react_page::{PageResult, html, or_page},
};

/// The mail is shown as it is and can run nothing.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'none'; sandbox allow-popups",
);

/// Answers with the mail as plain HTML, without the shell.
///
/// # Errors
/// Shows the 404 page when there is no such case or it has no such email, the 403 page when the case
/// is somebody else's.
pub async fn email_preview(
    account: ParalegalOrBetter,
    request: HttpRequest,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let (id, email) = path.into_inner();
    let case = open(&ctx, &account, &id).await.map_err(&or_page)?;
    let key = row_key(&email).map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let look = &ctx.config.mail.look;
    let preview = emails::preview(&mut conn, look, case.id, key).await.map_err(&or_page)?;
    let mut response = html(StatusCode::OK, preview);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}
