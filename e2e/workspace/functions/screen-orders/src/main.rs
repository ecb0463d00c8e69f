//! Orders in, the reasons to look at them out.

use clap::Parser;
use envelope::Event;
use orders::{Order, OrderError};
use screening::{Finding, Screen};
use serde::{Deserialize, Serialize};
use settings::Settings;
use std::{error::Error, future, sync::Arc};

const MAX_QUANTITY: u32 = 100;

#[derive(Deserialize, Event)]
#[event(name = "order-placed", version = 2)]
struct Placed(Order);

#[derive(Serialize, Event)]
struct OrderScreened {
    order: String,
    findings: Vec<Finding>,
}

fn judge(screen: &Screen, order: Order) -> Result<OrderScreened, OrderError> {
    let order = order.validated()?;
    let findings = screen.findings(&order);
    Ok(OrderScreened { order: order.id, findings })
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let screen = Arc::new(Screen::new(MAX_QUANTITY)?);
    function::run(&Settings::parse(), move |Placed(order)| future::ready(judge(&screen, order)))?;
    Ok(())
}
