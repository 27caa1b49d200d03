//! The dialect of the original's API framework, once: pages, choices, dates, patches.
