//! Town against country, and every school among the others.

use kehou_check::CheckReport;
use kehou_domain::balance::{Figures, Points, SchoolStanding, told, told_part};
use kehou_domain::draft::{Bureau, School, Setting};
use kehou_domain::outcome::Kpis;
use std::cmp::Reverse;

/// Schools of a setting together; none: the data do not say.
pub(super) fn settings(
    bureau: &Bureau,
    kpis: &[Kpis],
    report: &CheckReport,
) -> Vec<(Option<Setting>, Figures)> {
    let of = |setting| {
        let here = (0..bureau.schools.len()).filter(|&at| bureau.schools[at].setting == setting);
        (setting, figures(&here.collect::<Vec<_>>(), kpis, report))
    };
    let all = [Some(Setting::Town), Some(Setting::Township), None].map(of);
    all.into_iter().filter(|one| one.1.schools > 0).collect()
}

/// Every school, the last tenth marked.
pub(super) fn standings(
    bureau: &Bureau,
    kpis: &[Kpis],
    report: &CheckReport,
) -> Vec<SchoolStanding> {
    let count = bureau.schools.len();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&at| {
        let (kpis, shortfall) = (&kpis[at], report.schools[at].shortfall);
        let short = shortfall * 1_000_000 / kpis.students.max(1);
        let in_vain = kpis.sessions_wanted - kpis.sessions_granted;
        Reverse((short, in_vain * 1_000_000 / kpis.sessions_wanted.max(1)))
    });
    let last = if count > 1 { count.div_ceil(10) } else { 0 };
    let standing = |(at, school): (usize, &School)| SchoolStanding {
        school: school.id.clone(),
        setting: school.setting,
        figures: figures(&[at], kpis, report),
        is_last: order[..last].contains(&at),
    };
    bureau.schools.iter().enumerate().map(standing).collect()
}

fn figures(schools: &[usize], kpis: &[Kpis], report: &CheckReport) -> Figures {
    let sum = |read: fn(&Kpis) -> i64| schools.iter().map(|&at| read(&kpis[at])).sum::<i64>();
    let (wanted, wishing) = (sum(|k| k.sessions_wanted), sum(|k| k.students_with_wishes));
    Figures {
        schools: schools.len() as i64,
        students: sum(|k| k.students),
        wanted,
        granted: told_part(sum(|k| k.sessions_granted), wanted),
        wishing,
        first: told_part(sum(|k| k.students_first_choice), wishing),
        nothing: told(sum(|k| k.students_nothing)),
        points: Points {
            shortfall: schools.iter().map(|&at| report.schools[at].shortfall).sum(),
            quality: schools.iter().map(|&at| report.schools[at].quality).sum(),
        },
    }
}
