//! Policy profiles from the command line: read, copied, edited, used.

#[allow(dead_code, reason = "shared by several tests")]
mod common;

use common::{kehou, text};
use kehou_format::{read_input, read_profile, write_profile};
use std::fs;
use tempfile::tempdir;

const SMALL: [&str; 4] = ["--schools", "1", "--pupils", "90"];

#[test]
fn profiles_are_listed_and_shown_in_both_languages() {
    let ran = kehou(&["profile", "list"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for name in ["gucheng", "pingdingshan", "jilin-district", "yan72"] {
        assert!(ran.stdout.contains(name), "{name}: {}", ran.stdout);
    }
    let ran = kehou(&["profile", "show", "jilin-district"]);
    assert!(ran.stdout.contains("a vice principal and a middle manager are on duty every day"));
    assert!(ran.stdout.contains("leader_on_duty"), "{}", ran.stdout);
    let ran = kehou(&["--lang", "zh", "profile", "show", "xiangcheng"]);
    for said in ["晚自习 18:50-19:35", "每课时报酬不低于70元", "苏绣", "依据："] {
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
    }
    let ran = kehou(&["profile", "show", "nowhere"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
}

#[test]
fn a_copied_and_edited_profile_generates_and_its_policy_plans_and_checks() {
    let dir = tempdir().expect("a folder");
    let [mine, data, plan] = ["mine.json", "data", "plan"].map(|name| dir.path().join(name));
    let ran = kehou(&["profile", "write", "hebi", "-o", text(&mine)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut profile = read_profile(&mine).expect("a profile");
    assert_eq!(Some(&profile), kehou_profiles::profile("hebi").as_ref());
    profile.policy.priority_weight = Some(200);
    profile.place.prefix = "mine".into();
    write_profile(&mine, &profile).expect("written");
    let ran = kehou(&[&["generate", text(&mine), "-o", text(&data)], SMALL.as_slice()].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(data.join("schools/mine-01.json").is_file());
    let bureau = read_input(&data).expect("a data set");
    assert_eq!(bureau.policy.priority_weight, Some(200));

    let limit = ["--work-limit", "1", "--threads", "1"];
    let solve = ["solve", text(&data), "-o", text(&plan), "--profile", "jia"];
    let ran = kehou(&[solve.as_slice(), &limit].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = kehou(&["check", text(&data), text(&plan), "--profile", "jia"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert!(!ran.stderr.contains("not the one"), "{}", ran.stderr);
    let ran = kehou(&["check", text(&data), text(&plan)]);
    assert!(ran.stderr.contains("not the one the plan was made for"), "{}", ran.stderr);
}

#[test]
fn a_profile_with_faults_is_refused_with_all_of_them() {
    let dir = tempdir().expect("a folder");
    let [file, out] = ["wrong.json", "out"].map(|name| dir.path().join(name));
    let mut profile = kehou_profiles::profile("jia").expect("a profile");
    profile.place.school_count = 0;
    profile.menu[0].max_size = 1;
    write_profile(&file, &profile).expect("written");
    let ran = kehou(&["generate", text(&file), "-o", text(&out)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""));
    assert!(ran.stderr.contains("place.schoolCount"), "{}", ran.stderr);
    assert!(ran.stderr.contains("menu[0].maxSize"), "{}", ran.stderr);
    fs::write(&file, "{\"nam\": \"x\"}").expect("written");
    let ran = kehou(&["profile", "show", text(&file)]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("name"), "{}", ran.stderr);
}

#[test]
fn seasons_and_all_rules_are_options() {
    let dir = tempdir().expect("a folder");
    let [holiday, all] = ["holiday", "all"].map(|name| dir.path().join(name));
    let season = ["generate", "baofeng", "-o", text(&holiday), "--season", "holiday"];
    assert_eq!(kehou(&[season.as_slice(), &SMALL].concat()).code, Some(0));
    let term = read_input(&holiday).expect("a data set").term.expect("a term");
    assert_eq!(term.first_day, "2026-07-06");
    let rules = ["generate", "gucheng", "-o", text(&all), "--all-rules"];
    assert_eq!(kehou(&[rules.as_slice(), &SMALL].concat()).code, Some(0));
    let policy = read_input(&all).expect("a data set").policy;
    assert!(policy.rules.iter().all(|rule| rule.enabled == Some(true)));
    let wrong = ["generate", "hebi", "-o", text(&all), "--season", "monsoon"];
    let ran = kehou(&wrong);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("winter, summer"), "{}", ran.stderr);
}
