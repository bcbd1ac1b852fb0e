//! `OneRoster` 1.2 (and 1.1) CSV: `orgs`, `users`, `classes`, `enrollments` as sheets of schools,
//! classes, pupils and staff. Only what a roster knows comes from there; the rest is other sheets'.

use crate::cell::{Cell, Grid};
use crate::fold::folded;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the bundle by header.
struct Records<'a> {
    grid: &'a Grid,
    columns: BTreeMap<String, usize>,
}

impl<'a> Records<'a> {
    fn of(grids: &'a [Grid], name: &str) -> Option<Self> {
        let grid = grids.iter().find(|grid| is_of_bundle(grid) && folded(&grid.name) == name)?;
        let headers = grid.rows[0].iter().enumerate();
        Some(Self {
            grid,
            columns: headers.map(|(at, cell)| (folded(&cell.shown()), at)).collect(),
        })
    }

    /// Rows that are not marked as deleted.
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let is_there = |row: &usize| folded(&self.get(*row, "status")) != "tobedeleted";
        (1..self.grid.rows.len()).filter(is_there)
    }

    fn get(&self, row: usize, column: &str) -> String {
        let at = self.columns.get(&column.to_lowercase());
        at.map_or(String::new(), |&at| self.grid.cell(row, at).shown().trim().to_owned())
    }
}

fn is_of_bundle(grid: &Grid) -> bool {
    let first = grid.rows.first();
    !grid.is_sheet
        && first.is_some_and(|row| row.iter().any(|cell| folded(&cell.shown()) == "sourcedid"))
}

/// Puts sheets of our own in the place of the files of a bundle, if there is one.
pub(crate) fn replace(grids: &mut Vec<Grid>) {
    let made = match (Records::of(grids, "orgs"), Records::of(grids, "users")) {
        (Some(orgs), Some(users)) => sheets(grids, &orgs, &users),
        _ => return,
    };
    let other = ["roles", "manifest", "courses", "academicsessions", "demographics"];
    grids.retain(|grid| {
        !is_of_bundle(grid) && (grid.is_sheet || !other.contains(&folded(&grid.name).as_str()))
    });
    grids.extend(made);
}

/// What the classes say: home room groups, and who is in which.
#[derive(Default)]
struct Classes {
    /// School, id, grade, room of each group by its `sourcedId`.
    groups: BTreeMap<String, [String; 4]>,
    /// Group of each pupil.
    of_pupil: BTreeMap<String, String>,
    /// Form teacher of each group.
    teacher: BTreeMap<String, String>,
    /// Pupils of each group.
    size: BTreeMap<String, usize>,
}

fn classes(grids: &[Grid]) -> Classes {
    let mut found = Classes::default();
    if let Some(classes) = Records::of(grids, "classes") {
        for row in classes.rows() {
            let kind = folded(&classes.get(row, "classType"));
            if kind == "homeroom" || kind.is_empty() {
                let code = classes.get(row, "classCode");
                let id = if code.is_empty() { classes.get(row, "title") } else { code };
                let school = classes.get(row, "schoolSourcedId");
                let group =
                    [school, id, grade(&classes.get(row, "grades")), classes.get(row, "location")];
                found.groups.insert(classes.get(row, "sourcedId"), group);
            }
        }
    }
    if let Some(enrollments) = Records::of(grids, "enrollments") {
        for row in enrollments.rows() {
            let (class, user) =
                (enrollments.get(row, "classSourcedId"), enrollments.get(row, "userSourcedId"));
            if !found.groups.contains_key(&class) {
                continue;
            }
            match folded(&enrollments.get(row, "role")).as_str() {
                "student" => {
                    *found.size.entry(class.clone()).or_default() += 1;
                    found.of_pupil.insert(user, class);
                }
                "teacher" if folded(&enrollments.get(row, "primary")) != "false" => {
                    found.teacher.entry(class).or_insert(user);
                }
                _ => {}
            }
        }
    }
    found
}

fn sheets(grids: &[Grid], orgs: &Records, users: &Records) -> Vec<Grid> {
    let classes = classes(grids);
    let roles = roles(grids, users);
    let schools: Vec<(String, String)> = orgs
        .rows()
        .filter(|&row| folded(&orgs.get(row, "type")) == "school")
        .map(|row| (orgs.get(row, "sourcedId"), orgs.get(row, "name")))
        .collect();
    let school_rows = schools.iter().map(|(id, name)| {
        let grades = classes.groups.values().filter(|group| group[0] == *id);
        vec![id.clone(), name.clone(), kind(grades.filter_map(|group| group[2].parse().ok()))]
    });
    let group_rows = classes.groups.iter().map(|(source, [school, id, grade, room])| {
        let teacher = classes.teacher.get(source).cloned().unwrap_or_default();
        let size = classes.size.get(source).copied().unwrap_or(0).to_string();
        vec![school.clone(), id.clone(), grade.clone(), size, room.clone(), teacher]
    });
    let (mut pupils, mut staff) = (Vec::new(), Vec::new());
    for row in users.rows() {
        let id = users.get(row, "sourcedId");
        let name = format!("{}{}", users.get(row, "familyName"), users.get(row, "givenName"));
        let Some((role, school)) = roles.get(&id) else { continue };
        if role == "student" {
            let Some(group) = classes.of_pupil.get(&id).and_then(|class| classes.groups.get(class))
            else {
                pupils.push(vec![school.clone(), id, name, String::new()]);
                continue;
            };
            pupils.push(vec![group[0].clone(), id, name, group[1].clone()]);
        } else if ["teacher", "aide", "principal", "siteadministrator"].contains(&role.as_str()) {
            staff.push(vec![school.clone(), id, name, "teacher".to_owned()]);
        }
    }
    let users_file = users.grid;
    vec![
        grid(orgs.grid, "schools", &["School id", "School name", "Kind"], school_rows.collect()),
        grid(users_file, "staff", &["School", "Id", "姓名", "Kind"], staff),
        grid(
            Records::of(grids, "classes").map_or(users_file, |records| records.grid),
            "groups",
            &["School", "Class", "Grade", "Size", "Home room", "Form teacher"],
            group_rows.collect(),
        ),
        grid(users_file, "pupils", &["School", "Pupil", "姓名", "Class"], pupils),
    ]
}

/// Role and school of each user: from `roles` (1.2), else from `users` itself (1.1).
fn roles(grids: &[Grid], users: &Records) -> BTreeMap<String, (String, String)> {
    let mut found = BTreeMap::new();
    if let Some(roles) = Records::of(grids, "roles") {
        for row in roles.rows() {
            let is_first = folded(&roles.get(row, "roleType")) != "secondary";
            let role = (folded(&roles.get(row, "role")), roles.get(row, "orgSourcedId"));
            if is_first {
                found.insert(roles.get(row, "userSourcedId"), role);
            } else {
                found.entry(roles.get(row, "userSourcedId")).or_insert(role);
            }
        }
    }
    for row in users.rows() {
        let orgs = users.get(row, "primaryOrgSourcedId") + &users.get(row, "orgSourcedIds");
        let org = orgs.split(',').next().unwrap_or_default().to_owned();
        let role = folded(&users.get(row, "role"));
        found.entry(users.get(row, "sourcedId")).or_insert((role, org));
    }
    found
}

/// The first grade of a list such as `03` or `["3"]`; Chinese grades stand as they are.
fn grade(text: &str) -> String {
    let first = text.split(',').next().unwrap_or_default();
    let digits: String = first.chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

fn kind(grades: impl Iterator<Item = i32>) -> String {
    let grades: BTreeSet<i32> = grades.collect();
    let (low, high) =
        (grades.first().is_some_and(|&g| g <= 6), grades.last().is_some_and(|&g| g > 6));
    match (low, high) {
        (true, true) => "nine-year",
        (false, true) => "junior",
        (true, false) => "primary",
        (false, false) => "",
    }
    .to_owned()
}

/// A sheet of ours that stands for a file of theirs.
fn grid(file: &Grid, name: &str, headers: &[&str], rows: Vec<Vec<String>>) -> Grid {
    let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    let head = headers.iter().map(|header| Cell::Text((*header).to_owned())).collect();
    let body = rows.into_iter().map(|row| row.into_iter().map(text).collect());
    Grid {
        file: file.file.clone(),
        name: name.to_owned(),
        is_sheet: true,
        rows: std::iter::once(head).chain(body).collect(),
    }
}
