//! What the layer sees in small programs.
