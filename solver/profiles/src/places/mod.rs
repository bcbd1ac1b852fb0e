//! The profiles of ten places, one file each. Demands are the product's own sentences after public
//! documents; what no document says (sizes, fees, bell times, names of schools) is made up.

mod baofeng;
mod common;
mod courses;
mod gucheng;
mod hebi;
mod jia;
mod jilin_district;
mod kit;
mod pingdingshan;
mod shangqiu;
mod weifang;
mod xiangcheng;
mod yan72;

use kehou_domain::profile::Profile;

/// Names of everything that can be generated: the school `tiny`, then the ten places.
pub const NAMES: [&str; 11] = [
    "tiny",
    "gucheng",
    "hebi",
    "weifang",
    "xiangcheng",
    "shangqiu",
    "pingdingshan",
    "baofeng",
    "jilin-district",
    "yan72",
    "jia",
];

/// The profile of a place.
pub fn profile(name: &str) -> Option<Profile> {
    let profile = match name {
        "gucheng" => gucheng::profile(),
        "hebi" => hebi::profile(),
        "weifang" => weifang::profile(),
        "xiangcheng" => xiangcheng::profile(),
        "shangqiu" => shangqiu::profile(),
        "pingdingshan" => pingdingshan::profile(),
        "baofeng" => baofeng::profile(),
        "jilin-district" => jilin_district::profile(),
        "yan72" => yan72::profile(),
        "jia" => jia::profile(),
        _ => return None,
    };
    Some(profile)
}

/// All ten, in the order of [`NAMES`].
pub fn profiles() -> impl Iterator<Item = Profile> {
    NAMES.into_iter().filter_map(profile)
}
