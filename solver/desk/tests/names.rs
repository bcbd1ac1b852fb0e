//! Names of people stay on the planner's machine: keyed references go into the data set.

use kehou_desk::{Key, Options, import};
use std::fs;

const FILES: [(&str, &str); 7] = [
    ("学校", "编号,名称,类型\nx,某校,小学\n"),
    ("作息", "星期,节次,开始,结束,用途\n周一,1,16:10,16:50,活动\n"),
    ("离校点", "编号,第几节后\n末,1\n"),
    ("教室", "编号,类型,容量\nr1,普通教室,40\n"),
    ("教师", "姓名,人员类别,愿意参加\n王老师,教师,是\n李老师,教师,是\n"),
    ("班级", "班级,年级,本班教室,班主任\n三1,3,r1,王老师\n"),
    (
        "学生",
        "学号,姓名,班级,周一,第一志愿\n110101201501011234,张小明,三1,是,绘画\n,赵小红,三1,是,\n",
    ),
];
const MENU: &str = "名称,类别,内容,时段用途,年级,最少人数,最多人数,场地类型\n绘画,兴趣拓展,艺术,活动,3,1,20,普通教室\n";

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let all = FILES.into_iter().chain([("课程", MENU)]);
    all.map(|(name, text)| {
        let file = folder.join(format!("{name}.csv"));
        fs::write(&file, text).expect("written");
        file
    })
    .collect()
}

#[test]
fn references_take_the_place_of_numbers_and_names_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = Key::open_or_new(&folder.path().join("key")).expect("a key");
    let read = import(&files(folder.path()), &Options { key: Some(key.clone()) });
    let bureau = read.bureau.unwrap_or_else(|| panic!("{:#?}", read.report));
    let text = String::from_utf8(kehou_format::memory::bureau_to_json(&bureau)).expect("text");
    for secret in ["110101201501011234", "张小明", "赵小红", "王老师"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let school = &bureau.schools[0];
    assert_eq!(school.groups[0].form_teacher, school.staff[0].id);
    assert_eq!(school.groups[0].size, 2);
    let mut known = key;
    known.remember(read.people);
    assert_eq!(known.name(&school.students[0].student), "张小明");
    assert_eq!(known.name(&school.staff[0].id), "王老师");
}

#[test]
fn without_a_key_names_are_no_ids_and_numbers_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = import(&files(folder.path()), &Options::default());
    assert!(read.bureau.is_none());
    let codes: Vec<_> = read.report.errors().map(|fault| fault.code).collect();
    assert!(codes.contains(&"missing_id"), "{codes:?}");
    assert!(!format!("{:?}", read.report).contains("110101201501011234"));
}
