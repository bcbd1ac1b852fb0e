//! Gucheng county 谷城县: the 1+T+X model (homework every day, sport, extension) in 35 schools
//! with 25,357 taking-part pupils. Totals are those published by the county; all else is drawn.

mod activities;
mod campus;
mod county;
mod menu;
mod need;
mod offer;
mod policy;
mod pupils;
mod roster;
mod site;
mod skills;
mod staff;

use kehou_domain::draft::{Budget, Bureau, LoanPolicy, MakeUpDay, Priority, School, Term, Waiver};
use site::Site;

/// Schools unless asked otherwise.
pub const SCHOOLS: usize = roster::ROSTER.len();

/// Generates the county: `supply` scales staff and sections, in permille of the default.
pub fn generate(schools: usize, pupils: Option<i64>, supply: i64, seed: u64) -> Bureau {
    let sites = site::sites(schools, pupils, supply, seed);
    let schools: Vec<School> = sites.iter().map(school).collect();
    Bureau {
        id: "gucheng".into(),
        name: "谷城县教育局".into(),
        term: Some(term()),
        policy: policy::policy(),
        shared_staff: county::specialists(&sites, &schools),
        venues: county::venues(&sites),
        travel: county::travel(&sites),
        pairs: county::pairs(&sites),
        loan_policy: Some(LoanPolicy { max_share_percent: Some(20), pairs_only: false }),
        budget: Some(Budget { subsidy_fen: 60_000_000, ..Budget::default() }),
        schools,
    }
}

fn term() -> Term {
    Term {
        first_day: "2026-03-02".into(),
        last_day: "2026-07-03".into(),
        serving_weekdays: vec![1, 2, 3, 4, 5],
        holidays: ["2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19"]
            .map(String::from)
            .to_vec(),
        make_up_days: vec![MakeUpDay { date: "2026-05-09".into(), follows_weekday: 1 }],
        weeks: Some(18),
    }
}

fn school(site: &Site) -> School {
    let mut dice = site.dice("campus");
    let mut classes = campus::classes(site, &mut dice);
    let mut rooms = campus::rooms(site, &classes, &mut dice);
    let dismissal_points = campus::dismissal_points(site);
    let mut dice = site.dice("menu");
    let menu = offer::menu(site, &rooms, &mut dice);
    let students = pupils::students(site, &classes, &dismissal_points, &menu);
    let offers = offer::offers(site, &menu, &rooms, &students, &dismissal_points, &mut dice);
    let need = need::need(site, &classes, &offers, &students, &dismissal_points);
    campus::limit_classrooms(&mut rooms, need.classrooms);
    let staff = staff::staff(site, &mut classes, &offers, need.staff_periods);
    School {
        id: site.id.clone(),
        name: site.name.clone(),
        kind: Some(site.kind),
        setting: Some(site.setting()),
        periods: campus::periods(site.kind),
        dismissal_points,
        rooms,
        equipment: activities::equipment(site, &offers),
        activities: activities::activities(site, &classes, &offers),
        groups: classes.into_iter().map(|class| class.group).collect(),
        students,
        staff,
        budget: Some(budget(site)),
        ..School::default()
    }
}

/// 300 yuan a term, waived for disabled and needy pupils, half for left-behind ones.
fn budget(site: &Site) -> Budget {
    let waiver = |priority, percent| Waiver { priority: Some(priority), percent };
    Budget {
        fee_per_student_fen: 30_000,
        waivers: vec![
            waiver(Priority::Disabled, 100),
            waiver(Priority::Needy, 100),
            waiver(Priority::LeftBehind, 50),
        ],
        subsidy_fen: site.pupils * 6_000,
    }
}
