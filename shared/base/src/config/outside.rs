//! Services on the network that are not ours.

use super::{
    environment::Environment,
    source::{Problems, Secret, Source},
};

/// All outgoing HTTP.
#[derive(Clone, Debug)]
pub struct OutsideConfig {
    /// `CLERK_OUTSIDE_URL`: a stand-in for every service, `https://HOST/PATH` becoming
    /// `<CLERK_OUTSIDE_URL>/HOST/PATH`. Refused in staging and production.
    pub stand_in: Option<String>,
    /// `CLERK_OUTSIDE_TIMEOUT`: seconds before a call is given up. Default 30.
    pub timeout_seconds: u64,
}

impl OutsideConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let stand_in = source.get("CLERK_OUTSIDE_URL");
        if stand_in.is_some() && environment.is_deployed() {
            problems.add("CLERK_OUTSIDE_URL: only for development and tests");
        }
        Self {
            stand_in: stand_in.map(|url| url.trim_end_matches('/').to_owned()),
            timeout_seconds: source.parse("CLERK_OUTSIDE_TIMEOUT", 30, problems),
        }
    }
}

/// Slack.
#[derive(Clone, Debug)]
pub struct SlackConfig {
    /// `SLACK_API_TOKEN`: for direct messages. Channel messages use the webhook in the database.
    pub api_token: Option<Secret>,
    /// `SLACK_EMAIL_ALERT_OVERRIDE`: who gets direct messages about emails outside production. Those about
    /// assignments and stages go to the people themselves, as in the original.
    pub alert_override: Option<String>,
}

impl SlackConfig {
    pub(super) fn read(source: &Source, environment: Environment) -> Self {
        let default =
            (environment != Environment::Production).then(|| "tech@anikalegal.org.au".to_owned());
        Self {
            api_token: source.secret("SLACK_API_TOKEN"),
            alert_override: source.get("SLACK_EMAIL_ALERT_OVERRIDE").or(default),
        }
    }
}

/// Microsoft Graph: SharePoint folders of the cases.
#[derive(Clone, Debug)]
pub struct MicrosoftConfig {
    /// `AZURE_AD_CLIENT_ID` and `AZURE_AD_CLIENT_SECRET`, when both are set.
    pub client: Option<(String, Secret)>,
    /// `MS_AUTHORITY_URL`: the tenant that issues tokens.
    pub authority_url: String,
    /// `MS_GRAPH_DRIVE_ID`: the drive that holds the cases.
    pub drive_id: String,
    /// `MS_GRAPH_GROUP_ID`: the group whose members see every case.
    pub group_id: String,
    /// `CASES_FOLDER_ID`: the folder of the cases in the drive.
    pub cases_folder_id: String,
    /// `MS_REMOVE_OFFICE_LICENCES`: whether people who no longer need a licence lose it. Default: in
    /// production only.
    pub remove_licences: bool,
    /// `CLERK_SKIP_USER_EVENTS`: set to anything, Microsoft accounts are left alone when accounts
    /// change.
    pub leave_accounts_alone: bool,
}

impl MicrosoftConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let (group, drive, folder) = match environment {
            Environment::Production => (
                "565f3cd9-c16e-49a8-9bba-d2ac86fea77b",
                "b!83_G5n94RUKVhtqomh8QdLsJLbi6tCpKomnhyRvhq7L3St3-kEDdTq9Ft70M4eXu",
                "017MQILZDHEEIISZQLR5HZOMU4KKAUM34D",
            ),
            Environment::Staging => (
                "4d0ce3f7-cec0-478b-aae8-1d981c2aede2",
                "b!zBUQNn3jdEO44jZXmI-2GO0Krjc71QFLkmFqmCjMqFZZhq6ZPsfjR6HYQBbAK0_E",
                "012MW3H5PFZKSKCYCV4ZH25IDR5GUXGAJC",
            ),
            Environment::Development | Environment::Test => (
                "d6b81121-9482-45d4-9acd-6fa42111d5b3",
                "b!Byhxuh0t_ESbqiHJZpNyHbsJLbi6tCpKomnhyRvhq7L3St3-kEDdTq9Ft70M4eXu",
                "014GE5DG2XPLXZF3NLYNGK4IDSYOAG5ICE",
            ),
        };
        Self {
            client: source.get("AZURE_AD_CLIENT_ID").zip(source.secret("AZURE_AD_CLIENT_SECRET")),
            authority_url: source.or(
                "MS_AUTHORITY_URL",
                "https://login.microsoftonline.com/e89f1fec-2d50-4795-886e-a3475bdc4e4b",
            ),
            drive_id: source.or("MS_GRAPH_DRIVE_ID", drive),
            group_id: source.or("MS_GRAPH_GROUP_ID", group),
            cases_folder_id: source.or("CASES_FOLDER_ID", folder),
            remove_licences: source.parse(
                "MS_REMOVE_OFFICE_LICENCES",
                environment == Environment::Production,
                problems,
            ),
            leave_accounts_alone: source.get("CLERK_SKIP_USER_EVENTS").is_some(),
        }
    }
}

/// Google's directory of the organisation's people, read with a service account.
#[derive(Clone, Debug)]
pub struct GoogleDirectory {
    /// `GOOGLE_SERVICE_ACCOUNT_EMAIL`.
    pub service_account: String,
    /// `GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY`: its key as PEM; line breaks may be written as `\\n`.
    pub private_key: Secret,
    /// `GOOGLE_DIRECTORY_DOMAIN`: whose people are offered. Default `anikalegal.org.au`.
    pub domain: String,
}

impl GoogleDirectory {
    /// The directory, when both variables of the service account are set.
    pub(super) fn read(source: &Source) -> Option<Self> {
        let account = source.get("GOOGLE_SERVICE_ACCOUNT_EMAIL");
        let (service_account, key) =
            account.zip(source.get("GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY"))?;
        Some(Self {
            service_account,
            private_key: Secret::new(key.replace("\\n", "\n")),
            domain: source.or("GOOGLE_DIRECTORY_DOMAIN", "anikalegal.org.au"),
        })
    }
}
