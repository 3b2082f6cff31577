//! What the layer sees in small programs.

mod broken;
mod deep;
mod macros;
mod old;
mod places;
mod shape;
mod show;
