//! Any event in, the queue it belongs to out.

use clap::Parser;
use envelope::Event;
use function::FunctionError;
use regex::RegexSet;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use settings::Settings;
use std::{convert::Infallible, future, sync::LazyLock};

const QUEUES: [&str; 3] = ["orders", "mail", "books"];

static NAMES: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new([r"^order-", r"^mail-", r"^(entries|sales)-"]).expect("the patterns are constants"));

#[derive(Deserialize, Event)]
#[event(name = "any")]
struct Any {
    subject: String,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[derive(Serialize, Event)]
struct EventRouted {
    queue: &'static str,
    subject: String,
    fields: usize,
}

fn route(Any { subject, rest }: Any) -> EventRouted {
    let queue = NAMES.matches(&subject).iter().next().map_or("unrouted", |index| QUEUES[index]);
    EventRouted { queue, subject, fields: rest.len() }
}

fn main() -> Result<(), FunctionError> {
    function::run(&Settings::parse(), |any| future::ready(Ok::<_, Infallible>(route(any))))
}
