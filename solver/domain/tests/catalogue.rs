//! The page in the repository is the catalogue in the code.
//! `KEHOU_REWRITE_GOLDEN=1 cargo test --release -p kehou-domain --test catalogue` writes it anew.

use kehou_domain::catalogue::document;
use kehou_domain::rule::Rule;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../RULES.md");

#[test]
fn the_page_is_what_the_code_writes() {
    if std::env::var_os("KEHOU_REWRITE_GOLDEN").is_some() {
        std::fs::write(PAGE, document()).expect("the page can be written");
    }
    let page = std::fs::read_to_string(PAGE).expect("the page is there");
    assert!(page == document(), "{PAGE} is not what the code writes; see the head of this test");
}

#[test]
fn the_page_has_every_rule_in_order() {
    let page = document();
    let titles: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let names: Vec<&str> = Rule::all().map(Rule::name).collect();
    assert_eq!(titles, names);
}
