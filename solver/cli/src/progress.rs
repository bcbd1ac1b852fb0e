//! Progress of a search on stderr: a bar on a terminal, else a line now and then.

use crate::console;
use crate::lang::Lang;
use crate::number::{percent, thousands};
use indicatif::{ProgressBar, ProgressStyle};
use kehou_domain::outcome::Level;
use kehou_engine::Progress;
use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Shortest time between two lines.
const PAUSE: Duration = Duration::from_secs(1);

const BAR: &str = "{elapsed_precise} [{bar:24}] {pos}/{len} {prefix}\n{msg}";

/// Shows progress as it is told.
pub struct Reporter {
    lang: Lang,
    started: Instant,
    bar: Option<ProgressBar>,
    said: Mutex<Said>,
}

#[derive(Default)]
struct Said {
    last: Option<Instant>,
    complete: bool,
}

impl Reporter {
    /// A reporter of a search over so many schools that began at `started`.
    pub fn new(schools: usize, started: Instant, lang: Lang) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(schools as u64).with_elapsed(started.elapsed());
            if let Ok(style) = ProgressStyle::with_template(BAR) {
                bar.set_style(style.progress_chars("=> "));
            }
            bar.set_prefix(lang.pick("所学校已有方案", "schools planned"));
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { lang, started, bar, said: Mutex::default() }
    }

    /// Shows where the search stands.
    pub fn tell(&self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_position(progress.schools_planned as u64);
            bar.set_message(self.levels(progress));
        } else if let Some(heading) = self.due(progress) {
            let seconds = self.started.elapsed().as_secs_f64();
            let (planned, schools) = (progress.schools_planned, progress.schools);
            let levels = self.levels(progress);
            console::note(&self.lang.pick(
                format!("{seconds:6.1}s {heading}{planned}/{schools} 所学校已有方案；{levels}"),
                format!("{seconds:6.1}s {heading}{planned}/{schools} schools planned; {levels}"),
            ));
        }
    }

    /// Says other things meanwhile, without disturbing the bar.
    pub fn notes(&self) -> impl Fn(&str) + Send + 'static {
        let bar = self.bar.clone();
        move |text| match &bar {
            Some(bar) => bar.println(text),
            None => console::note(text),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// What a line begins with, if one is due: after a pause, or when the last school has its
    /// first plan.
    fn due(&self, progress: &Progress) -> Option<&'static str> {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if is_complete(progress) && !said.complete {
            *said = Said { last: Some(now), complete: true };
            return Some(self.lang.pick("首个完整方案 ", "first full plan "));
        }
        if said.last.is_some_and(|last| now.duration_since(last) < PAUSE) {
            return None;
        }
        said.last = Some(now);
        Some("")
    }

    fn levels(&self, progress: &Progress) -> String {
        let level = |level: &Level| {
            let (value, bound) = (thousands(level.value), thousands(level.bound));
            let gap = if is_complete(progress) { percent(level.gap()) } else { "-".into() };
            self.lang.pick(
                format!("{value}（下界 {bound}，差距 {gap}）"),
                format!("{value} (bound {bound}, gap {gap})"),
            )
        };
        let (shortfall, quality) = (level(&progress.shortfall), level(&progress.quality));
        self.lang.pick(
            format!("缺口 {shortfall}；质量 {quality}"),
            format!("shortfall {shortfall}; quality {quality}"),
        )
    }
}

fn is_complete(progress: &Progress) -> bool {
    progress.schools > 0 && progress.schools_planned == progress.schools
}
