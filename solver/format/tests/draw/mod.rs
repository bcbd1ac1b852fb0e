//! Draws arbitrary values of the domain from a stream of numbers, so that a failing case shrinks
//! with its stream. An empty stream draws empty values.

pub mod data;
pub mod people;
pub mod result;

const TEXTS: [&str; 8] =
    ["", "a", "县一小", "b\"\\/\n\t", "\u{1F3EB}", "\u{0}\u{7F}\u{2028}", "../x", "RULE_PAY"];
const INTS: [i32; 6] = [0, 1, -1, 7, i32::MAX, i32::MIN];
const LONGS: [i64; 6] = [0, 1, -1, 1 << 53, i64::MAX, i64::MIN];

/// A stream of numbers that values are drawn from.
#[derive(Clone, Debug)]
pub struct Draw {
    numbers: std::vec::IntoIter<u32>,
}

impl Draw {
    /// Draws from these numbers, then from zeros.
    pub fn new(numbers: Vec<u32>) -> Self {
        Self { numbers: numbers.into_iter() }
    }

    fn next(&mut self) -> usize {
        self.numbers.next().unwrap_or(0) as usize
    }

    /// One of the values.
    pub fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.next() % values.len()]
    }

    /// A text.
    pub fn text(&mut self) -> String {
        self.pick(&TEXTS).to_owned()
    }

    /// A number.
    pub fn int(&mut self) -> i32 {
        self.pick(&INTS)
    }

    /// A large number.
    pub fn long(&mut self) -> i64 {
        self.pick(&LONGS)
    }

    /// A count.
    pub fn count(&mut self) -> usize {
        self.next() % 3000
    }

    /// Yes or no.
    pub fn flag(&mut self) -> bool {
        self.next() % 2 == 1
    }

    /// A value or none.
    pub fn maybe<T>(&mut self, draw: impl Fn(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| draw(self))
    }

    /// Up to three values.
    pub fn list<T>(&mut self, draw: impl Fn(&mut Self) -> T) -> Vec<T> {
        (0..self.next() % 4).map(|_| draw(self)).collect()
    }
}
