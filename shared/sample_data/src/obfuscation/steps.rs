//! What no rule for a column can say.

use clerk_domain::error::Result;
use clerk_store::db::Connection;
use diesel::{QueryableByName, sql_query, sql_types::BigInt};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};

/// Where everything that Slack is told goes in the test environment: the channel of this name, which
/// production's data has for this purpose.
const CHANNEL: &str = "Staging Alerts";

/// Rows that go, before the others are hidden: notes about entries of the audit log, which is emptied,
/// and submissions that became no case, which would become one.
pub(super) async fn before(conn: &mut Connection) -> Result<()> {
    conn.batch_execute(
        "DELETE FROM public.core_issuenote n USING public.django_content_type t
         WHERE t.id = n.content_type_id AND t.app_label = 'core' AND t.model = 'auditevent';
         DELETE FROM public.core_submission s
         WHERE NOT EXISTS (SELECT 1 FROM public.core_issue i WHERE i.submission_id = s.id)",
    )
    .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Secrets of accounts, Slack, and mail on its way. Tells what somebody should look at.
pub(super) async fn after(conn: &mut Connection) -> Result<Vec<String>> {
    conn.batch_execute(&format!(
        "UPDATE public.auth_user SET ms_account_initial_password = NULL,
             password = '!' || left(pg_temp.digest_of(id || 'password'), 40);
         UPDATE public.social_auth_usersocialauth SET extra_data = '{{}}';
         UPDATE public.emails_email SET state = 'DRAFT' WHERE state = 'READY_TO_SEND';
         UPDATE public.slack_slackchannel SET webhook_url = '' WHERE name <> '{CHANNEL}';
         UPDATE public.slack_slackmessage SET channel_id = c.id
         FROM public.slack_slackchannel c WHERE c.name = '{CHANNEL}'"
    ))
    .await?;
    let sql = "SELECT count(*) AS count FROM public.slack_slackmessage m
        JOIN public.slack_slackchannel c ON c.id = m.channel_id WHERE c.webhook_url = ''";
    let silent: Count = sql_query(sql).get_result(conn).await?;
    let mut warnings = Vec::new();
    if silent.count > 0 {
        warnings.push(format!(
            "There is no Slack channel \"{CHANNEL}\": {} messages have nowhere to go.",
            silent.count
        ));
    }
    Ok(warnings)
}
