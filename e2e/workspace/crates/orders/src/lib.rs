//! Orders as they arrive, and what must hold before anybody works on them.

use money::{Currency, Money, MoneyError};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Customer {
    pub id: String,
    pub email: String,
    pub country: String,
    #[serde(default)]
    pub loyal: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    pub sku: String,
    pub quantity: u32,
    pub unit_price: Money,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Order {
    pub id: String,
    pub customer: Customer,
    pub currency: Currency,
    pub lines: Vec<Line>,
    #[serde(default)]
    pub comment: Option<String>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OrderError {
    #[error("order {0} has no lines")]
    Empty(String),
    #[error("line {0} has quantity 0")]
    NoQuantity(String),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Order {
    /// Sum of the lines, without discounts and taxes.
    pub fn net(&self) -> Result<Money, OrderError> {
        let mut total = Money::new(0, self.currency);
        for line in &self.lines {
            total = total.plus(line.unit_price.times(i64::from(line.quantity))?)?;
        }
        Ok(total)
    }

    pub fn validated(self) -> Result<Self, OrderError> {
        if self.lines.is_empty() {
            return Err(OrderError::Empty(self.id));
        }
        match self.lines.iter().find(|line| line.quantity == 0) {
            Some(line) => Err(OrderError::NoQuantity(line.sku.clone())),
            None => Ok(self),
        }
    }
}
