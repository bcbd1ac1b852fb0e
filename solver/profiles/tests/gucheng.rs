//! The county's published totals, determinism, and that no school is built to be easy.

use kehou_domain::draft::{Bureau, Priority, SchoolKind, Setting, Staff, Student};
use kehou_domain::fault::Severity;
use kehou_domain::instance::Instance;
use kehou_domain::validate::validate;
use kehou_profiles::census::{Census, census};
use kehou_profiles::{Options, ProfileError, generate};

fn county(seed: u64) -> Bureau {
    generate("gucheng", &Options { seed, ..Options::default() }).expect("the county generates")
}

fn one_school(pupils: usize, seed: u64) -> Bureau {
    let options = Options { schools: Some(1), pupils: Some(pupils), seed, ..Options::default() };
    generate("gucheng", &options).expect("one school generates")
}

fn counts(bureau: &Bureau) -> Vec<Census> {
    Instance::new(bureau).schools.iter().map(census).collect()
}

fn assert_valid(bureau: &Bureau) {
    let report = validate(bureau);
    let first = report.faults.iter().find(|fault| fault.severity == Severity::Error);
    assert_eq!(first, None);
}

#[test]
fn totals_are_the_countys() {
    let bureau = county(1);
    assert_eq!(bureau.schools.len(), 35);
    let pupils: usize = bureau.schools.iter().map(|school| school.students.len()).sum();
    assert_eq!(pupils, 25_357);
    let groups = bureau.schools.iter().flat_map(|school| &school.groups);
    let roll: i32 = groups.clone().map(|group| group.size).sum();
    assert!((868..=870).contains(&(pupils as i32 * 1000 / roll)));
    assert!((38..=46).contains(&(roll / groups.count() as i32)));
    let towns = bureau.schools.iter().filter(|s| s.setting == Some(Setting::Town)).count();
    let nine = bureau.schools.iter().filter(|s| s.kind == Some(SchoolKind::NineYear)).count();
    assert_eq!((towns, nine), (4, 2));
    assert!(bureau.shared_staff.len() >= 30);
    assert_eq!(bureau.travel.len(), 35 * 34 / 2);
}

#[test]
fn a_hundred_teachers_are_newly_trained() {
    for seed in 1..=3 {
        let bureau = county(seed);
        let mut kinds = [0; 3];
        for person in bureau.schools.iter().flat_map(|school| &school.staff) {
            let new: Vec<&str> =
                person.skills.iter().filter(|s| s.newly_trained).map(|s| &*s.skill).collect();
            assert!(new.len() <= 1, "{} is trained twice", person.id);
            for skill in new {
                kinds[kind_of(skill)] += 1;
            }
        }
        assert_eq!(kinds, [40, 40, 20]);
    }
}

fn kind_of(skill: &str) -> usize {
    match skill {
        "ball" | "athletics" | "martial" => 0,
        "vocal" | "instrument" | "dance" | "painting" | "calligraphy" | "craft" => 1,
        _ => 2,
    }
}

#[test]
fn about_one_teacher_per_fifteen_pupils() {
    let bureau = county(1);
    let teachers: Vec<&Staff> = bureau.schools.iter().flat_map(|school| &school.staff).collect();
    let per_teacher = 25_357.0 / teachers.len() as f64;
    assert!((14.0..=16.5).contains(&per_teacher), "{per_teacher}");
    let unwilling = teachers.iter().filter(|person| !person.willing).count();
    assert!((20..=130).contains(&unwilling), "{unwilling}");
}

#[test]
fn every_set_passes_validation() {
    for seed in 1..=3 {
        assert_valid(&county(seed));
    }
    for pupils in [240, 725, 1500, 3000] {
        assert_valid(&one_school(pupils, 7));
    }
    for tightness in [0.5, 0.8, 1.2, 2.0] {
        let options = Options { tightness, ..Options::default() };
        assert_valid(&generate("gucheng", &options).expect("generates"));
    }
}

#[test]
fn the_seed_decides_everything() {
    assert_eq!(county(1), county(1));
    assert_ne!(county(1), county(2));
}

#[test]
fn a_school_does_not_depend_on_the_number_of_schools() {
    let few = generate("gucheng", &Options { schools: Some(3), ..Options::default() });
    assert_eq!(few.expect("three schools").schools[..], county(1).schools[..3]);
}

#[test]
fn no_school_is_easy_and_none_is_hopeless() {
    for count in counts(&county(1)) {
        let name = &count.school;
        assert!((900..=1100).contains(&count.seats_permille), "{name} {}", count.seats_permille);
        assert!((1050..=1150).contains(&count.training_permille), "{name}");
        assert!((900..=1350).contains(&count.load_permille()), "{name} {}", count.load_permille());
        assert!(count.skills_thin * 5 >= count.skills || count.students > 1300, "{name}");
    }
}

#[test]
fn only_a_handful_of_small_schools_lack_staff() {
    let bureau = county(1);
    let short: Vec<Census> =
        counts(&bureau).into_iter().filter(|count| count.homework_missing > 0).collect();
    assert!((3..=8).contains(&short.len()));
    assert!(short.iter().all(|count| count.students < 300));
}

#[test]
fn single_schools_of_any_size_are_ordinary() {
    for (pupils, least) in [(240, 12), (725, 20), (1500, 20), (3000, 20)] {
        let bureau = one_school(pupils, 1);
        assert_eq!(bureau.schools[0].students.len(), pupils);
        let count = &counts(&bureau)[0];
        assert!((least..=45).contains(&count.menu), "{pupils}: {} items", count.menu);
        assert!(count.homework_margin >= 0, "{pupils}");
        assert!((900..=1000).contains(&count.seats_permille), "{pupils}");
    }
}

#[test]
fn supply_follows_tightness() {
    let at = |tightness| {
        let options =
            Options { schools: Some(1), pupils: Some(725), tightness, ..Options::default() };
        counts(&generate("gucheng", &options).expect("generates")).remove(0)
    };
    let (scarce, usual, rich) = (at(0.8), at(1.0), at(1.2));
    assert!(scarce.seats_permille < usual.seats_permille);
    assert!(usual.seats_permille < rich.seats_permille);
    assert!(scarce.supply_periods < usual.supply_periods);
    assert!(usual.supply_periods < rich.supply_periods);
}

#[test]
fn pupils_are_as_mixed_as_the_county() {
    let bureau = county(1);
    let share = |setting: Setting, of: &dyn Fn(&Student) -> bool| {
        let schools = bureau.schools.iter().filter(|s| s.setting == Some(setting));
        let all: Vec<&Student> = schools.flat_map(|school| &school.students).collect();
        all.iter().filter(|student| of(student)).count() * 1000 / all.len()
    };
    let in_group = |group| move |student: &Student| student.priorities.contains(&group);
    assert!((40..=80).contains(&share(Setting::Town, &in_group(Priority::LeftBehind))));
    assert!((280..=340).contains(&share(Setting::Township, &in_group(Priority::LeftBehind))));
    assert!((5..=15).contains(&share(Setting::Township, &in_group(Priority::Disabled))));
    assert!((60..=100).contains(&share(Setting::Town, &in_group(Priority::Needy))));
    for setting in [Setting::Town, Setting::Township] {
        assert!((250..=350).contains(&share(setting, &|s| s.accepts_substitutes)));
        assert!((20..=220).contains(&share(setting, &|s| s.choices.is_empty())));
        assert!((500..=950).contains(&share(setting, &has_ties)));
        assert!((500..=900).contains(&share(setting, &|s| s.attendance.len() == 5)));
        assert!((5..=30).contains(&share(setting, &|s| !s.companions.is_empty())));
    }
}

fn has_ties(student: &Student) -> bool {
    student.choices.windows(2).any(|pair| pair[0].rank == pair[1].rank)
}

#[test]
fn menus_have_linked_and_long_meetings_of_awkward_sizes() {
    for school in &county(1).schools {
        let menu = || school.activities.iter().filter(|activity| activity.grouping.is_none());
        let name = &school.id;
        assert!((10..=45).contains(&menu().count()), "{name}");
        assert!(menu().all(|item| (8..=15).contains(&item.min_size)), "{name}");
        assert!(menu().all(|item| (16..=40).contains(&item.max_size)), "{name}");
        if school.students.len() >= 400 {
            assert!(menu().any(|item| item.sessions_per_week == Some(2)), "{name}");
            assert!(menu().any(|item| !item.patterns.is_empty()), "{name}");
        }
    }
}

#[test]
fn base_service_holds_everybody() {
    for school in &Instance::new(&county(1)).schools {
        for student in &school.students {
            let base = school.activities.iter().filter(|activity| {
                activity.grouping.is_some() && activity.grades >> student.grade & 1 == 1
            });
            let covered = base.fold(0, |mask, activity| mask | activity.allowed);
            assert_eq!(student.attends & !covered, 0, "{}", student.id);
        }
        for (index, group) in school.groups.iter().enumerate() {
            let pupils = school.students.iter().filter(|s| s.group == index).count();
            let room = &school.rooms[group.home_room.expect("a home room")];
            assert!(pupils as u32 <= room.capacity.min(50), "{}", group.id);
        }
    }
}

#[test]
fn wrong_sizes_are_refused() {
    let wrong = |options: Options| generate("gucheng", &options).expect_err("refused");
    assert_eq!(wrong(Options { schools: Some(0), ..Options::default() }), ProfileError::Schools(0));
    assert!(matches!(
        wrong(Options { pupils: Some(1), ..Options::default() }),
        ProfileError::Pupils { least: 2100, .. }
    ));
    assert!(matches!(
        wrong(Options { tightness: f64::NAN, ..Options::default() }),
        ProfileError::Tightness(_)
    ));
    let unknown = generate("nowhere", &Options::default()).expect_err("refused");
    assert_eq!(unknown, ProfileError::UnknownProfile("nowhere".into()));
    let sized = Options { pupils: Some(9), ..Options::default() };
    assert!(matches!(generate("tiny", &sized), Err(ProfileError::FixedSize(_))));
}
