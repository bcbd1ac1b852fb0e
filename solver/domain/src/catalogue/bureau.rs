//! Loans, money, and what the school states or had before.

use super::{Entry, Parameter, Source};
use crate::rule::Rule;

/// Rules of this kind.
pub(super) const ENTRIES: [Entry; 9] = [
    Entry {
        rule: Rule::LoanTerms,
        exactly: "the terms are willing; weekday, school, travel and most weekdays as they say; \
                  pairs only, if the bureau says so; per weekday a school lends at most its \
                  share of willing own staff (rounded down); work at another school only on \
                  loan weekdays there, and no duties",
        en: "Teachers are lent on their own terms, and no school lends too many.",
        zh: "支援他校遵守本人条件，借出人数不超过比例。",
        parameters: &[],
        sources: &[Source::Gucheng, Source::Shangqiu, Source::Pingdingshan],
    },
    Entry {
        rule: Rule::Budget,
        exactly: "each begun 100 yuan by which the term's pay (periods x pay x weeks) exceeds \
                  fees - waivers + subsidy",
        en: "Pay stays within fees and subsidy.",
        zh: "课时费不超过收费与补助。",
        parameters: &[],
        sources: &[Source::Xiangcheng, Source::JilinDistrict],
    },
    Entry {
        rule: Rule::Pinned,
        exactly: "every pin holds",
        en: "What the school pinned is so.",
        zh: "学校指定的都成立。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::Banned,
        exactly: "no ban holds",
        en: "What the school banned is not so.",
        zh: "学校禁止的都不出现。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::ChangeBudget,
        exactly: "against the incumbent: slots whose activity changed per pupil, slots whose \
                  work changed per staff member, and all of them, at most as many as \
                  `change_budget` of the school says",
        en: "A change in mid-term touches few.",
        zh: "学期中调整的变动不超过上限。",
        parameters: &[],
        sources: &[Source::Hebi],
    },
    Entry {
        rule: Rule::LoanEffort,
        exactly: "per loan weekday: the weight a travel minute one way, and `loan_day_points`",
        en: "Teachers travel no more than is needed.",
        zh: "支援的路程和天数尽量少。",
        parameters: &[Parameter::LoanDayPoints],
        sources: &[Source::Gucheng],
    },
    Entry {
        rule: Rule::SchoolEquity,
        exactly: "per school: weight x (shortfall / pupils, rounded down)^2",
        en: "What is lacking is shared, and no school left alone.",
        zh: "缺口由各校分担，不让一所学校独自承受。",
        parameters: &[],
        sources: &[Source::Pingdingshan, Source::Shangqiu],
    },
    Entry {
        rule: Rule::Pay,
        exactly: "each full 100 yuan of the term's pay",
        en: "No more is paid than is needed.",
        zh: "课时费尽量节省。",
        parameters: &[],
        sources: &[Source::Xiangcheng],
    },
    Entry {
        rule: Rule::Stability,
        exactly: "against the incumbent: each changed place (pupil and slot whose activity \
                  changed), and each session (same activity and start) whose lead or room \
                  changed",
        en: "What was published stays as it was, as far as possible.",
        zh: "已公布的安排尽量不变。",
        parameters: &[],
        sources: &[Source::Hebi],
    },
];
