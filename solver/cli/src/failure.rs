//! Why a command ends without success, and its exit code.

use kehou_domain::fault::Text;
use kehou_domain::outcome::{Outcome, Status};
use kehou_format::WriteFault;

/// Why a command ends without success.
#[derive(Debug)]
pub enum Failure {
    /// The program is at fault, or the machine: disk full, for example.
    Internal(Text),
    /// What was asked for cannot be done.
    Usage(Text),
    /// The input has faults, which have been printed.
    Faults,
    /// Pins, bans or hard data contradict each other, which has been printed.
    Contradiction,
    /// There is no plan: a limit came first, or none exists. Why has been printed.
    NoPlan(Box<Outcome>),
    /// The plan breaks rules, which has been printed.
    CheckFailed,
}

impl Failure {
    /// The exit code.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Internal(_) => 1,
            Self::Usage(_) => 2,
            Self::Faults => 3,
            Self::Contradiction => 4,
            Self::NoPlan(outcome) => match outcome.status {
                Status::Infeasible => 4,
                _ => 5,
            },
            Self::CheckFailed => 6,
        }
    }

    /// What is still to be said, if anything.
    pub const fn text(&self) -> Option<&Text> {
        match self {
            Self::Internal(text) | Self::Usage(text) => Some(text),
            _ => None,
        }
    }
}

impl From<WriteFault> for Failure {
    fn from(fault: WriteFault) -> Self {
        let text = fault.text();
        match fault {
            WriteFault::Json { .. } => Self::Internal(text),
            _ => Self::Usage(text),
        }
    }
}

impl From<kehou_desk::ExportError> for Failure {
    fn from(error: kehou_desk::ExportError) -> Self {
        Self::Usage(error.text())
    }
}

impl From<kehou_desk::KeyError> for Failure {
    fn from(error: kehou_desk::KeyError) -> Self {
        Self::Usage(error.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kehou_domain::outcome::{Kpis, Level, Limit};

    fn no_plan(status: Status) -> Failure {
        Failure::NoPlan(Box::new(Outcome {
            status,
            limit: Limit::None,
            shortfall: Level::default(),
            quality: Level::default(),
            points: Vec::new(),
            weights: Vec::new(),
            schools: Vec::new(),
            kpis: Kpis::default(),
            school_kpis: Vec::new(),
            school_weights: Vec::new(),
            wall_seconds: 0.0,
            cpu_seconds: 0.0,
            peak_rss_bytes: 0,
            version: String::new(),
            seed: 1,
            input_digest: String::new(),
            plan_digest: String::new(),
        }))
    }

    #[test]
    fn without_a_plan_a_proof_is_told_from_a_limit() {
        let statuses = [Status::Infeasible, Status::NoSolution, Status::Cancelled];
        assert_eq!(statuses.map(|status| no_plan(status).code()), [4, 5, 5]);
    }
}
