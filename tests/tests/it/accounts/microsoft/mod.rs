//! Microsoft accounts of colleagues, and people who could become colleagues.

mod permissions;
mod potential;
mod resync;
mod sync;

use clerk_tests::{NewUser, TestApp, outside::MicrosoftUser};

const EMAIL: &str = "nora.new@anikalegal.org.au";

/// An account that Microsoft does not know yet.
async fn newcomer(app: &TestApp, groups: &[&str]) -> i32 {
    let user = NewUser { groups, ..NewUser::new(EMAIL) }.create(&app.db).await;
    let sql = "UPDATE auth_user SET ms_account_created_at = NULL WHERE id = $1";
    app.db.execute(sql, &[&user.id]).await;
    user.id
}

fn known(has_licence: bool) -> MicrosoftUser {
    let email = EMAIL.to_uppercase();
    MicrosoftUser { email, name: String::new(), password: String::new(), has_licence }
}
