//! formulate
