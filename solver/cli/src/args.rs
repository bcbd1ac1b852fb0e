//! The command line.

mod balance;
mod term;

use crate::lang::Lang;
use crate::number;
pub use balance::Balance;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::path::PathBuf;
use std::time::Duration;
pub use term::{Calendar, CarryOver, Lottery, LotteryDraw, LotteryNumber, LotteryVerify};

/// Plans after-school service: sections, places and staff of a school or a whole county.
///
/// 课后服务编排：一所学校或整个县区的开班、学生去向与教师安排。
#[derive(Debug, Parser)]
#[command(name = "kehou", version, after_help = EXIT_CODES)]
pub struct Arguments {
    /// Language of what is printed; unset: that of the environment. 输出语言
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "\
Exit codes 退出码:
  0  done 完成
  1  internal error 内部错误
  2  wrong usage 用法错误
  3  faults in the input 输入有误
  4  pins, bans or hard data contradict each other 必须、不得或硬性数据互相矛盾
  5  a limit came before any plan 到限时仍无方案
  6  the check failed 核验不通过";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a data set of a policy profile. 生成示例数据
    Generate(Generate),
    /// List, show or copy policy profiles. 政策方案
    #[command(subcommand)]
    Profile(Profile),
    /// Make a data set from workbooks and CSV files. 从表格导入
    Import(Import),
    /// Write an empty workbook to fill in. 导入用的空白模板
    Template(Template),
    /// Write data or a plan as workbook, CSV, pages to print or calendars. 导出
    Export(Export),
    /// List all faults and warnings of a data set. 检查数据
    Validate(Validate),
    /// Plan all schools of a data set. 编排
    Solve(Solve),
    /// Check a plan by every rule, from scratch. 核验方案
    Check(Check),
    /// Say why, and what would better it, for a pupil, person, section or activity. 说明理由
    Explain(Explain),
    /// Put a published plan right after changes, disturbing little. 学期中调整
    Replan(Replan),
    /// Rank stand-ins for the lead of one section. 推荐代班人选
    Suggest(Suggest),
    /// Tell who is affected when one plan takes the place of another. 比较两个方案
    Compare(Compare),
    /// Tell a bureau what loans bring, where staff are short, and whom to train. 师资均衡与支援成效
    Balance(Balance),
    /// Expand a plan over the term: dates, hours and pay, late credit, fees. 学期日历、课时与费用
    Calendar(Calendar),
    /// Write what a plan leaves to be made good into the next term's data. 结转到下学期
    CarryOver(CarryOver),
    /// Break ties between pupils by a public draw, or verify one. 公开抽签
    #[command(subcommand)]
    Lottery(Lottery),
    /// Write the problem as a standard MPS integer program. 输出 MPS 整数规划
    Formulate(Formulate),
    /// Generate the example county, plan it, check it and show the result. 示范
    Demo(Demo),
}

/// `kehou generate`
#[derive(Debug, Args)]
pub struct Generate {
    /// Policy profile: a name (see kehou profile list) or a file. 政策方案：名称或文件
    pub profile: String,
    /// Folder to write. 输出文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    #[command(flatten)]
    pub size: Size,
    /// Seed; the same seed gives the same data. 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Term with its bell table, as kehou profile show lists them; unset: the first. 学期
    #[arg(long, value_name = "NAME")]
    pub season: Option<String>,
    /// Switch every rule on that can be. 启用全部可选规则
    #[arg(long)]
    pub all_rules: bool,
}

/// How large and how hard a generated data set is.
#[derive(Debug, Args)]
pub struct Size {
    /// Number of schools; unset: as many as the place has. 学校数
    #[arg(long, value_name = "N")]
    pub schools: Option<usize>,
    /// Pupils over all schools; unset: as many as the place has. 学生总数
    #[arg(long, value_name = "N")]
    pub pupils: Option<usize>,
    /// Scales supply; below 1 is scarcer. 供给系数
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    pub tightness: f64,
}

/// `kehou import`
#[derive(Debug, Args)]
pub struct Import {
    /// Workbooks (.xlsx), CSV files (UTF-8 or GB18030), or folders of them. 工作簿、CSV 文件或文件夹
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder for the data set. 数据文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Replace ids and names of people by keyed references. 用密钥代号替换人员编号和姓名
    #[arg(long, requires = "key_file")]
    pub pseudonymise: bool,
    /// Key and names, kept on this machine; made if it is not there. 密钥文件，只留在本机
    #[arg(long, value_name = "FILE", requires = "pseudonymise")]
    pub key_file: Option<PathBuf>,
}

/// `kehou template`
#[derive(Debug, Args)]
pub struct Template {
    /// Workbook to write. 工作簿
    #[arg(short, long, value_name = "FILE.xlsx")]
    pub output: PathBuf,
    /// Fill it with an example school. 填入示例学校
    #[arg(long)]
    pub example: bool,
}

/// `kehou export`
#[derive(Debug, Args)]
pub struct Export {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Plan; without it the data set itself is written. 方案；不给则导出数据
    pub plan: Option<PathBuf>,
    /// Form. 格式
    #[arg(long, value_enum, value_name = "FORM")]
    pub to: Form,
    /// Folder to write. 输出文件夹
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Key file of the import: names are put back. 导入时的密钥文件，用于恢复姓名
    #[arg(long, value_name = "FILE", requires = "plan")]
    pub key_file: Option<PathBuf>,
    /// Font for PDF; unset: one with Chinese letters is looked for. PDF 字体文件
    #[arg(long, value_name = "FILE")]
    pub font: Option<PathBuf>,
}

/// A form of export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A workbook. 工作簿
    Xlsx,
    /// CSV files. CSV 文件
    Csv,
    /// Pages to read and print. 网页
    Html,
    /// PDF files. PDF 文件
    Pdf,
    /// Calendars per person and room. 日历
    Ics,
}

/// `kehou validate`
#[derive(Debug, Args)]
pub struct Validate {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Print the report as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
    /// Print every finding, not only the first 50. 全部列出
    #[arg(long)]
    pub all: bool,
}

/// `kehou solve`
#[derive(Debug, Args)]
pub struct Solve {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Folder for the plan. 方案文件夹
    #[arg(short, long, value_name = "PLAN")]
    pub output: PathBuf,
    #[command(flatten)]
    pub effort: Effort,
    /// Plan by the policy of this profile instead of the data set's: a name or a file.
    /// 改用此政策方案的规则
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Plan school by school in little memory, with --loans schools that may lend to each other
    /// together; a run that was stopped goes on where it was. Always so for a folder with 100
    /// schools or more. 逐校（含支援时逐组）编排，可接着上次继续
    #[arg(long, conflicts_with = "profile")]
    pub by_school: bool,
    /// Print the outcome as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// How long and how hard to search.
#[derive(Debug, Args)]
pub struct Effort {
    /// Stop after this time, as 500ms, 60s or 2m; unset: 60s (demo 120s; school by school 2s for
    /// 1,000 pupils where that is more), or none with a work limit. 限时
    #[arg(long, value_name = "TIME", value_parser = number::duration)]
    pub time_limit: Option<Duration>,
    /// Stop a school once both levels are this close to their bound, as a share. 允许差距
    #[arg(long, value_name = "SHARE", default_value = "0.01", value_parser = number::share)]
    pub gap: f64,
    /// Threads; unset: all cores. 线程数
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Seed of every random choice. 随机种子
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Work allowed per school, in units that do not depend on the machine: the result of such a
    /// run is the same every time. 每校计算量上限（结果可复现）
    #[arg(long, value_name = "N")]
    pub work_limit: Option<u64>,
    /// Decide loans between schools too; otherwise everybody stays at the own school, and bounds
    /// hold for plans without loans. 同时安排校际支援
    #[arg(long)]
    pub loans: bool,
}

/// `kehou check`
#[derive(Debug, Args)]
pub struct Check {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    /// Judge by the policy of this profile instead of the data set's: a name or a file.
    /// 改用此政策方案的规则
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Print the report as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
    /// Print every violation, not only the first 50. 全部列出
    #[arg(long)]
    pub all: bool,
}

/// `kehou explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// Data set: a folder, or one .json or .pb file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    #[command(flatten)]
    pub subject: Subject,
    /// Id of the school, where the data set has several. 学校编号
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Print as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// Whom or what a question is about.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Subject {
    /// A pupil: why not a better choice, and the least change that gives it. 学生
    #[arg(long, value_name = "REF")]
    pub student: Option<String>,
    /// A staff member: what makes up the load. 教职工
    #[arg(long, value_name = "ID")]
    pub staff: Option<String>,
    /// A section: why it is open. 教学班
    #[arg(long, value_name = "ID")]
    pub section: Option<String>,
    /// An activity: why no further section is open. 项目
    #[arg(long, value_name = "ID")]
    pub activity: Option<String>,
    /// All that falls short, each with the smallest repairs. 缺口与补救
    #[arg(long)]
    pub shortfall: bool,
}

/// `kehou replan`
#[derive(Debug, Args)]
pub struct Replan {
    /// Data set the plan was made for: a folder, or one .json or .pb file. 数据
    pub input: PathBuf,
    /// Published plan: a folder, or one .json or .pb file. 已公布的方案
    pub plan: PathBuf,
    /// What has changed: one .json or .pb file. 变动文件
    #[arg(long, value_name = "FILE")]
    pub change: PathBuf,
    /// Folder for the new plan. 新方案文件夹
    #[arg(short, long, value_name = "PLAN2")]
    pub output: PathBuf,
    /// Also write the data set after the changes, with the published plan in it. 变动后的数据
    #[arg(long, value_name = "DIR")]
    pub write_input: Option<PathBuf>,
    /// Print who is told what as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// `kehou suggest`
#[derive(Debug, Args)]
pub struct Suggest {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Plan: a folder, or one .json or .pb file. 方案
    pub plan: PathBuf,
    /// Id of the section whose lead is missing. 教学班编号
    #[arg(long, value_name = "ID")]
    pub session: String,
    /// Id of its school, where several have a section of that id. 学校编号
    #[arg(long, value_name = "ID")]
    pub school: Option<String>,
    /// Also list those who cannot, with the reasons. 一并列出不能代班的人
    #[arg(long)]
    pub all: bool,
    /// Print as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// `kehou compare`
#[derive(Debug, Args)]
pub struct Compare {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// First plan. 原方案
    pub plan: PathBuf,
    /// Second plan. 新方案
    #[arg(value_name = "PLAN2")]
    pub other: PathBuf,
    /// Print as JSON. 以 JSON 输出
    #[arg(long)]
    pub json: bool,
}

/// `kehou formulate`
#[derive(Debug, Args)]
pub struct Formulate {
    /// Data set: a folder, or one .json, .pb or .xlsx file. 数据
    pub input: PathBuf,
    /// Level whose points are minimised. 目标层次
    #[arg(long, value_enum)]
    pub level: Level,
    /// For quality: most points of shortfall. 缺口上限（质量层必填）
    #[arg(long, value_name = "N", required_if_eq("level", "quality"))]
    pub shortfall_at_most: Option<i64>,
    /// File to write. 输出文件
    #[arg(short, long, value_name = "FILE.mps")]
    pub output: PathBuf,
}

/// A level of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// Level 1, shortfall. 缺口
    Shortfall,
    /// Level 2, quality. 质量
    Quality,
}

/// `kehou demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder for the data set; the plan goes beside it. 数据文件夹，方案在其旁
    #[arg(short, long, value_name = "DIR", default_value = "out/gucheng")]
    pub output: PathBuf,
    #[command(flatten)]
    pub size: Size,
    #[command(flatten)]
    pub effort: Effort,
}

/// `kehou profile`
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// List the profiles that ship with the program. 列出
    List,
    /// Show a profile: rules with what asks for them, bell tables, fees, courses. 查看
    Show {
        /// A name or a file. 名称或文件
        profile: String,
    },
    /// Write a profile as a file to copy and edit. 写成文件，供修改
    Write {
        /// A name or a file. 名称或文件
        profile: String,
        /// File to write, .json or .pb. 输出文件
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}
