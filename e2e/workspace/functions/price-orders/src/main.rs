//! Orders in, priced orders out.

use clap::Parser;
use envelope::Event;
use function::FunctionError;
use orders::Order;
use pricing::{Price, PricingError};
use serde::{Deserialize, Serialize};
use settings::Settings;

#[derive(Deserialize, Event)]
#[event(name = "order-placed", version = 2)]
struct Placed(Order);

#[derive(Serialize, Event)]
struct OrderPriced {
    order: Order,
    price: Price,
}

async fn handle(Placed(order): Placed) -> Result<OrderPriced, PricingError> {
    let order = order.validated()?;
    let price = pricing::price(&order)?;
    Ok(OrderPriced { order, price })
}

fn main() -> Result<(), FunctionError> {
    function::run(&Settings::parse(), handle)
}
