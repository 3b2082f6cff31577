//! What becomes of values inside one body: cases, endpoints, constants.

pub mod cases;
pub mod constants;
pub mod endpoints;
