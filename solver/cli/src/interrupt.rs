//! Ctrl-C: the first one asks the search to stop at its best plan, the second one ends at once.

use crate::failure::Failure;
use crate::lang::Lang;
use kehou_domain::fault::Text;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a program ended by Ctrl-C.
const ENDED_BY_INTERRUPT: i32 = 130;

/// A flag that Ctrl-C sets; what is to be said goes to `say`. To be called once.
pub fn watch(lang: Lang, say: impl Fn(&str) + Send + 'static) -> Result<Arc<AtomicBool>, Failure> {
    let flag = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&flag);
    let handler = move || {
        if seen.swap(true, Ordering::SeqCst) {
            process::exit(ENDED_BY_INTERRUPT);
        }
        say(lang.pick(
            "正在停止，将保留目前最好的方案（再按一次 Ctrl-C 立即退出）",
            "stopping at the best plan so far (Ctrl-C again ends at once)",
        ));
    };
    ctrlc::set_handler(handler).map_err(|error| {
        Failure::Internal(Text::new(
            format!("无法接收 Ctrl-C：{error}"),
            format!("cannot listen for Ctrl-C: {error}"),
        ))
    })?;
    Ok(flag)
}
