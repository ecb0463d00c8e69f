//! How a function is started: flags first, then the environment, then defaults.

use clap::{Parser, ValueEnum};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Level {
    Debug,
    Info,
    Error,
}

#[derive(Clone, Debug, Parser)]
#[command(about = "Reads events from standard input and writes events to standard output, one JSON object per line")]
pub struct Settings {
    /// Least level that is logged.
    #[arg(long, env = "LOG_LEVEL", value_enum, default_value = "info")]
    pub log_level: Level,

    /// Events that may be worked on at once.
    #[arg(long, env = "CONCURRENCY", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub concurrency: u16,

    /// Milliseconds that one event may take.
    #[arg(long, env = "TIMEOUT_MS", default_value = "2000", value_parser = milliseconds)]
    pub timeout: Duration,

    /// Go on after an event that failed.
    #[arg(long, env = "KEEP_GOING")]
    pub keep_going: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("not a positive number of milliseconds: {0}")]
struct NotMilliseconds(String);

fn milliseconds(text: &str) -> Result<Duration, NotMilliseconds> {
    match text.parse::<u64>() {
        Ok(number) if number > 0 => Ok(Duration::from_millis(number)),
        _ => Err(NotMilliseconds(text.to_owned())),
    }
}
