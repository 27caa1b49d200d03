//! Who may read and write which notes of a case that they may see.

use crate::{
    access::{Account, Role},
    vocabulary::notes::{FOR_COORDINATORS, FOR_PARALEGALS, NoteType},
};

/// The kinds of note that somebody may read: reviews are for coordinators and better, everything
/// else is for everybody on the case.
#[must_use]
pub fn readable_types(actor: &Account) -> Vec<NoteType> {
    let mut types = FOR_PARALEGALS.to_vec();
    if actor.role.is_at_least(Role::Coordinator) {
        types.extend_from_slice(FOR_COORDINATORS);
    }
    types
}

/// Whether somebody may write notes of a kind: what they may read. The API refuses what nobody
/// writes (events, emails) before: [`crate::vocabulary::notes::WRITTEN_TYPE`].
#[must_use]
pub fn may_write(actor: &Account, note_type: &NoteType) -> bool {
    readable_types(actor).contains(note_type)
}
