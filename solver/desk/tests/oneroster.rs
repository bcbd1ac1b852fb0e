//! A roster of `OneRoster` 1.2 CSV files, completed by sheets with what a roster does not know.

use kehou_desk::{Options, import};
use std::fs;

const ROSTER: [(&str, &str); 5] = [
    (
        "orgs",
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\ns1,active,,和平小学,school,,d1\nd1,active,,某区,district,,\n",
    ),
    (
        "users",
        "sourcedId,status,enabledUser,username,givenName,familyName,identifier,grades\nu1,active,true,a,小明,张,,03\nu2,active,true,b,小红,赵,,03\nu3,active,true,c,老师,王,,\nu4,tobedeleted,true,d,走了,他,,\n",
    ),
    (
        "roles",
        "sourcedId,userSourcedId,roleType,role,orgSourcedId\n1,u1,primary,student,s1\n2,u2,primary,student,s1\n3,u3,primary,teacher,s1\n4,u4,primary,student,s1\n",
    ),
    (
        "classes",
        "sourcedId,status,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId\nc1,active,三年级一班,03,,三1,homeroom,101,s1\nc2,active,数学,03,,M,scheduled,101,s1\n",
    ),
    (
        "enrollments",
        "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary\n1,c1,s1,u1,student,\n2,c1,s1,u2,student,\n3,c1,s1,u3,teacher,true\n4,c2,s1,u1,student,\n",
    ),
];
const SHEETS: [(&str, &str); 5] = [
    ("作息", "星期,节次,开始,结束,用途\n周一,1,16:10,16:50,活动\n"),
    ("离校点", "编号,第几节后\n末,1\n"),
    ("教室", "编号,类型,容量\n101,普通教室,40\n"),
    ("教师意愿", "教师编号,愿意参加,周课时\nu3,是,12\n"),
    ("报名", "学号,周一,第一志愿\nu1,是,\nu2,16:50,\n"),
];

#[test]
fn a_roster_and_sheets_are_one_data_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = ROSTER.into_iter().chain(SHEETS).map(|(name, text)| {
        let file = folder.path().join(format!("{name}.csv"));
        fs::write(&file, text).expect("written");
        file
    });
    let read = import(&files.collect::<Vec<_>>(), &Options::default());
    let bureau = read.bureau.unwrap_or_else(|| panic!("{:#?}", read.report));
    let school = &bureau.schools[0];
    assert_eq!((school.id.as_str(), school.name.as_str()), ("s1", "和平小学"));
    let group = &school.groups[0];
    assert_eq!((group.id.as_str(), group.grade, group.size), ("三1", 3, 2));
    assert_eq!((group.home_room.as_str(), group.form_teacher.as_str()), ("101", "u3"));
    let pupils: Vec<_> = school
        .students
        .iter()
        .map(|p| (p.student.as_str(), p.group.as_str(), p.attendance.len()))
        .collect();
    assert_eq!(pupils, [("u1", "三1", 1), ("u2", "三1", 1)]);
    assert_eq!(
        (school.staff.len(), school.staff[0].willing, school.staff[0].daytime_load),
        (1, true, 12)
    );
}
