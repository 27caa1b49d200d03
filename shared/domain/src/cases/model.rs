//! A case and what belongs to it.

use crate::{
    access::CaseRow, accounts::Profile, clients::Client, people::Person, tenancies::Tenancy,
};

/// A case with everybody involved.
#[derive(Clone, Debug)]
pub struct Case {
    /// The columns of `core_issue`.
    pub row: CaseRow,
    /// Whom we help.
    pub client: Client,
    /// Where they live.
    pub tenancy: Tenancy,
    /// Who works on it.
    pub paralegal: Option<Profile>,
    /// Who supervises.
    pub lawyer: Option<Profile>,
    /// Who supports the client from outside.
    pub support_worker: Option<Person>,
}
