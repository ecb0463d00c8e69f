//! From an order to what the customer pays.

mod discount;

use money::{Money, MoneyError};
use orders::{Order, OrderError};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    pub net: Money,
    pub discount: Money,
    pub tax: Money,
    pub total: Money,
}

#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    #[error("no tax rate is known for {0}")]
    UnknownCountry(String),
    #[error(transparent)]
    Order(#[from] OrderError),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

pub fn price(order: &Order) -> Result<Price, PricingError> {
    let country = &order.customer.country;
    let rate = tax_table::basis_points(country).ok_or_else(|| PricingError::UnknownCountry(country.clone()))?;
    let net = order.net()?;
    let discount = net.basis_points(discount::basis_points(order))?.times(-1)?;
    let taxable = net.plus(discount)?;
    let tax = taxable.basis_points(rate)?;
    Ok(Price { net, discount, tax, total: taxable.plus(tax)? })
}
