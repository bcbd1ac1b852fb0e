//! Over budget: the lead of base sections goes to people who cost less, as long as
//! that lowers the points of pay.

use crate::base::BasePlan;
use crate::model::Model;
use crate::openings::{can_work, may_lead};
use crate::pins::goes_together;
use crate::staffing::Staffing;

/// Gives leads of base sections to cheaper people while the pay is over budget.
pub fn save(model: &Model, base: &BasePlan, staffing: &mut Staffing) {
    if !model.purse.is_limited() {
        return;
    }
    let mut spent = spent(model, staffing);
    let mut order: Vec<usize> = (0..base.sections.len()).collect();
    order.sort_by_key(|&index| {
        let fen = staffing.base_leads[index].map_or(0, |lead| model.purse.fen(lead));
        (std::cmp::Reverse(fen), index)
    });
    for index in order {
        if model.purse.points(spent).0 == 0 {
            return;
        }
        let Some(lead) = staffing.base_leads[index] else { continue };
        if base.sections[index].fixed.is_some() {
            continue;
        }
        if let Some(other) = cheapest(model, base, staffing, index) {
            let slots = 1 << base.sections[index].slot;
            staffing.busy[lead] &= !slots;
            staffing.busy[other] |= slots;
            staffing.base_leads[index] = Some(other);
            spent += model.purse.fen(other) - model.purse.fen(lead);
        }
    }
}

fn spent(model: &Model, staffing: &Staffing) -> i64 {
    model.purse.spent(staffing.busy.iter().map(|busy| i64::from(busy.count_ones())))
}

/// Who could lead a base section for less.
fn cheapest(model: &Model, base: &BasePlan, staffing: &Staffing, index: usize) -> Option<usize> {
    let section = &base.sections[index];
    let activity = model.pools[section.pool].activity;
    let slots = 1 << section.slot;
    let now = model.purse.fen(staffing.base_leads[index]?);
    let leads = model.school.activities[activity].leads.iter().copied();
    let fit = leads.filter(|&other| {
        model.purse.fen(other) < now
            && can_work(model, other, staffing.busy[other], slots)
            && may_lead(model, activity, slots, other)
            && goes_together(model, activity, slots, section.room, Some(other))
    });
    fit.min_by_key(|&other| (model.purse.fen(other), other))
}
