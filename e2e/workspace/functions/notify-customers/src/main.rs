//! Priced orders in, the mails to their customers out.

use clap::Parser;
use envelope::Event;
use money::Money;
use orders::Order;
use serde::{Deserialize, Serialize};
use settings::Settings;
use std::{convert::Infallible, error::Error, future};
use templates::Confirmation;

#[derive(Deserialize)]
struct Price {
    total: Money,
}

#[derive(Deserialize, Event)]
#[event(name = "order-priced")]
struct Priced {
    order: Order,
    price: Price,
}

#[derive(Serialize, Event)]
struct MailRequested {
    to: String,
    text: String,
}

fn mail(Priced { order, price }: Priced) -> Result<MailRequested, Infallible> {
    let text = Confirmation { order: &order, total: price.total }.to_string();
    Ok(MailRequested { to: order.customer.email, text })
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    function::run(&Settings::parse(), |priced| future::ready(mail(priced)))?;
    Ok(())
}
