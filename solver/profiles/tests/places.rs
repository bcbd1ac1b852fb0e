//! Ten places: what each document asks for is on, and every data set is without faults.

use kehou_domain::catalogue::{Source, entry};
use kehou_domain::draft::SchoolKind::{self, Junior, Primary};
use kehou_domain::draft::Segment::{
    self, Activity, ExtendedCare, FamilySchool, Homework, MicroTopic,
};
use kehou_domain::draft::{Bureau, Component, Grouping};
use kehou_domain::fault::Severity;
use kehou_domain::instance::Instance;
use kehou_domain::policy::{Policy, Rules, SWITCHABLE};
use kehou_domain::profile::Profile;
use kehou_domain::rule::Rule;
use kehou_domain::validate::validate;
use kehou_profiles::{
    NAMES, Options, ProfileError, data_set, faults, generate, profile, profiles, season,
    with_all_rules,
};
use std::collections::BTreeSet;

fn named(name: &str) -> Profile {
    profile(name).expect("the profile is there")
}

fn sized(schools: usize, pupils: usize, seed: u64) -> Options {
    Options { schools: Some(schools), pupils: Some(pupils), seed, ..Options::default() }
}

fn assert_valid(bureau: &Bureau, what: &str) {
    let report = validate(bureau);
    let first = report.faults.iter().find(|fault| fault.severity == Severity::Error);
    assert_eq!(first, None, "{what}");
}

#[test]
fn names_and_profiles_agree() {
    let all: Vec<String> = profiles().map(|profile| profile.name).collect();
    assert_eq!(all, NAMES[1..]);
    let sources: Vec<&str> = Source::ALL.iter().map(|source| source.words().0).collect();
    assert_eq!(all, sources);
}

#[test]
fn profiles_are_without_faults_and_say_everything_in_both_languages() {
    for profile in profiles() {
        assert_eq!(faults(&profile), [], "{}", profile.name);
        let texts = [&profile.title, &profile.about, &profile.document];
        let demands = profile.demands.iter().map(|demand| &demand.says);
        for text in texts.into_iter().chain(demands) {
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", profile.name);
        }
    }
}

#[test]
fn a_profile_answers_what_the_catalogue_says_its_document_asks_for() {
    for (profile, source) in profiles().zip(Source::ALL) {
        let asked = Rule::all().filter(|&rule| entry(rule).sources.contains(&source));
        let answered: Vec<Rule> = profile.demands.iter().filter_map(|demand| demand.rule).collect();
        assert_eq!(answered, asked.collect::<Vec<_>>(), "{}", profile.name);
    }
}

#[test]
fn rules_that_are_asked_for_are_on_but_for_the_duties_of_gucheng() {
    for profile in profiles() {
        let rules = Rules::resolve(&profile.policy, &Policy::default());
        let off = profile.demands.iter().filter_map(|demand| demand.rule);
        let off: Vec<Rule> =
            off.filter(|rule| SWITCHABLE.contains(rule) && !rules.is_on(*rule)).collect();
        match profile.name.as_str() {
            "gucheng" => assert_eq!(off, [Rule::Patrol, Rule::GateGuard, Rule::LoanEffort]),
            name => assert_eq!(off, [], "{name}"),
        }
        let all = Rules::resolve(&with_all_rules(&profile.policy), &Policy::default());
        assert!(SWITCHABLE.into_iter().all(|rule| all.is_on(rule)), "{}", profile.name);
        assert!(all.patrol_heads > 0 && all.gate_guard_heads > 0 && !all.leaders.is_empty());
    }
}

#[test]
fn every_set_passes_validation_at_several_sizes_and_seeds() {
    for profile in profiles() {
        for (schools, pupils, seed) in [(1, 240, 1), (4, 900, 2), (15, 6_000, 3)] {
            for season in &profile.seasons {
                let options = sized(schools, pupils, seed);
                let set = data_set(&profile, &profile.policy, season, &options);
                let bureau = set.expect("the set generates").whole();
                assert_valid(&bureau, &format!("{} {} {schools}", profile.name, season.id));
                let count: usize = bureau.schools.iter().map(|s| s.students.len()).sum();
                assert_eq!((bureau.schools.len(), count), (schools, pupils), "{}", profile.name);
            }
        }
        for tightness in [0.5, 2.0] {
            let options = Options { tightness, ..sized(3, 700, 5) };
            assert_valid(&generate(&profile.name, &options).expect("generates"), &profile.name);
        }
    }
}

#[test]
fn every_pupil_has_base_service_in_every_slot_attended() {
    for profile in profiles() {
        let bureau = generate(&profile.name, &sized(4, 900, 1)).expect("generates");
        for school in &kehou_domain::instance::Instance::new(&bureau).schools {
            for student in &school.students {
                let base = school.activities.iter().filter(|activity| {
                    activity.grouping.is_some() && activity.grades >> student.grade & 1 == 1
                });
                let covered = base.fold(0, |mask, activity| mask | activity.allowed);
                assert_eq!(student.attends & !covered, 0, "{} {}", profile.name, student.id);
            }
        }
    }
}

/// Bell table of the first school of a kind.
fn ends(name: &str, season_id: &str, kind: SchoolKind) -> (i32, BTreeSet<i32>) {
    let profile = named(name);
    let season = season(&profile, Some(season_id)).expect("the season is there");
    let set = data_set(&profile, &profile.policy, season, &sized(4, 1_200, 1)).expect("generates");
    let bureau = set.whole();
    let school = bureau.schools.iter().find(|school| school.kind == Some(kind)).expect("a school");
    let last = school.periods.iter().map(|period| period.end_minute).max().unwrap_or(0);
    (last, school.periods.iter().map(|period| period.weekday).collect())
}

#[test]
fn service_ends_when_the_documents_say() {
    let five: BTreeSet<i32> = (1..=5).collect();
    let four: BTreeSet<i32> = (1..=4).collect();
    assert_eq!(ends("hebi", "summer", Primary), (18 * 60, five.clone()));
    assert_eq!(ends("hebi", "winter", Junior), (18 * 60 + 30, five.clone()));
    assert_eq!(ends("xiangcheng", "winter", Junior), (20 * 60 + 30, five.clone()));
    assert_eq!(ends("jilin-district", "winter", Primary), (17 * 60, four.clone()));
    assert_eq!(ends("jilin-district", "summer", Primary), (17 * 60 + 30, four));
    assert_eq!(ends("yan72", "summer", Primary).0, 18 * 60);
    let (last, days) = ends("baofeng", "holiday", Primary);
    assert!(last < 18 * 60 && days == five);
}

#[test]
fn weifang_has_four_segments_early_care_and_up_to_three_points() {
    let bureau = generate("weifang", &sized(4, 2_000, 1)).expect("generates");
    let school = &bureau.schools[0];
    let segments: BTreeSet<Segment> = school.periods.iter().filter_map(|p| p.segment).collect();
    let all = [Homework, Activity, MicroTopic, FamilySchool, ExtendedCare];
    assert_eq!(segments, all.into_iter().collect());
    assert_eq!(school.dismissal_points.len(), 3);
    let days = || school.students.iter().flat_map(|student| &student.attendance);
    let early = days().filter(|day| day.from_period == 1).count();
    assert!(early * 20 > days().count() && early * 4 < days().count(), "{early}");
}

#[test]
fn baofeng_offers_more_than_200_courses_between_its_schools() {
    let profile = named("baofeng");
    let set = data_set(&profile, &profile.policy, &profile.seasons[0], &Options::default());
    let set = set.expect("generates");
    let mut courses = BTreeSet::new();
    for at in 0..set.schools().count() {
        let (school, _) = set.school(at);
        assert!(school.activities.len() < 60, "{}", school.id);
        courses.extend(school.activities.into_iter().map(|activity| activity.name));
    }
    assert!(courses.len() > 200, "{}", courses.len());
}

#[test]
fn xiangcheng_uses_outside_venues_and_evening_study() {
    let bureau = generate("xiangcheng", &sized(12, 9_000, 1)).expect("generates");
    let kinds: BTreeSet<&str> = bureau.venues.iter().map(|room| room.kind.as_str()).collect();
    assert_eq!(kinds, ["museum", "public-library", "youth-palace"].into());
    let activities = || bureau.schools.iter().flat_map(|school| &school.activities);
    let outside = activities().filter(|item| item.room_kinds.iter().any(|k| kinds.contains(&**k)));
    assert!(outside.count() > 0);
    assert!(activities().any(|item| item.component == Some(Component::EveningStudy)));
    let pays = bureau.schools.iter().flat_map(|s| &s.staff).map(|person| person.pay_per_period_fen);
    assert!(pays.min() >= Some(7_000));
}

#[test]
fn pingdingshan_has_694_schools_and_700_000_pupils_one_at_a_time() {
    let profile = named("pingdingshan");
    let set = data_set(&profile, &profile.policy, &profile.seasons[0], &Options::default());
    let set = set.expect("generates");
    assert_eq!((set.schools().count(), set.pupils()), (694, 700_000));
    let (school, _) = set.school(693);
    assert_eq!(school.id, "pds-694");
    let bureau = Bureau { schools: vec![school], ..set.bureau(Vec::new()) };
    assert!(bureau.travel.len() < 100_000);
}

#[test]
fn people_of_pingdingshan_stay_in_their_county() {
    let districts = named("pingdingshan").place.districts.len();
    let schools = 14 * districts + 14;
    let bureau = generate("pingdingshan", &sized(schools, 100 * schools, 1));
    let instance = Instance::new(&bureau.expect("generates"));
    let groups = instance.links.groups();
    assert!(groups.iter().any(|group| group.len() > 20), "{groups:?}");
    for group in groups {
        let counties: BTreeSet<usize> =
            group.iter().map(|school| school / 14 % districts).collect();
        assert_eq!(counties.len(), 1, "{group:?}");
    }
}

#[test]
fn a_school_alone_is_the_school_of_the_whole() {
    for profile in profiles() {
        let options = sized(5, 1_500, 4);
        let set = data_set(&profile, &profile.policy, &profile.seasons[0], &options);
        let set = set.expect("generates");
        let whole = set.whole();
        assert_eq!(set.school(3).0, whole.schools[3], "{}", profile.name);
        assert_eq!(whole, generate(&profile.name, &options).expect("generates"));
    }
}

#[test]
fn base_service_beside_courses_is_by_class_where_the_profile_says_so() {
    let mut by_class = named("jilin-district");
    by_class.place.base_by_class = true;
    let beside = |profile: &Profile| {
        let size = sized(1, 300, 1);
        let set = data_set(profile, &profile.policy, &profile.seasons[0], &size);
        let school = set.expect("generates").school(0).0;
        let study = school.activities.into_iter().find(|item| item.id == "b-study");
        study.and_then(|item| item.grouping)
    };
    assert_eq!(beside(&by_class), Some(Grouping::Group));
    assert_eq!(beside(&named("jilin-district")), Some(Grouping::School));
}

#[test]
fn an_edited_profile_is_judged_at_once() {
    let mut wrong = named("hebi");
    wrong.menu[0].max_size = 2;
    wrong.menu[1].id = wrong.menu[0].id.clone();
    wrong.seasons[0].bells[0].rows[0].end_minute = 0;
    wrong.place.school_count = 0;
    let paths: Vec<String> = faults(&wrong).into_iter().map(|fault| fault.path).collect();
    for path in [
        "seasons[0].bells[0].rows[0].endMinute",
        "place.schoolCount",
        "menu[0].maxSize",
        "menu[1].id (twice)",
    ] {
        assert!(paths.iter().any(|found| found == path), "{path} in {paths:?}");
    }
    let unknown = season(&wrong, Some("monsoon")).expect_err("no such season");
    assert!(matches!(unknown, ProfileError::Season(_, known) if known == ["winter", "summer"]));
}
