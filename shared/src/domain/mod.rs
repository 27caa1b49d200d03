//! The rules of the field, and the only home of SQL.

<<<<<<< HEAD
pub mod accounts;
=======
pub mod upkeep;
>>>>>>> jobs
