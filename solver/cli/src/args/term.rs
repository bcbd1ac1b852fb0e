//! Arguments of the commands about a whole term.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `kehou calendar`
#[derive(Debug, Args)]
pub struct Calendar {
    /// Data set: a folder, or one .json or .pb file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    /// Folder for tables (.csv): dated sessions and duties, hours and pay, late credit, fees; a
    /// folder per school. 各校表格的文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print the dated sessions of this pupil. 某名学生的课次
    #[arg(long, value_name = "REF", group = "whose")]
    pub student: Option<String>,
    /// Print the dated sessions and duties of this staff member. 某名教职工的课次和值守
    #[arg(long, value_name = "ID", group = "whose")]
    pub staff: Option<String>,
    /// Print the dated sessions in this room. 某个场地的课次
    #[arg(long, value_name = "ID", group = "whose")]
    pub room: Option<String>,
    /// Id of the school of the pupil or room, where several have one of that name. 学校编号
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Print as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// `kehou carry-over`
#[derive(Debug, Args)]
pub struct CarryOver {
    /// Data set of this term: a folder, or one .json or .pb file. 本学期数据
    pub input: PathBuf,
    /// Plan of this term. 本学期方案
    pub plan: PathBuf,
    /// Data set of the next term. 下学期数据
    pub next: PathBuf,
    /// Folder for the next term's data set with what is carried over. 输出文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
}

/// `kehou lottery`
#[derive(Debug, Subcommand)]
pub enum Lottery {
    /// Draw, and settle every tie of a plan. 抽签
    Draw(LotteryDraw),
    /// Compute every number of a record again and look for ties left open. 核验抽签
    Verify(LotteryVerify),
    /// Compute one pupil's number. 计算一名学生的号码
    Number(LotteryNumber),
}

/// `kehou lottery draw`
#[derive(Debug, Args)]
pub struct LotteryDraw {
    /// Data set: a folder, or one .json or .pb file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    /// Seed that is made public: one that nobody can choose at will, fixed after sign-up has
    /// closed. 公开的随机种子
    #[arg(long, value_name = "TEXT")]
    pub public_seed: String,
    /// Folder for the plan with ties settled; the record is `lottery.json` in it. 输出文件夹
    #[arg(short, long, value_name = "PLAN2")]
    pub output: PathBuf,
}

/// `kehou lottery verify`
#[derive(Debug, Args)]
pub struct LotteryVerify {
    /// Data set: a folder, or one .json or .pb file. 数据
    pub input: PathBuf,
    /// Plan whose ties were settled. 抽签后的方案
    pub plan: PathBuf,
    /// Record of the draw; unset: `lottery.json` in the plan's folder. 抽签记录
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
}

/// `kehou lottery number`
#[derive(Debug, Args)]
pub struct LotteryNumber {
    /// The public seed. 公开的随机种子
    #[arg(long, value_name = "TEXT")]
    pub public_seed: String,
    /// Id of the school. 学校编号
    #[arg(long, value_name = "ID")]
    pub school: String,
    /// Reference of the pupil. 学生编号
    #[arg(long, value_name = "REF")]
    pub student: String,
}
