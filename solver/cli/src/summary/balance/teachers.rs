//! What loans, further teachers and training bring, in tables.

use super::{MOST, count, group_name, school_name, skill_name};
use crate::console::plain;
use crate::lang::Lang;
use crate::number::thousands;
use crate::summary::counted;
use crate::table::table;
use kehou_domain::balance::{Candidate, LoanWorth, Points, Training, Worth};
use kehou_domain::draft::Bureau;
use kehou_domain::words;

pub(super) fn loans(bureau: &Bureau, loans: &[LoanWorth], lang: Lang) -> String {
    if loans.is_empty() {
        return lang.pick("方案中没有校际支援", "The plan has no loans").into();
    }
    let rows = loans.iter().flat_map(|loan| rows(bureau, loan, lang)).collect();
    let heading = lang.pick(
        [
            "支援教师",
            "学校",
            "何时",
            "缺口：无支援",
            "有支援",
            "质量：无支援",
            "有支援",
            "合计：缺口减少",
            "质量分减少",
        ],
        [
            "lent teacher",
            "school",
            "when",
            "shortfall without",
            "with",
            "quality without",
            "with",
            "in all: shortfall saved",
            "quality saved",
        ],
    );
    let gains = loans.iter().filter_map(|loan| loan.worth.as_ref()).map(|worth| sum(worth));
    let useful = gains.filter(Worth::is_gain).count();
    let unknown = loans.iter().filter(|loan| loan.worth.is_none()).count();
    let (teachers, days) = (loans.len(), loans.iter().map(|loan| loan.stays.len()).sum::<usize>());
    let note = lang.pick(
        format!(
            "（{teachers} 名教师支援，每周 {days} 人次；试算中 {useful} 名使有关学校合计更好，\
             {unknown} 名撤回后未找到合规方案）"
        ),
        format!(
            "({} lent on {} a week; {useful} better their schools together as measured; for \
             {unknown} no legal plan without was found)",
            counted(teachers as i64, "teacher"),
            counted(days as i64, "day"),
        ),
    );
    format!("{}\n{note}", table(&heading, 3, rows))
}

fn sum(worth: &[(String, Worth)]) -> Worth {
    let add = |a: Points, b: Points| Points {
        shortfall: a.shortfall + b.shortfall,
        quality: a.quality + b.quality,
    };
    worth.iter().fold(Worth::default(), |sum, (_, one)| Worth {
        without: add(sum.without, one.without),
        with: add(sum.with, one.with),
    })
}

/// A row a school; that of the home school, which comes last, has the sum.
fn rows(bureau: &Bureau, loan: &LoanWorth, lang: Lang) -> Vec<Vec<String>> {
    let when = |school: &str| {
        let days = loan.stays.iter().filter(|stay| stay.0 == school);
        let days: Vec<String> =
            days.map(|stay| lang.of(&words::weekday(stay.1)).to_owned()).collect();
        if days.is_empty() {
            lang.pick("本校", "home").into()
        } else {
            days.join(lang.pick("、", ", "))
        }
    };
    let row = |school: &str, figures: [String; 4], sum: [String; 2]| {
        let mut row = vec![plain(&loan.staff), school_name(bureau, school), when(school)];
        row.extend(figures);
        row.extend(sum);
        row
    };
    let Some(worth) = &loan.worth else {
        let unknown = || "-".to_owned();
        let figures = [unknown(), unknown(), unknown(), unknown()];
        return vec![row(&loan.home, figures, [unknown(), unknown()])];
    };
    let of_school = |(school, one): &(String, Worth)| {
        let Worth { without, with } = one;
        let levels = [without.shortfall, with.shortfall, without.quality, with.quality];
        let sum = if *school == loan.home { gains(&sum(worth)) } else { Default::default() };
        row(school, levels.map(thousands), sum)
    };
    worth.iter().map(of_school).collect()
}

/// Points saved at both levels.
fn gains(worth: &Worth) -> [String; 2] {
    let gain = worth.gain();
    [gain.shortfall, gain.quality].map(thousands)
}

pub(super) fn candidates(bureau: &Bureau, candidates: &[Candidate], lang: Lang) -> String {
    if candidates.is_empty() {
        return lang.pick("没有未满足的需求，不需要增员", "No demand is unmet").into();
    }
    let measured = candidates.iter().filter(|one| one.worth.is_some()).count();
    let row = |one: &Candidate| {
        let unknown = || [0; 2].map(|_| lang.pick("未核实", "not measured").to_owned());
        let mut row = vec![school_name(bureau, &one.school), skill_name(&one.skill, lang)];
        row.extend([count(one.missing), thousands(one.posts)]);
        row.extend(one.worth.as_ref().map_or_else(unknown, gains));
        row
    };
    let heading = lang.pick(
        ["增加一名教师：学校", "技能", "未满足课次", "空岗", "缺口减少", "质量分减少"],
        [
            "one more teacher: school",
            "skill",
            "missing",
            "posts",
            "shortfall saved",
            "quality saved",
        ],
    );
    let shown = candidates.iter().take(measured.max(MOST)).map(row).collect();
    let note = lang.pick(
        format!(
            "（已试算 {measured} 处，共 {} 处，先试未满足最多的；新教师的课时上限、日间课时和报酬取本校居中者；\
             --sample 可多试）",
            candidates.len()
        ),
        format!(
            "({measured} of {} measured, most unmet first; the teacher has the middle caps, day load \
             and pay of the school's; more by --sample)",
            candidates.len()
        ),
    );
    format!("{}\n{note}", table(&heading, 2, shown))
}

pub(super) fn training(bureau: &Bureau, training: &Training, lang: Lang) -> String {
    let places = training.places.iter().map(|&(group, most, used)| {
        let name = group_name(group, lang);
        lang.pick(format!("{name} {used}/{most}"), format!("{name} {used} of {most}"))
    });
    let places: Vec<String> = places.collect();
    let places = places.join(lang.pick("，", ", "));
    let Some(together) = &training.together else {
        return lang.pick(
            format!("培训建议：名额 {places}；试算过的去处中没有培训本校教师即有收益的\
                 （--training-places 定名额，--sample 可多试）"),
            format!("Training: places {places}; where it was measured, training a teacher of the school \
                 gains nothing (--training-places sets places, --sample measures more)"),
        );
    };
    let rows = training.advice.iter().map(|one| {
        let mut row = vec![plain(&one.staff), school_name(bureau, &one.school)];
        row.extend([skill_name(&one.skill, lang), group_name(one.group, lang).into()]);
        row.push(one.level.to_string());
        row.extend(gains(&one.worth));
        row
    });
    let heading = lang.pick(
        ["培训建议：教师", "学校", "学什么", "类别", "级别", "缺口减少", "质量分减少"],
        ["train: teacher", "school", "skill", "group", "level", "shortfall saved", "quality saved"],
    );
    let [shortfall, quality] = gains(together);
    let note = lang.pick(
        format!(
            "（每行只培训该一人；全部一起培训，一个方案核验所得：缺口减少 {shortfall} 分，\
             质量分减少 {quality} 分。名额已用：{places}）"
        ),
        format!(
            "(a row: that teacher alone; all together, by one checked plan, save {shortfall} of \
             shortfall and {quality} of quality. Places: {places})"
        ),
    );
    format!("{}\n{note}", table(&heading, 4, rows.collect()))
}
