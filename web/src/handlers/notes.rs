//! Notes on cases.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context, access,
    notes::{self, NoteFilter},
    vocabulary::notes::NoteType,
};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::Failures,
    guards::ParalegalOrBetter,
    wire::{
        format::{
            body::Body,
            page::{Page, Paginator, Paging, no_such_page},
            query::Query,
        },
        notes::{NewNote, Note},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![create, list];

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
pub async fn list(actor: ParalegalOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    let filter = NoteFilter {
        case: query.uuid("issue"),
        creator: query.key("creator"),
        note_type: query.choice("note_type", NoteType::CHOICES).map(NoteType::from),
        reviewee: query.key("reviewee"),
    };
    let page = PAGES.read(&mut query);
    query.finish()?;
    let found = notes::list(&mut *ctx.db().await?, &actor, &filter, page?).await?;
    let now = ctx.clock.now();
    let page = Page::of(found.ok_or_else(no_such_page)?, |note| Note::new(note, now));
    Ok(HttpResponse::Ok().json(page))
}

/// Writes a note on a case.
#[utoipa::path(
    post,
    path = "/clerk/api/case/{id}/note/",
    operation_id = "createCaseNote",
    tag = "notes",
    params(("id" = Uuid, Path)),
    request_body = NewNote,
    responses((status = 201, description = "The new note", body = Note), Failures),
)]
pub async fn create(
    actor: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &actor, *id).await?;
    let new = NewNote::read(body)?;
    let now = ctx.clock.now();
    let note = notes::create(conn, &actor, *id, new, now).await?;
    Ok(HttpResponse::Created().json(Note::new(note, now)))
}
