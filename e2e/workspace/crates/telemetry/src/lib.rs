//! Log lines as JSON on standard error.

use serde::Serialize;
use std::io::{self, Write};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Debug,
    Info,
    Error,
}

#[derive(Serialize)]
struct Record<'a, T: Serialize> {
    level: Level,
    message: &'a str,
    built: &'static str,
    fields: &'a T,
}

#[derive(Clone, Copy, Debug)]
pub struct Log {
    least: Level,
}

impl Log {
    pub fn new(least: Level) -> Self {
        Log { least }
    }

    /// Losing a log line is no reason to lose an event, so a broken standard error is ignored.
    pub fn write(&self, level: Level, message: &str, fields: &impl Serialize) {
        if level >= self.least {
            let built = concat!(env!("BUILT_TARGET"), "/", env!("BUILT_PROFILE"));
            let record = Record { level, message, built, fields };
            if let Ok(line) = serde_json::to_string(&record) {
                let _ = writeln!(io::stderr(), "{line}");
            }
        }
    }
}
