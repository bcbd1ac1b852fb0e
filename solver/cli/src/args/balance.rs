//! Arguments of `kehou balance`.

use clap::{Args, value_parser};
use kehou_domain::balance::SkillGroup;
use std::path::PathBuf;

/// `kehou balance`
#[derive(Debug, Args)]
pub struct Balance {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    /// Places for one more teacher that are measured by planning the school anew. 试算的增员去处数
    #[arg(long, value_name = "N", default_value_t = 6)]
    pub sample: usize,
    /// Training places by group of skills: sport, arts, other; unset: as many as the data has
    /// newly trained teachers. 培训名额
    #[arg(long, value_name = "GROUP=N", value_delimiter = ',', value_parser = places)]
    pub training_places: Vec<(SkillGroup, i64)>,
    /// Work allowed per school and measurement, in units that do not depend on the machine; unset:
    /// as many as the school has pupils, 100 at least. 每次试算每校的计算量上限
    #[arg(long, value_name = "N")]
    pub work_limit: Option<u64>,
    /// Seed of every random choice. 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; unset: all cores. 线程数
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Print as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// Reads training places: `sport=40`.
fn places(text: &str) -> Result<(SkillGroup, i64), String> {
    let group = |name: &str| match name {
        "sport" => Some(SkillGroup::Sport),
        "arts" => Some(SkillGroup::Arts),
        "other" => Some(SkillGroup::Other),
        _ => None,
    };
    let read = |(name, count): (&str, &str)| Some((group(name)?, count.parse::<u32>().ok()?));
    let said = "say sport=N, arts=N or other=N; 请写作 sport=N、arts=N 或 other=N";
    let (group, count) = text.split_once('=').and_then(read).ok_or(said)?;
    Ok((group, count.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_name_a_group_and_a_number() {
        assert_eq!(places("sport=40"), Ok((SkillGroup::Sport, 40)));
        assert!(
            ["", "sport", "sport=", "sport=-1", "go=1"].iter().all(|text| places(text).is_err())
        );
    }
}
