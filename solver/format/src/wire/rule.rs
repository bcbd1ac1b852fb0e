//! The rule catalogue: the number of a rule is its position there, from 1.

use super::WireEnum;
use kehou_domain::rule::{RULES, Rule};
use kehou_proto::v1;

impl WireEnum for Rule {
    type Wire = v1::Rule;
    fn to_wire(self) -> v1::Rule {
        v1::Rule::try_from(self.index() as i32 + 1).unwrap_or_default()
    }
    fn from_wire(wire: v1::Rule) -> Option<Self> {
        let position = usize::try_from(wire as i32).ok()?.checked_sub(1)?;
        RULES.get(position).map(|entry| entry.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enum_values_are_the_catalogue() {
        for (rule, name, _, _) in RULES {
            let wire = rule.to_wire();
            assert_eq!(wire.as_str_name(), format!("RULE_{}", name.to_uppercase()));
            assert_eq!(Rule::from_wire(wire), Some(rule));
        }
        assert_eq!(v1::Rule::try_from(RULES.len() as i32 + 1).ok(), None);
        assert_eq!(Rule::from_wire(v1::Rule::Unspecified), None);
    }
}
