//! A school with the loans of a published plan: who is lent out is not there on those weekdays,
//! who is lent in is.

use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan::Loan;

/// The school at a position, with loans as they are.
pub fn with_loans(instance: &Instance, at: usize, loans: &[Loan]) -> SchoolInstance {
    let mut school = instance.schools[at].clone();
    for loan in loans {
        let day = instance.schools[at].day_mask(loan.weekday);
        if loan.school == school.id {
            admit(instance, (at, day), loan, &mut school);
        } else if let Some(person) = school.staff.iter_mut().find(|one| one.id == loan.staff) {
            person.free &= !day;
        }
    }
    school
}

fn admit(
    instance: &Instance,
    (at, day): (usize, kehou_domain::instance::SlotMask),
    loan: &Loan,
    school: &mut SchoolInstance,
) {
    let found = instance.links.travellers.iter().find_map(|traveller| {
        let data = &instance.schools[traveller.owner].staff[traveller.staff];
        let stay = traveller.stays.iter().find(|stay| stay.school == at)?;
        (data.id == loan.staff).then_some((data, stay))
    });
    let Some((data, stay)) = found else { return };
    if let Some(guest) = school.staff.iter().position(|one| one.id == loan.staff) {
        school.staff[guest].free |= stay.free & day;
        return;
    }
    let mut here = stay.clone();
    here.free &= day;
    let leads = instance.links.profiles[at][stay.profile].leads.clone();
    school.admit(data, &here, &leads);
}
