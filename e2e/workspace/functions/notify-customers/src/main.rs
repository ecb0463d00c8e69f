//! Priced orders in, the mails to their customers out.

use clap::Parser;
use envelope::Event;
use money::Money;
use orders::Order;
use serde::{Deserialize, Serialize};
use settings::Settings;
use std::{error::Error, future};
use templates::{TemplateError, Texts};

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

fn mail(texts: &Texts, Priced { order, price }: Priced) -> Result<MailRequested, TemplateError> {
    let text = texts.confirmation(&order, price.total)?;
    Ok(MailRequested { to: order.customer.email, text })
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let texts = Texts::new()?;
    function::run(&Settings::parse(), move |priced| future::ready(mail(&texts, priced)))?;
    Ok(())
}
