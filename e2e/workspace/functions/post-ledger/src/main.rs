//! Orders in, entries of the books out: sales, taxes, discounts.

use clap::Parser;
use envelope::Event;
use ledger::{Entry, Ledger, SheetError};
use orders::Order;
use p256::{ecdsa::SigningKey, pkcs8::DecodePrivateKey};
use pricing::PricingError;
use serde::{Deserialize, Serialize};
use settings::Settings;
use std::{
    env,
    error::Error,
    fs, future,
    sync::{Mutex, PoisonError},
};
use time::OffsetDateTime;

#[derive(Deserialize, Event)]
#[event(name = "order-placed", version = 2)]
struct Placed(Order);

#[derive(Serialize, Event)]
struct EntriesPosted {
    entries: Vec<Entry>,
    sheet: String,
}

#[derive(Debug, thiserror::Error)]
enum PostError {
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

fn post(ledger: &mut Ledger, order: &Order, at: OffsetDateTime) -> Result<EntriesPosted, PostError> {
    let price = pricing::price(order)?;
    let accounts = [("sales", price.net), ("discounts", price.discount), ("taxes", price.tax)];
    let entries = accounts.map(|(account, amount)| ledger.append(at, &order.id, account, amount));
    Ok(EntriesPosted { sheet: ledger::sheet(&entries)?, entries: entries.into() })
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let key = SigningKey::from_pkcs8_pem(&fs::read_to_string(env::var("LEDGER_KEY_FILE")?)?)?;
    let ledger = Mutex::new(Ledger::new(key));
    function::run(&Settings::parse(), move |Placed(order)| {
        let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
        future::ready(post(&mut ledger, &order, OffsetDateTime::now_utc()))
    })?;
    Ok(())
}
