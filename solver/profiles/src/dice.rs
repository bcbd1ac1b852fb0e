//! Random draws that are the same on every machine: `ChaCha8`, integers only, one stream per
//! (seed, school, part), so that no part of a data set depends on how much another part drew.

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of random draws.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of one part (at most 16 bytes of name) of one school.
    pub fn new(seed: u64, school: usize, part: &str) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&(school as u64).to_le_bytes());
        for (slot, byte) in key[16..].iter_mut().zip(part.bytes()) {
            *slot = byte;
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number from 0 to `n` - 1; 0 when `n` is not positive.
    pub fn below(&mut self, n: i64) -> i64 {
        ((u128::from(self.0.next_u64()) * u128::from(n.max(0).unsigned_abs())) >> 64) as i64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        low + self.below(i64::from(high - low) + 1) as i32
    }

    /// True in `percent` of draws.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as i64) as usize]
    }

    /// A position drawn by weight; `None` when no weight is positive.
    pub fn weighted(&mut self, weights: &[i64]) -> Option<usize> {
        let total: i64 = weights.iter().sum();
        let mut rest = self.below(total);
        weights.iter().position(|&weight| {
            let hit = rest < weight;
            rest -= weight;
            hit
        })
    }

    /// Puts `items` into random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as i64 + 1) as usize);
        }
    }

    /// As [`Self::weighted`], but nothing is drawn from an empty list.
    pub fn weighted_of_some(&mut self, weights: &[i64]) -> Option<usize> {
        if weights.is_empty() { None } else { self.weighted(weights) }
    }

    /// `n` of the given weekdays, or all if they are fewer, ascending.
    pub fn some_of(&mut self, weekdays: &[i32], n: usize) -> Vec<i32> {
        let mut days = weekdays.to_vec();
        self.shuffle(&mut days);
        days.truncate(n);
        days.sort_unstable();
        days
    }
}

/// Splits `total` in proportion to `weights`, exactly: largest remainders, earlier first on ties.
pub fn apportion(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum: i64 = weights.iter().sum::<i64>().max(1);
    let mut shares: Vec<i64> = weights.iter().map(|weight| total * weight / sum).collect();
    let mut by_rest: Vec<usize> = (0..weights.len()).collect();
    by_rest.sort_by_key(|&i| (-(total * weights[i] % sum), i));
    let missing = total - shares.iter().sum::<i64>();
    for &i in by_rest.iter().cycle().take(missing.max(0) as usize) {
        shares[i] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::{Dice, apportion};

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, school, part| Dice::new(seed, school, part).below(1 << 40);
        assert_eq!(draw(1, 2, "staff"), draw(1, 2, "staff"));
        assert_ne!(draw(1, 2, "staff"), draw(1, 3, "staff"));
        assert_ne!(draw(1, 2, "staff"), draw(2, 2, "staff"));
        assert_ne!(draw(1, 2, "staff"), draw(1, 2, "pupils"));
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(7, &[5, 2]), [5, 2]);
    }
}
