//! The ladder of roles.

/// The groups that give a role, as the database names them.
pub const GROUPS: [&str; 4] = ["Admin", "Coordinator", "Lawyer", "Paralegal"];

/// What an account may do. A member of several groups has the highest of their roles; the order of
/// the variants is the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumString)]
pub enum Role {
    /// In none of the four groups: may log in, sees nothing.
    #[strum(disabled)]
    None,
    /// Sees the cases assigned to them as paralegal.
    Paralegal,
    /// Sees the cases assigned to them as lawyer or paralegal.
    Lawyer,
    /// Sees and manages every case.
    Coordinator,
    /// Manages accounts and templates too.
    Admin,
    /// Everything. Holds none of the four plain roles, but is "or better" than each.
    #[strum(disabled)]
    Superuser,
}

impl Role {
    /// The role of an account with these group names.
    pub fn of<'a>(is_superuser: bool, groups: impl IntoIterator<Item = &'a str>) -> Self {
        if is_superuser {
            return Self::Superuser;
        }
        let role = |name: &str| name.parse().unwrap_or(Self::None);
        groups.into_iter().map(role).max().unwrap_or(Self::None)
    }

    /// Whether it stands at `role` on the ladder, or above.
    #[must_use]
    pub fn is_at_least(self, role: Self) -> bool {
        self >= role
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_group_decides() {
        assert_eq!(Role::of(false, ["Paralegal", "Coordinator", "Editors"]), Role::Coordinator);
        assert_eq!(Role::of(false, ["Editors"]), Role::None);
        assert_eq!(Role::of(true, ["Paralegal"]), Role::Superuser);
        assert!(Role::Superuser.is_at_least(Role::Admin));
        assert!(!Role::Lawyer.is_at_least(Role::Coordinator));
    }
}
