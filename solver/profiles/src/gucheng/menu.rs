//! The catalogue from which each school's menu is drawn, common items first.

use kehou_domain::draft::{Category, Component};

/// Which grades an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// All grades.
    All,
    /// Grades 1 to 3.
    Low,
    /// Grades 3 and above.
    Upper,
    /// Grades 4 and above.
    High,
}

/// When an item may meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Any derived pattern.
    Any,
    /// Two sessions: Monday and Wednesday, or Tuesday and Thursday.
    Pairs,
    /// Only on some weekdays.
    Days(&'static [i32]),
}

/// One item of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Id, ASCII.
    pub id: &'static str,
    /// Name.
    pub zh: &'static str,
    /// Training or extension.
    pub component: Component,
    /// Category.
    pub category: Category,
    /// Skill of the lead; empty: none.
    pub skill: &'static str,
    /// Level of that skill.
    pub level: i32,
    /// Kind of room.
    pub room: &'static str,
    /// Grades.
    pub band: Band,
    /// Fewest and most pupils, before the school adapts them.
    pub size: (i32, i32),
    /// Sessions a week.
    pub sessions: i32,
    /// Periods a session.
    pub periods: i32,
    /// Allowed days.
    pub timing: Timing,
    /// Equipment pool and pieces per session.
    pub tool: Option<(&'static str, i32)>,
    /// Material fee, yuan.
    pub fee: i64,
}

/// Skills of sport, arts and other kinds, as the county counts its newly trained teachers.
pub const SKILLS: [&[&str]; 3] = [
    &["ball", "athletics", "martial"],
    &["vocal", "instrument", "dance", "painting", "calligraphy", "craft"],
    &["science", "computing", "chess", "literature", "labour"],
];

const fn item(
    id: &'static str,
    zh: &'static str,
    category: Category,
    skill: &'static str,
    room: &'static str,
    size: (i32, i32),
) -> Item {
    let component = match category {
        Category::Sport => Component::Training,
        _ => Component::Extension,
    };
    Item {
        id,
        zh,
        component,
        category,
        skill,
        level: 1,
        room,
        band: Band::All,
        size,
        sessions: 1,
        periods: 1,
        timing: Timing::Any,
        tool: None,
        fee: 0,
    }
}

impl Item {
    const fn level(self, level: i32) -> Self {
        Self { level, ..self }
    }
    const fn band(self, band: Band) -> Self {
        Self { band, ..self }
    }
    const fn twice(self) -> Self {
        Self { sessions: 2, ..self }
    }
    const fn long(self) -> Self {
        Self { periods: 2, ..self }
    }
    const fn on(self, timing: Timing) -> Self {
        Self { timing, ..self }
    }
    const fn tool(self, pool: &'static str, pieces: i32) -> Self {
        Self { tool: Some((pool, pieces)), ..self }
    }
    const fn fee(self, yuan: i64) -> Self {
        Self { fee: yuan, ..self }
    }
    /// Whether the item is for the grade.
    pub const fn is_for(&self, grade: i32) -> bool {
        match self.band {
            Band::All => true,
            Band::Low => grade <= 3,
            Band::Upper => grade >= 3,
            Band::High => grade >= 4,
        }
    }
}

use Band::{High, Low, Upper};
use Category::{Arts, Culture, Labour, Play, Science, Sport};
use Timing::{Days, Pairs};

/// Sport items 体育锻炼.
pub const TRAINING: [Item; 15] = [
    item("a-basketball", "篮球", Sport, "ball", "court", (10, 36)).band(Upper),
    item("a-rope", "跳绳", Sport, "athletics", "yard", (12, 40)),
    item("a-games", "体育游戏", Sport, "", "yard", (15, 40)),
    item("a-athletics", "田径", Sport, "athletics", "field", (12, 40)),
    item("a-football", "足球", Sport, "ball", "field", (12, 36)),
    item("a-badminton", "羽毛球", Sport, "ball", "court", (8, 28)).tool("rackets", 28),
    item("a-table-tennis", "乒乓球", Sport, "ball", "table-tennis", (8, 24)).level(2),
    item("a-wushu", "武术", Sport, "martial", "yard", (10, 40)).twice(),
    item("a-shuttlecock", "毽球", Sport, "athletics", "yard", (10, 36)),
    item("a-aerobics", "健美操", Sport, "dance", "dance", (12, 30)),
    item("a-volleyball", "排球", Sport, "ball", "court", (12, 32)).band(High).twice().on(Pairs),
    item("a-gymnastics", "体操", Sport, "athletics", "gym", (10, 32)).band(Low),
    item("a-taichi", "太极拳", Sport, "martial", "yard", (10, 36)).band(Upper),
    item("a-frisbee", "飞盘", Sport, "athletics", "field", (10, 32)).band(Upper),
    item("a-orienteering", "定向越野", Sport, "athletics", "field", (12, 36)).band(High).long(),
];

/// Extension items 拓展项目.
pub const EXTENSION: [Item; 39] = [
    item("a-calligraphy", "硬笔书法", Arts, "calligraphy", "classroom", (10, 32)),
    item("a-choir", "合唱", Arts, "vocal", "music", (15, 40)).twice(),
    item("a-dance", "舞蹈", Arts, "dance", "dance", (12, 30)).twice(),
    item("a-go", "围棋", Culture, "chess", "classroom", (8, 28)).tool("go-sets", 14),
    item("a-paper-cutting", "剪纸", Culture, "craft", "classroom", (8, 28)).fee(20),
    item("a-drawing", "绘画", Arts, "painting", "art", (10, 32)).fee(30),
    item("a-science", "科学实验", Science, "science", "lab", (10, 32)).long().fee(30),
    item("a-planting", "种植", Labour, "labour", "garden", (8, 28)),
    item("a-storytelling", "故事与朗诵", Culture, "literature", "classroom", (10, 30)),
    item("a-chess", "象棋", Culture, "chess", "classroom", (8, 28)),
    item("a-programming", "编程", Science, "computing", "computer", (10, 32)).band(Upper).level(2),
    item("a-handcraft", "手工", Arts, "craft", "classroom", (8, 26)).fee(25),
    item("a-picture-books", "绘本创作", Arts, "painting", "classroom", (8, 26)).band(Low),
    item("a-recorder", "竖笛", Arts, "instrument", "music", (10, 30)).band(Upper),
    item("a-debate", "演讲与辩论", Culture, "literature", "classroom", (10, 26)).band(High),
    item("a-brush", "毛笔书法", Culture, "calligraphy", "art", (8, 24)).band(Upper).level(2),
    item("a-models", "航模海模", Science, "science", "classroom", (8, 24)).band(Upper).fee(50),
    item("a-robots", "机器人", Science, "computing", "computer", (8, 24))
        .band(Upper)
        .twice()
        .tool("robots", 12)
        .fee(60),
    item("a-clay", "泥塑", Arts, "craft", "craft", (8, 24)).long().fee(30),
    item("a-singing", "音乐欣赏与歌唱", Arts, "vocal", "music", (12, 36)),
    item("a-creative-writing", "童谣与习作", Culture, "literature", "library", (10, 28)),
    item("a-magic-cube", "魔方", Play, "chess", "classroom", (8, 26)),
    item("a-guzheng", "古筝", Arts, "instrument", "music", (8, 20))
        .twice()
        .on(Pairs)
        .level(2)
        .tool("guzheng", 10)
        .fee(80),
    item("a-cooking", "生活与烹饪", Labour, "labour", "craft", (8, 22)).band(Upper).long().fee(60),
    item("a-animation", "电脑绘画", Science, "computing", "computer", (10, 32)),
    item("a-chinese-painting", "国画", Arts, "painting", "art", (8, 26)).on(Days(&[2, 4])),
    item("a-waist-drum", "腰鼓", Culture, "instrument", "yard", (12, 32)).twice().on(Pairs),
    item("a-drama", "课本剧", Arts, "literature", "classroom", (12, 28)).twice(),
    item("a-ukulele", "尤克里里", Arts, "instrument", "music", (8, 24)).on(Days(&[1, 3, 5])),
    item("a-inventions", "小发明", Science, "science", "lab", (8, 24)).band(High),
    item("a-film", "光影欣赏", Play, "", "classroom", (15, 40)).on(Days(&[5])),
    item("a-opera", "戏曲", Culture, "vocal", "dance", (8, 24)).on(Days(&[1, 2, 3])),
    item("a-beading", "编织与串珠", Labour, "craft", "craft", (8, 24)),
    item("a-observation", "自然观察", Science, "science", "garden", (8, 26)).band(Low),
    item("a-street-dance", "街舞", Arts, "dance", "dance", (10, 26)).band(Upper).level(2),
    item("a-winds", "管乐", Arts, "instrument", "music", (12, 30)).band(High).twice().level(2),
    item("a-photography", "摄影", Arts, "computing", "classroom", (8, 22)).band(High).long(),
    item("a-classics", "国学诵读", Culture, "literature", "library", (10, 32)),
    item("a-tie-dye", "扎染", Arts, "craft", "art", (8, 24)).on(Days(&[3, 5])).fee(40),
];
