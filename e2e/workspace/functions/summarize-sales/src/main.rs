//! Orders in, running totals by country out.

use clap::Parser;
use envelope::Event;
use function::FunctionError;
use money::{Currency, Money};
use orders::{Order, OrderError};
use serde::{Deserialize, Serialize};
use settings::Settings;
use std::{
    collections::BTreeMap,
    future,
    sync::{Mutex, PoisonError},
};

#[derive(Deserialize, Event)]
#[event(name = "order-placed", version = 2)]
struct Placed(Order);

#[derive(Serialize, Event)]
struct SalesCounted {
    country: String,
    orders: u64,
    net: Money,
}

#[derive(Default)]
struct Totals(BTreeMap<(String, Currency), (u64, i64)>);

impl Totals {
    fn add(&mut self, order: &Order) -> Result<SalesCounted, OrderError> {
        let country = order.customer.country.clone();
        let (orders, minor) = self.0.entry((country.clone(), order.currency)).or_default();
        let net = Money::new(*minor, order.currency).plus(order.net()?)?;
        *orders += 1;
        *minor = net.minor;
        Ok(SalesCounted { country, orders: *orders, net })
    }
}

fn main() -> Result<(), FunctionError> {
    let totals = Mutex::new(Totals::default());
    function::run(&Settings::parse(), move |Placed(order)| {
        future::ready(totals.lock().unwrap_or_else(PoisonError::into_inner).add(&order))
    })
}
