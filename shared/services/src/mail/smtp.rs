//! Mail to an SMTP relay.

use std::time::Duration;

use clerk_base::config::{SmtpConfig, SmtpTls};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{
        Error, PoolConfig,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        response::Response,
    },
};

use super::{
    message,
    outgoing::{Accepted, OutgoingMail, SendError},
};
use crate::error::{Result, ServiceError};

/// A relay, with a few connections kept open.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// Sets the transport up. `timeout` is for each step of the conversation.
    pub fn new(config: &SmtpConfig, timeout: Duration) -> Result<Self> {
        let parameters = || tls_parameters(config);
        let tls = match config.tls {
            SmtpTls::StartTls => Tls::Required(parameters()?),
            SmtpTls::Implicit => Tls::Wrapper(parameters()?),
            SmtpTls::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&config.host)
            .port(config.port)
            .tls(tls)
            .timeout(Some(timeout))
            .pool_config(PoolConfig::new().max_size(4));
        if let Some((user, password)) = &config.login {
            builder =
                builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(Self { transport: builder.build() })
    }

    /// Says hello to the relay, and logs in where that is wanted.
    pub async fn try_out(&self) -> Result<String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok("the relay lets us in".to_owned()),
            Ok(false) => {
                Err(ServiceError::Unavailable("smtp: the relay does not answer".to_owned()))
            }
            Err(error) => Err(ServiceError::Unavailable(describe(&error))),
        }
    }

    /// Hands the message to the relay.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        let message = message::build(mail)?;
        // Whatever fails before the message itself goes out, a wrong login too, is not the
        // message's fault: connect first, then use that pooled connection.
        match self.transport.test_connection().await {
            Ok(true) => {}
            Ok(false) => return Err(SendError::transient("smtp: the relay does not answer")),
            Err(error) => return Err(SendError::transient(describe(&error))),
        }
        let answer = self.transport.send(message).await.map_err(|error| failure(&error))?;
        Ok(Accepted { provider_id: provider_id(&answer) })
    }
}

/// The roots that the relay's certificate is checked against: those of the system, and those of
/// `CLERK_SMTP_CA_FILE`.
fn tls_parameters(config: &SmtpConfig) -> Result<TlsParameters> {
    let fatal = |variable: &str, what: String| ServiceError::Fatal(format!("{variable}: {what}"));
    let mut builder = TlsParameters::builder(config.host.clone());
    if let Some(path) = &config.ca_file {
        let variable = "CLERK_SMTP_CA_FILE";
        let pem = std::fs::read(path).map_err(|error| fatal(variable, error.kind().to_string()))?;
        let roots = Certificate::from_pem(&pem)
            .map_err(|_| fatal(variable, "holds no certificates".to_owned()))?;
        builder = builder.add_root_certificate(roots);
    }
    builder.build().map_err(|error| fatal("CLERK_SMTP_TLS", error.to_string()))
}

/// A negative reply is a clear no. Anything else that goes wrong from here on leaves it open
/// whether the relay has the message.
fn failure(error: &Error) -> SendError {
    let reason = describe(error);
    if error.is_transient() {
        SendError::transient(reason)
    } else if error.is_permanent() || error.is_client() {
        SendError::rejected(reason)
    } else {
        SendError::unknown(reason)
    }
}

/// The kind of failure and the reply code. The reply's text may quote addresses.
fn describe(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("smtp: reply {code}"),
        None if error.is_timeout() => "smtp: no answer in time".to_owned(),
        None if error.is_tls() => "smtp: no secure connection".to_owned(),
        None if error.is_client() => "smtp: the relay cannot take this message".to_owned(),
        None => "smtp: the connection failed".to_owned(),
    }
}

/// What the relay calls the message, such as `Ok: queued as 4F2A`.
fn provider_id(answer: &Response) -> String {
    let line = answer.message().collect::<Vec<_>>().join(" ");
    line.chars().take(128).collect()
}
