//! A page of the front end: the shell with its data.

use std::path::Path;

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use clerk_domain::{
    Context,
    access::{Account, Role},
};
use serde::Serialize;
use serde_json::json;

use super::{
    legacy_assets::LegacyAssets,
    manifest::{self, Assets},
    nav,
    rendered::Rendered,
    script,
};
use crate::{
    auth::{csrf, session},
    wire::accounts::Flags,
};

/// A page that is about to be answered.
pub struct ReactPage<'a> {
    request: &'a HttpRequest,
    title: &'a str,
    context: String,
    assets: Option<Assets>,
    status: StatusCode,
}

/// What every page's context holds besides its own data.
#[derive(Serialize)]
struct WithUser<C> {
    #[serde(flatten)]
    context: C,
    user: Flags,
}

#[derive(Template)]
#[template(path = "shell.html")]
struct Shell<'a> {
    title: &'a str,
    account: Option<Account>,
    nav: Vec<nav::Item>,
    /// An account without a role is asked to wait.
    is_waiting: bool,
    assets: Option<Assets>,
    legacy_assets: LegacyAssets,
    csrf_token: String,
    react_context: String,
    sentry_context: String,
    has_root: bool,
    /// Plain HTML in place of the front end.
    plain: &'a str,
}

/// Answers with a page of the front end, or says that it is missing. `context` is what the page's
/// script finds in `window.REACT_CONTEXT`, together with the flags of the account.
#[must_use]
pub fn render(
    request: &HttpRequest,
    title: &str,
    page: &str,
    context: impl Serialize,
) -> HttpResponse {
    ReactPage::new(request, title, page, context).respond("")
}

impl<'a> ReactPage<'a> {
    /// A page called `page` in the front end's build. The context has to serialise to an object.
    #[must_use]
    pub fn new(
        request: &'a HttpRequest,
        title: &'a str,
        page: &str,
        context: impl Serialize,
    ) -> Self {
        let account = session::account(request);
        let user = Flags::from(account.map_or(Role::None, |account| account.role));
        let context = serde_json::to_string(&WithUser { context, user }).unwrap_or_else(|error| {
            tracing::error!(page, %error, "the context of a page is no JSON object");
            "{}".to_owned()
        });
        let assets = static_root(request).and_then(|root| manifest::assets(root, page));
        Self { request, title, context, assets, status: StatusCode::OK }
    }

    /// Whether the front end has this page, so that no plain HTML is needed.
    #[must_use]
    pub fn is_built(&self) -> bool {
        self.assets.is_some()
    }

    /// The same page with another status than 200.
    #[must_use]
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Answers. `plain` is the HTML to show where the front end is missing.
    #[must_use]
    pub fn respond(self, plain: &str) -> HttpResponse {
        self.rendered(plain).respond()
    }

    pub(super) fn rendered(self, plain: &str) -> Rendered {
        let account = session::account(self.request);
        let path = self.request.path();
        let root = static_root(self.request);
        let shell = Shell {
            title: self.title,
            nav: account.as_ref().map(|account| nav::items(account, path)).unwrap_or_default(),
            is_waiting: account.as_ref().is_some_and(|account| account.role == Role::None),
            account,
            legacy_assets: root.map(LegacyAssets::find).unwrap_or_default(),
            // Scripts read the token from its cookie; asking for it makes sure that there is one.
            csrf_token: csrf::csrf_token(self.request),
            assets: self.assets,
            react_context: script::quoted(&self.context),
            sentry_context: script::quoted(&sentry_context(self.request)),
            has_root: root.is_some(),
            plain,
        };
        Rendered::new(self.status, shell.render())
    }
}

/// Where the built front end is, when there is one.
fn static_root(request: &HttpRequest) -> Option<&Path> {
    let ctx = request.app_data::<Data<Context>>()?;
    ctx.config.web.static_root.as_deref()
}

/// What the bundle's error reporting reads; an empty address turns it off.
fn sentry_context(request: &HttpRequest) -> String {
    let config = request.app_data::<Data<Context>>().map(|ctx| &ctx.config);
    json!({
        "dsn": config.map_or("", |config| &config.web.sentry_js_dsn),
        "environment": config.map_or("", |config| config.environment.name()),
    })
    .to_string()
}
