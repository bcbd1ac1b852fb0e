//! What is said about cells and rows that are not understood.

use crate::fault::{shown, text};
use crate::schema::{Column, Entity};
use kehou_domain::fault::Text;

/// Cause and action.
pub(crate) type Words = (Text, Text);

/// A cell that is not of its column's kind.
pub(crate) fn value(column: &Column, value: &str) -> Words {
    let expected = column.kind.expected();
    (
        text(
            format!("“{}”一栏的“{}”无法识别", column.title.0, shown(value)),
            format!("'{}' in the column {} is not understood", shown(value), column.title.1),
        ),
        text(format!("改为{}", expected.zh), format!("write {}", expected.en)),
    )
}

/// A row that belongs to nothing known.
pub(crate) fn owner(entity: Entity, value: &str) -> Words {
    let (zh, en) = entity.title();
    let en = en.to_lowercase();
    if value.is_empty() {
        return (
            text(format!("没有说明属于哪个{zh}"), format!("it is not said whose {en} it is")),
            text(format!("在“{zh}”一栏填写编号"), format!("write its id in the column {en}")),
        );
    }
    (
        text(
            format!("没有{zh}“{}”，或有多个", shown(value)),
            format!("there is no {en} '{}', or there are several", shown(value)),
        ),
        text(
            format!("改为已有的{zh}编号，或先添加该{zh}"),
            format!("name an existing {en}, or add this one"),
        ),
    )
}

/// A row without an id.
pub(crate) fn no_id(entity: Entity, has_name: bool) -> Words {
    let (zh, en) = entity.title();
    let en = en.to_lowercase();
    let action = if has_name {
        text(
            "填写编号，或用 --pseudonymise 由姓名生成代号",
            "give it an id, or let --pseudonymise make one from the name",
        )
    } else {
        text("填写编号", "give it an id")
    };
    (text(format!("{zh}没有编号"), format!("the {en} has no id")), action)
}

/// Two files that say different things.
pub(crate) fn conflict(before: &str) -> Words {
    (
        text(
            format!("与另一张表中的值 {} 不同", shown(before)),
            format!("differs from the value {} in another sheet", shown(before)),
        ),
        text("只保留其一", "keep only one of them"),
    )
}

/// A weekday cell that tells no time of leaving.
pub(crate) fn leaving(points: &[String]) -> Words {
    (
        text(
            "不是离校点，也不是某节结束的时间",
            "neither a dismissal point nor the end of a period with one",
        ),
        text(
            format!("填写离校点（{}）、离校时间，或 是/否", points.join("、")),
            format!(
                "write a dismissal point ({}), the time of leaving, or yes/no",
                points.join(", ")
            ),
        ),
    )
}

/// Columns that are not read.
pub(crate) fn unknown_columns(titles: &[String]) -> Words {
    (
        text(
            format!("不认识的列，没有读取：{}", titles.join("、")),
            format!("columns not known and not read: {}", titles.join(", ")),
        ),
        text("如有用，请按模板改列名", "if they matter, name them as in the template"),
    )
}

/// A sheet that is not read.
pub(crate) fn unknown_sheet(name: &str) -> Words {
    (
        text(
            format!("不认识的工作表“{}”，没有读取", shown(name)),
            format!("the sheet '{}' is not known and was not read", shown(name)),
        ),
        text("如有用，请按模板改名", "if it matters, name it as in the template"),
    )
}

/// Names that were left behind.
pub(crate) fn names_left() -> Words {
    (
        text("姓名没有进入数据", "names of persons were not taken over"),
        text(
            "如需在导出时恢复姓名，用 --pseudonymise --key-file",
            "to have them back at export, use --pseudonymise --key-file",
        ),
    )
}

/// Nothing to read.
pub(crate) fn nothing() -> Words {
    (
        text("没有找到任何可识别的工作表", "no sheet was recognised"),
        text("用 kehou template 得到模板", "see kehou template for how sheets look"),
    )
}
