//! In every slot, the pieces of a pool used by the sessions of that slot are owned.
//!
//! For each slot s and pool p: sum over sessions covering s: quantity(session, p) <= owned(p).

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::SlotRef;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

const RULE: Rule = Rule::EquipmentPool;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let owned: BTreeMap<&str, i64> = view
            .school
            .equipment
            .iter()
            .map(|pool| (pool.id.as_str(), i64::from(pool.owned)))
            .collect();
        let mut used: BTreeMap<(SlotRef, &str), i64> = BTreeMap::new();
        for section in &view.sections {
            let pieces = section.item.map_or(&[][..], |item| &item.equipment);
            for slot in section.slots() {
                for each in pieces {
                    *used.entry((slot, &each.equipment)).or_default() += i64::from(each.quantity);
                }
            }
        }
        for ((slot, pool), pieces) in used {
            let has = owned.get(pool).copied().unwrap_or(0);
            if pieces > has {
                let at = words::slot(slot);
                let what = Text::new(
                    format!("{}：器材 {pool} 用 {pieces} 件，共有 {has} 件", at.zh),
                    format!("{}: {pieces} pieces of {pool} are used, {has} are owned", at.en),
                );
                tally.violation(RULE, view.index, what);
            }
        }
    }
}
