//! `GET /clerk/api/note/`: notes across cases, newest first.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    notes::{self, NoteFilter},
    vocabulary::notes::NOTE_TYPE,
};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::{
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        note::Note,
    },
};

const PAGES: Paginator = Paginator { size: 20, max_size: Some(100) };

/// The notes that one may read, newest first: below coordinator one's own, and those on the cases
/// that one may see.
#[utoipa::path(
    get,
    path = "/clerk/api/note/",
    operation_id = "getNotes",
    tag = "notes",
    params(
        Paging,
        ("reviewee" = Option<String>, Query, description = "Id of the account that performance reviews are about"),
        ("issue" = Option<String>, Query, description = "UUID of the case"),
        ("creator" = Option<String>, Query, description = "Id of the account"),
        ("note_type" = Option<String>, Query),
    ),
    responses((status = 200, description = "A page of notes", body = Page<Note>), Failures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let filter = NoteFilter {
        case: query.uuid("issue"),
        creator: query.key("creator"),
        note_type: query.choice("note_type", NOTE_TYPE),
        reviewee: query.key("reviewee"),
    };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = notes::list(&mut *ctx.db().await?, &account, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |note| Note::new(note, now));
    Ok(HttpResponse::Ok().json(page))
}
