//! Every profile is planned with all its rules on, and the independent check finds nothing.

use kehou_domain::draft::{Bureau, Component, DutyKind};
use kehou_domain::instance::Instance;
use kehou_domain::plan::Plan;
use kehou_domain::profile::Profile;
use kehou_engine::{Control, Options, solve};
use kehou_profiles::{Options as Size, data_set, profile, profiles, season, with_all_rules};

/// Plans under a small work limit; the plan has passed the check.
fn planned(bureau: &Bureau, loans: bool, what: &str) -> Plan {
    let options = Options { threads: 1, seed: 1, work_limit: Some(40), gap: 0.01, loans };
    let control = Control { stop: &|| None, progress: &|_| {} };
    let solution = solve(&Instance::new(bureau), &options, &control);
    let plan = solution.plan.unwrap_or_else(|| panic!("{what}: no plan"));
    let report = kehou_check::check(bureau, &plan);
    assert!(report.is_clean(), "{what}: {:?}", report.violations.first());
    assert!(solution.shortfall.bound <= report.shortfall, "{what}");
    assert!(solution.quality.bound <= report.quality, "{what}");
    plan
}

fn generated(profile: &Profile, season_id: Option<&str>, size: (usize, usize)) -> Bureau {
    let season = season(profile, season_id).expect("the season is there");
    let size = Size { schools: Some(size.0), pupils: Some(size.1), ..Size::default() };
    data_set(profile, &profile.policy, season, &size).expect("generates").whole()
}

#[test]
fn every_profile_and_season_is_planned_and_checks_clean() {
    for profile in profiles() {
        for season in &profile.seasons {
            let what = format!("{} {}", profile.name, season.id);
            let bureau = generated(&profile, Some(&season.id), (2, 320));
            planned(&bureau, false, &what);
        }
    }
}

#[test]
fn every_profile_is_planned_with_every_rule_on() {
    for mut profile in profiles() {
        profile.policy = with_all_rules(&profile.policy);
        let bureau = generated(&profile, None, (2, 240));
        planned(&bureau, false, &profile.name);
    }
}

#[test]
fn lent_people_get_no_duties_at_home_then() {
    for name in ["shangqiu", "gucheng", "pingdingshan"] {
        let mut profile = profile(name).expect("the profile is there");
        profile.policy = with_all_rules(&profile.policy);
        let bureau = generated(&profile, None, (5, 700));
        planned(&bureau, true, name);
    }
}

#[test]
fn micro_topics_evening_study_and_duties_are_in_the_plans() {
    let opened = |name: &str, kind: Component| {
        let profile = profile(name).expect("the profile is there");
        let bureau = generated(&profile, None, (2, 320));
        let plan = planned(&bureau, false, name);
        let schools = plan.schools.iter().zip(&bureau.schools);
        schools
            .flat_map(|(part, school)| {
                part.sections.iter().filter(|section| {
                    let mut menu = school.activities.iter();
                    menu.any(|item| item.id == section.activity && item.component == Some(kind))
                })
            })
            .count()
    };
    assert!(opened("weifang", Component::MicroTopic) > 0);
    assert!(opened("weifang", Component::FamilySchool) > 0);
    assert!(opened("weifang", Component::Care) > 0);
    assert!(opened("xiangcheng", Component::EveningStudy) > 0);
    let district = profile("jilin-district").expect("the profile is there");
    let plan = planned(&generated(&district, None, (2, 600)), false, "jilin-district");
    let duties = || plan.schools.iter().flat_map(|school| &school.duties);
    for kind in [DutyKind::LeaderOnDuty, DutyKind::AreaSupervisor] {
        assert!(duties().any(|duty| duty.kind == Some(kind)), "{kind:?}");
    }
    assert!(duties().all(|duty| duty.weekday <= 4));
}
