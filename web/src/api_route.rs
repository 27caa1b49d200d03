//! Operations of the staff API. The address of one is written once, in the `#[utoipa::path]` of its
//! handler: the route and the API document are both made from there.
//!
//! `utoipa-actix-web` does the same only for handlers with Actix's own macros, which write the address a
//! second time and make one resource of each method, so that another method is answered 404, not 405.

use actix_web::{
    Route,
    http::Method,
    web::{ServiceConfig, resource},
};
use utoipa::openapi::{OpenApi, PathItem};

/// An operation: its handler and its document. Made by [`api_routes`].
pub struct ApiRoute {
    /// The API document of this operation alone, with the schemas that it names.
    pub document: fn() -> OpenApi,
    /// Puts the handler behind a route.
    pub handle: fn(Route) -> Route,
    /// A part of the path and the regular expression that it has to match.
    pub form: Option<(&'static str, &'static str)>,
}

/// A table of operations: the names of their handlers. `name("id" = r"\d+")` says what a part of the path
/// has to look like.
macro_rules! api_routes {
    ($($($name:ident)::+ $(($part:literal = $form:literal))?),+ $(,)?) => {
        &[$({
            #[derive(utoipa::OpenApi)]
            #[openapi(paths($($name)::+))]
            struct Document;

            $crate::api_route::ApiRoute {
                document: <Document as utoipa::OpenApi>::openapi,
                handle: |route| route.to($($name)::+),
                form: $crate::api_route::api_routes!(@form $($part $form)?),
            }
        }),+]
    };
    (@form) => { None };
    (@form $part:literal $form:literal) => { Some(($part, $form)) };
}
pub(crate) use api_routes;

impl ApiRoute {
    fn patterns(&self) -> Vec<(String, Vec<Method>)> {
        let pattern = |path: String| match self.form {
            Some((part, form)) => {
                path.replace(&format!("{{{part}}}"), &format!("{{{part}:{form}}}"))
            }
            None => path,
        };
        let paths = (self.document)().paths.paths;
        paths.into_iter().map(|(path, item)| (pattern(path), methods(&item))).collect()
    }
}

/// Registers a table. An address is one resource with all its methods, so that another method is
/// answered 405.
pub fn register(config: &mut ServiceConfig, table: &[ApiRoute]) {
    let mut resources: Vec<(String, Vec<Route>)> = Vec::new();
    for operation in table {
        for (pattern, methods) in operation.patterns() {
            let new =
                methods.into_iter().map(|method| (operation.handle)(Route::new().method(method)));
            match resources.iter_mut().find(|(known, _)| *known == pattern) {
                Some((_, routes)) => routes.extend(new),
                None => resources.push((pattern, new.collect())),
            }
        }
    }
    for (pattern, routes) in resources {
        config.service(routes.into_iter().fold(resource(pattern), actix_web::Resource::route));
    }
}

fn methods(item: &PathItem) -> Vec<Method> {
    let all = [
        (&item.get, Method::GET),
        (&item.post, Method::POST),
        (&item.put, Method::PUT),
        (&item.patch, Method::PATCH),
        (&item.delete, Method::DELETE),
    ];
    all.into_iter().filter(|(operation, _)| operation.is_some()).map(|(_, method)| method).collect()
}
