//! The price of anybody's time while jobs stay without a person: it rises until sections that take
//! the last people close, as far as that helps, and falls again when everything is staffed.

/// Rises in a row that may bring nothing.
const PATIENCE: u32 = 4;

/// Where the price stands, ticks of a period.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scarcity {
    /// The price.
    pub price: i64,
    /// Fewest points missing so far, and the lowest price that brought them.
    least: Option<(i64, i64)>,
    stale: u32,
}

impl Scarcity {
    /// Takes in the points of jobs without a person; `unit` is the first step.
    pub fn note(&mut self, missing: i64, unit: i64, dearest: i64) {
        match self.least {
            Some((least, price)) if missing >= least => {
                self.stale += 1;
                if missing == least {
                    self.least = Some((least, price.min(self.price)));
                }
            }
            _ => {
                self.least = Some((missing, self.price));
                self.stale = 0;
            }
        }
        let found = self.least.map_or(0, |(_, price)| price);
        self.price = if missing == 0 {
            self.price * 7 / 8
        } else if self.stale <= PATIENCE {
            (self.price * 2).max(unit).min(dearest)
        } else {
            self.stale = 0;
            found
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_while_that_helps_and_falls_when_nothing_is_missing() {
        let mut scarcity = Scarcity::default();
        scarcity.note(4000, 10, 1000);
        scarcity.note(2000, 10, 1000);
        assert_eq!(scarcity.price, 20);
        scarcity.note(0, 10, 1000);
        assert_eq!(scarcity.price, 17);
    }

    #[test]
    fn it_goes_back_when_no_rise_helps() {
        let mut scarcity = Scarcity::default();
        (0..6).for_each(|_| scarcity.note(2000, 10, 1000));
        assert_eq!(scarcity.price, 0);
    }
}
