//! HTML forms: reading one means having checked its token.

use std::collections::HashMap;

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Bytes};
use futures_util::future::LocalBoxFuture;

use super::csrf;
use crate::{error::ApiError, message::Message};

/// A form longer than this is not one of ours.
const MAX_BYTES: usize = 16 * 1024;

/// The fields of a posted form, whose CSRF token was right. The last value of a name counts.
#[derive(Debug)]
pub struct CsrfForm(HashMap<String, String>);

impl CsrfForm {
    /// A field's value, empty when the form has none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

impl FromRequest for CsrfForm {
    type Error = actix_web::Error;
    type Future = LocalBoxFuture<'static, Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let body = Bytes::from_request(&request, &mut payload).await?;
            if body.len() > MAX_BYTES {
                return Err(ApiError::too_large().into());
            }
            let fields: HashMap<String, String> =
                url::form_urlencoded::parse(&body).into_owned().collect();
            let token = fields.get(csrf::FIELD).map(String::as_str);
            match csrf::check(&request, token) {
                Ok(()) => Ok(Self(fields)),
                Err(failure) => {
                    tracing::info!(reason = failure.reason(), "form refused");
                    Err(Message::Forged.into())
                }
            }
        })
    }
}
