//! Courses that schools everywhere offer, common ones first.

use super::kit::{HIGH, LOW, UPPER, course, menu};
use kehou_domain::draft::Category::{Arts, Culture, Labour, Play, Science, Sport};
use kehou_domain::profile::MenuItem;

/// Sport items 体育锻炼.
pub fn training() -> Vec<MenuItem> {
    menu([
        course("a-basketball", "篮球", Sport, "ball", "court", (10, 36)).grades(UPPER),
        course("a-rope", "跳绳", Sport, "athletics", "yard", (12, 40)),
        course("a-games", "体育游戏", Sport, "", "yard", (15, 40)),
        course("a-athletics", "田径", Sport, "athletics", "field", (12, 40)),
        course("a-football", "足球", Sport, "ball", "field", (12, 36)),
        course("a-badminton", "羽毛球", Sport, "ball", "court", (8, 28)).tool("rackets", 28),
        course("a-table-tennis", "乒乓球", Sport, "ball", "table-tennis", (8, 24)).level(2),
        course("a-wushu", "武术", Sport, "martial", "yard", (10, 40)).twice(),
        course("a-shuttlecock", "毽球", Sport, "athletics", "yard", (10, 36)),
        course("a-aerobics", "健美操", Sport, "dance", "dance", (12, 30)),
        course("a-volleyball", "排球", Sport, "ball", "court", (12, 32))
            .grades(HIGH)
            .twice()
            .pairs(),
        course("a-gymnastics", "体操", Sport, "athletics", "gym", (10, 32)).grades(LOW),
        course("a-taichi", "太极拳", Sport, "martial", "yard", (10, 36)).grades(UPPER),
        course("a-frisbee", "飞盘", Sport, "athletics", "field", (10, 32)).grades(UPPER),
        course("a-orienteering", "定向越野", Sport, "athletics", "field", (12, 36))
            .grades(HIGH)
            .long(),
    ])
}

/// Extension items 拓展项目.
pub fn extension() -> Vec<MenuItem> {
    menu([
        course("a-calligraphy", "硬笔书法", Arts, "calligraphy", "classroom", (10, 32)),
        course("a-choir", "合唱", Arts, "vocal", "music", (15, 40)).twice(),
        course("a-dance", "舞蹈", Arts, "dance", "dance", (12, 30)).twice(),
        course("a-go", "围棋", Culture, "chess", "classroom", (8, 28)).tool("go-sets", 14),
        course("a-paper-cutting", "剪纸", Culture, "craft", "classroom", (8, 28)).fee(20),
        course("a-drawing", "绘画", Arts, "painting", "art", (10, 32)).fee(30),
        course("a-science", "科学实验", Science, "science", "lab", (10, 32)).long().fee(30),
        course("a-planting", "种植", Labour, "labour", "garden", (8, 28)),
        course("a-storytelling", "故事与朗诵", Culture, "literature", "classroom", (10, 30)),
        course("a-chess", "象棋", Culture, "chess", "classroom", (8, 28)),
        course("a-programming", "编程", Science, "computing", "computer", (10, 32))
            .grades(UPPER)
            .level(2),
        course("a-handcraft", "手工", Arts, "craft", "classroom", (8, 26)).fee(25),
        course("a-picture-books", "绘本创作", Arts, "painting", "classroom", (8, 26)).grades(LOW),
        course("a-recorder", "竖笛", Arts, "instrument", "music", (10, 30)).grades(UPPER),
        course("a-debate", "演讲与辩论", Culture, "literature", "classroom", (10, 26)).grades(HIGH),
        course("a-brush", "毛笔书法", Culture, "calligraphy", "art", (8, 24))
            .grades(UPPER)
            .level(2),
        course("a-models", "航模海模", Science, "science", "classroom", (8, 24))
            .grades(UPPER)
            .fee(50),
        course("a-robots", "机器人", Science, "computing", "computer", (8, 24))
            .grades(UPPER)
            .twice()
            .tool("robots", 12)
            .fee(60),
        course("a-clay", "泥塑", Arts, "craft", "craft", (8, 24)).long().fee(30),
        course("a-singing", "音乐欣赏与歌唱", Arts, "vocal", "music", (12, 36)),
        course("a-creative-writing", "童谣与习作", Culture, "literature", "library", (10, 28)),
        course("a-magic-cube", "魔方", Play, "chess", "classroom", (8, 26)),
        course("a-guzheng", "古筝", Arts, "instrument", "music", (8, 20))
            .twice()
            .pairs()
            .level(2)
            .tool("guzheng", 10)
            .fee(80),
        course("a-cooking", "生活与烹饪", Labour, "labour", "craft", (8, 22))
            .grades(UPPER)
            .long()
            .fee(60),
        course("a-animation", "电脑绘画", Science, "computing", "computer", (10, 32)),
        course("a-chinese-painting", "国画", Arts, "painting", "art", (8, 26)).days(&[2, 4]),
        course("a-waist-drum", "腰鼓", Culture, "instrument", "yard", (12, 32)).twice().pairs(),
        course("a-drama", "课本剧", Arts, "literature", "classroom", (12, 28)).twice(),
        course("a-ukulele", "尤克里里", Arts, "instrument", "music", (8, 24)).days(&[1, 3, 5]),
        course("a-inventions", "小发明", Science, "science", "lab", (8, 24)).grades(HIGH),
        course("a-film", "光影欣赏", Play, "", "classroom", (15, 40)).days(&[5]),
        course("a-opera", "戏曲", Culture, "vocal", "dance", (8, 24)).days(&[1, 2, 3]),
        course("a-beading", "编织与串珠", Labour, "craft", "craft", (8, 24)),
        course("a-observation", "自然观察", Science, "science", "garden", (8, 26)).grades(LOW),
        course("a-street-dance", "街舞", Arts, "dance", "dance", (10, 26)).grades(UPPER).level(2),
        course("a-winds", "管乐", Arts, "instrument", "music", (12, 30))
            .grades(HIGH)
            .twice()
            .level(2),
        course("a-photography", "摄影", Arts, "computing", "classroom", (8, 22))
            .grades(HIGH)
            .long(),
        course("a-classics", "国学诵读", Culture, "literature", "library", (10, 32)),
        course("a-tie-dye", "扎染", Arts, "craft", "art", (8, 24)).days(&[3, 5]).fee(40),
    ])
}

/// A place's own courses, then the common ones whose names are not among them.
pub fn with_common(own: Vec<MenuItem>) -> Vec<MenuItem> {
    let mut menu = own;
    for item in training().into_iter().chain(extension()) {
        if menu.iter().all(|known| known.name != item.name) {
            menu.push(item);
        }
    }
    menu
}
