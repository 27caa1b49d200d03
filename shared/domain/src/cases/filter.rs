//! Narrowing a list of cases.

use clerk_store::db::{
    Connection,
    pattern::contains,
    schema::{auth_user, core_client, core_issue},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl,
    dsl::{exists, select, sql},
    sql_types::{Array, Bool, Text},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    access::Cases,
    error::{DomainError, FieldError, Result},
    vocabulary::cases::{Outcome, Stage, Topic},
};

/// What a list of cases is narrowed to. `None` and an empty list of words mean: not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// What they are about.
    pub topic: Option<Topic>,
    /// How far they have come.
    pub stage: Option<Stage>,
    /// How they ended.
    pub outcome: Option<Outcome>,
    /// Open or closed ones.
    pub is_open: Option<bool>,
    /// Account id of the lawyer.
    pub lawyer: Option<i32>,
    /// Account id of the paralegal.
    pub paralegal: Option<i32>,
    /// Key of the client.
    pub client: Option<Uuid>,
    /// Words of which at least one occurs in the file reference, or in a name or the address of the
    /// client or the paralegal; in any case of letters.
    pub words: Vec<String>,
}

impl CaseFilter {
    /// Checks that the accounts named exist.
    ///
    /// # Errors
    /// `does_not_exist` for each one that does not.
    pub(super) async fn check(&self, conn: &mut Connection) -> Result<()> {
        let mut errors = Vec::new();
        for (field, id) in [("lawyer", self.lawyer), ("paralegal", self.paralegal)] {
            let Some(id) = id else { continue };
            let found = auth_user::table.filter(auth_user::id.eq(id));
            if !select(exists(found)).get_result::<bool>(conn).await? {
                errors.push(FieldError::new(
                    field,
                    "does_not_exist",
                    format!("There is no account {id}."),
                ));
            }
        }
        if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
    }

    /// Narrows a query.
    pub(super) fn narrow<'a>(&'a self, mut cases: Cases<'a>) -> Cases<'a> {
        if let Some(topic) = &self.topic {
            cases = cases.filter(core_issue::topic.eq(topic));
        }
        if let Some(stage) = &self.stage {
            cases = cases.filter(core_issue::stage.eq(stage));
        }
        if let Some(outcome) = &self.outcome {
            cases = cases.filter(core_issue::outcome.eq(outcome));
        }
        if let Some(is_open) = self.is_open {
            cases = cases.filter(core_issue::is_open.eq(is_open));
        }
        if let Some(lawyer) = self.lawyer {
            cases = cases.filter(core_issue::lawyer_id.eq(lawyer));
        }
        if let Some(paralegal) = self.paralegal {
            cases = cases.filter(core_issue::paralegal_id.eq(paralegal));
        }
        if let Some(client) = self.client {
            cases = cases.filter(core_issue::client_id.eq(client));
        }
        if !self.words.is_empty() {
            cases = search(cases, &self.words);
        }
        cases
    }
}

/// Rows with a name or address that matches one of the patterns. A macro because the two tables'
/// columns of the same name have no type in common.
macro_rules! somebody {
    ($patterns:expr) => {
        sql::<Bool>("(first_name ILIKE ANY (")
            .bind::<Array<Text>, _>($patterns.clone())
            .sql(") OR last_name ILIKE ANY (")
            .bind::<Array<Text>, _>($patterns.clone())
            .sql(") OR email ILIKE ANY (")
            .bind::<Array<Text>, _>($patterns.clone())
            .sql("))")
    };
}

fn search<'a>(cases: Cases<'a>, words: &[String]) -> Cases<'a> {
    let patterns: Vec<String> = words.iter().map(|word| contains(word)).collect();
    let clients = core_client::table.filter(somebody!(patterns)).select(core_client::id);
    let paralegals = auth_user::table.filter(somebody!(patterns)).select(auth_user::id.nullable());
    cases.filter(
        sql::<Bool>("(core_issue.fileref ILIKE ANY (")
            .bind::<Array<Text>, _>(patterns)
            .sql("))")
            .or(core_issue::client_id.eq_any(clients))
            .or(core_issue::paralegal_id.eq_any(paralegals)),
    )
}
