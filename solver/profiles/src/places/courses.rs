//! The courses of Baofeng county: local culture (ballads, magic, Ru porcelain, drums, red culture)
//! and what schools everywhere offer. Each is on the menu of some school.

use super::kit::{Course, course, menu};
use kehou_domain::draft::Category::{self, Arts, Culture, Labour, Play, Science, Sport};
use kehou_domain::profile::MenuItem;

/// Category, skill, room, sizes; names.
type Family = ((Category, &'static str, &'static str, (i32, i32)), &'static [&'static str]);

/// All courses. The first of every family are offered most.
pub fn courses() -> Vec<MenuItem> {
    let mut numbered: Vec<(usize, Course)> = Vec::new();
    for (family, ((category, skill, room, sizes), names)) in (1..).zip(FAMILIES) {
        for (number, name) in names.iter().enumerate() {
            let id = format!("bf-{family:02}{:02}", number + 1);
            let made = course(&id, name, category, skill, room, sizes).local();
            numbered.push((number, made));
        }
    }
    numbered.sort_by_key(|course| course.0);
    menu(numbered.into_iter().map(|course| course.1))
}

const FAMILIES: [Family; 20] = [
    // 曲艺与戏曲
    (
        (Culture, "vocal", "music", (8, 26)),
        &[
            "河南坠子",
            "三弦书",
            "大调曲子",
            "河南曲剧",
            "豫剧",
            "越调",
            "评书",
            "相声",
            "快板",
            "山东快书",
            "琴书",
            "鼓词",
            "戏曲身段",
            "脸谱与唱腔",
            "童谣说唱",
            "道情",
        ],
    ),
    // 魔术与杂技
    (
        (Play, "magic", "classroom", (8, 24)),
        &[
            "近景魔术",
            "舞台魔术",
            "纸牌魔术",
            "硬币魔术",
            "绳索魔术",
            "科学魔术",
            "魔术道具制作",
            "手影戏",
            "变脸",
            "空竹",
            "转碟",
            "抛球杂耍",
        ],
    ),
    // 汝瓷文化
    (
        (Culture, "ceramics", "craft", (8, 24)),
        &[
            "汝瓷拉坯",
            "汝瓷刻花",
            "汝瓷施釉",
            "泥条盘筑",
            "瓷片镶嵌",
            "陶笛制作",
            "小小陶艺家",
            "汝瓷鉴赏",
            "陶印",
            "瓷绘",
        ],
    ),
    // 手工
    (
        (Arts, "craft", "classroom", (8, 28)),
        &[
            "剪纸",
            "刻纸",
            "衍纸",
            "折纸",
            "布贴画",
            "麦秆画",
            "葫芦烙画",
            "木版年画",
            "面塑",
            "糖画",
            "编中国结",
            "绳编",
            "香包制作",
            "虎头鞋",
            "风筝制作",
            "灯笼制作",
            "皮影制作",
            "泥塑",
            "布艺",
            "扎染",
            "钩针",
            "刺绣",
            "串珠",
            "超轻粘土",
            "种子贴画",
            "树叶贴画",
            "石头画",
        ],
    ),
    // 鼓乐
    (
        (Culture, "instrument", "yard", (12, 32)),
        &["腰鼓", "盘鼓", "威风锣鼓", "花棍", "狮舞", "龙舞", "旱船", "竹马", "高跷"],
    ),
    // 器乐
    (
        (Arts, "instrument", "music", (8, 28)),
        &[
            "管乐合奏",
            "弦乐合奏",
            "小号",
            "萨克斯",
            "单簧管",
            "长笛",
            "小提琴",
            "大提琴",
            "二胡",
            "古筝",
            "琵琶",
            "扬琴",
            "竹笛",
            "葫芦丝",
            "唢呐",
            "口琴",
            "竖笛",
            "尤克里里",
            "吉他",
            "非洲鼓",
            "架子鼓",
            "电子琴",
            "手风琴",
            "打击乐",
        ],
    ),
    // 声乐
    (
        (Arts, "vocal", "music", (12, 36)),
        &["合唱", "独唱", "歌唱与表演", "红色歌曲", "民歌", "音乐剧", "朗诵与配乐"],
    ),
    // 舞蹈
    (
        (Arts, "dance", "dance", (10, 28)),
        &[
            "民族舞",
            "古典舞",
            "现代舞",
            "街舞",
            "拉丁舞",
            "芭蕾基础",
            "啦啦操",
            "健身舞",
            "形体",
            "扇子舞",
        ],
    ),
    // 美术
    (
        (Arts, "painting", "art", (8, 28)),
        &[
            "儿童画",
            "水彩",
            "素描",
            "国画花鸟",
            "国画山水",
            "版画",
            "线描",
            "装饰画",
            "漫画",
            "农民画",
            "沙画",
            "泥版画",
            "创意美术",
            "戏曲人物画",
        ],
    ),
    // 书法
    (
        (Arts, "calligraphy", "classroom", (8, 30)),
        &["硬笔书法", "毛笔楷书", "隶书", "篆刻", "书法欣赏", "粉笔字"],
    ),
    // 语言与文化
    (
        (Culture, "literature", "library", (10, 30)),
        &[
            "经典诵读",
            "绘本故事",
            "讲故事",
            "演讲",
            "辩论",
            "小记者",
            "小主持人",
            "诗词创作",
            "课本剧",
            "读书会",
            "红色故事",
            "家乡历史",
            "民间传说",
            "英语戏剧",
            "英语歌曲",
            "成语世界",
        ],
    ),
    // 球类
    (
        (Sport, "ball", "court", (10, 36)),
        &["篮球", "排球", "羽毛球", "气排球", "手球", "柔力球", "匹克球", "网球基础"],
    ),
    // 场地球类
    (
        (Sport, "ball", "field", (12, 36)),
        &["足球", "五人足球", "棒垒球", "橄榄球基础", "飞盘", "门球"],
    ),
    // 田径与跳绳
    (
        (Sport, "athletics", "yard", (12, 40)),
        &[
            "花样跳绳",
            "双摇跳绳",
            "踢毽子",
            "跳皮筋",
            "滚铁环",
            "短跑",
            "跳远",
            "投掷",
            "轮滑",
            "体能训练",
            "趣味田径",
            "定向越野",
            "跳房子",
            "板鞋竞速",
            "拔河",
        ],
    ),
    // 武术
    (
        (Sport, "martial", "yard", (10, 40)),
        &["少林拳", "太极拳", "长拳", "武术操", "棍术", "八段锦", "五禽戏"],
    ),
    // 科学
    (
        (Science, "science", "lab", (10, 30)),
        &[
            "科学实验",
            "小发明",
            "趣味物理",
            "趣味化学",
            "天文",
            "气象观测",
            "航模",
            "海模",
            "车模",
            "建筑模型",
            "桥梁搭建",
            "电子制作",
            "植物观察",
            "昆虫观察",
            "标本制作",
            "科幻画与科普",
        ],
    ),
    // 信息科技
    (
        (Science, "computing", "computer", (8, 30)),
        &[
            "图形编程",
            "机器人",
            "三维设计",
            "电脑绘画",
            "动画制作",
            "短视频制作",
            "数字摄影",
            "打字与排版",
            "人工智能启蒙",
        ],
    ),
    // 劳动
    (
        (Labour, "labour", "garden", (8, 28)),
        &["蔬菜种植", "花卉种植", "食用菌栽培", "果树管理", "校园小农夫", "豆芽与发酵"],
    ),
    // 生活
    (
        (Labour, "labour", "craft", (8, 24)),
        &["家常菜", "面点", "凉菜与拼盘", "衣物整理", "缝纫", "木工", "小小修理工", "急救与自护"],
    ),
    // 棋类
    (
        (Play, "chess", "classroom", (8, 28)),
        &[
            "围棋",
            "象棋",
            "国际象棋",
            "五子棋",
            "军棋",
            "跳棋",
            "魔方",
            "数独",
            "七巧板",
            "华容道",
            "益智桌游",
        ],
    ),
];
