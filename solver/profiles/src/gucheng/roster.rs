//! The 35 serving schools of the county: 4 town schools, 11 township centre schools, 20 others;
//! 25,357 taking-part pupils; 100 newly trained teachers (40 sport, 40 arts, 20 other).
//! Names are made up, the totals are the county's.

use kehou_domain::draft::SchoolKind::{self, Junior, NineYear, Primary};

/// Place of a school in the county.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 城区学校
    Town,
    /// 乡镇中心学校
    Centre,
    /// Other township school.
    Village,
    /// Other township school with fewer teachers than classes in some homework periods.
    Short,
}

/// One row of the roster.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Name.
    pub name: &'static str,
    /// Kind.
    pub kind: SchoolKind,
    /// Place in the county.
    pub role: Role,
    /// Taking-part pupils.
    pub pupils: i64,
    /// Newly trained teachers: sport, arts, other.
    pub trained: [usize; 3],
    /// Outside specialists whose first school this is.
    pub specialists: usize,
}

const fn entry(
    name: &'static str,
    kind: SchoolKind,
    role: Role,
    pupils: i64,
    trained: [usize; 3],
    specialists: usize,
) -> Entry {
    Entry { name, kind, role, pupils, trained, specialists }
}

use Role::{Centre, Short, Town, Village};

/// The roster, in the order of the school ids.
pub const ROSTER: [Entry; 35] = [
    entry("城关第一小学", Primary, Town, 2947, [3, 3, 1], 3),
    entry("城关第二小学", Primary, Town, 2412, [2, 2, 1], 3),
    entry("城关第三小学", Primary, Town, 1843, [2, 2, 1], 3),
    entry("城关中学", Junior, Town, 1448, [2, 2, 1], 2),
    entry("东河镇中心学校", NineYear, Centre, 1376, [2, 2, 1], 1),
    entry("石桥镇中心小学", Primary, Centre, 1187, [2, 2, 1], 1),
    entry("南湾镇中心小学", Primary, Centre, 1046, [2, 2, 1], 1),
    entry("柳林镇中心学校", NineYear, Centre, 983, [2, 2, 1], 1),
    entry("青山镇中心小学", Primary, Centre, 904, [2, 2, 1], 1),
    entry("白水镇中心小学", Primary, Centre, 837, [1, 1, 1], 1),
    entry("龙泉镇中心小学", Primary, Centre, 792, [1, 1, 1], 1),
    entry("西峰镇中心小学", Primary, Centre, 718, [1, 1, 1], 1),
    entry("新安镇中心小学", Primary, Centre, 663, [1, 1, 1], 1),
    entry("茶园乡中心小学", Primary, Centre, 597, [1, 1, 1], 1),
    entry("云台乡中心小学", Primary, Centre, 537, [1, 1, 1], 1),
    entry("东河镇初级中学", Junior, Village, 627, [1, 1, 1], 1),
    entry("石桥镇初级中学", Junior, Village, 583, [1, 1, 1], 1),
    entry("石桥镇第二小学", Primary, Village, 564, [1, 1, 1], 1),
    entry("南湾镇初级中学", Junior, Village, 519, [1, 1, 1], 1),
    entry("青山镇第二小学", Primary, Village, 486, [1, 1, 1], 1),
    entry("白水镇初级中学", Junior, Village, 452, [1, 1, 0], 1),
    entry("龙泉镇河口小学", Primary, Village, 437, [1, 1, 0], 1),
    entry("东河镇梅园小学", Primary, Village, 401, [1, 1, 0], 1),
    entry("西峰镇五里小学", Primary, Village, 388, [1, 1, 0], 1),
    entry("新安镇双河小学", Primary, Village, 347, [1, 1, 0], 1),
    entry("南湾镇渡口小学", Primary, Village, 334, [1, 1, 0], 1),
    entry("柳林镇杨坪小学", Primary, Village, 305, [1, 1, 0], 1),
    entry("青山镇竹溪小学", Primary, Short, 281, [1, 1, 0], 0),
    entry("白水镇高庙小学", Primary, Village, 263, [1, 1, 0], 0),
    entry("茶园乡松岭小学", Primary, Short, 238, [1, 1, 0], 0),
    entry("龙泉镇花园小学", Primary, Village, 214, [0, 0, 0], 0),
    entry("云台乡沙坝小学", Primary, Short, 188, [0, 0, 0], 0),
    entry("西峰镇石门小学", Primary, Village, 173, [0, 0, 0], 0),
    entry("茶园乡清溪小学", Primary, Short, 149, [0, 0, 0], 0),
    entry("云台乡银杏小学", Primary, Short, 118, [0, 0, 0], 0),
];
