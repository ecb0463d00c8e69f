//! Amounts in minor units of one currency. Adding different currencies is an error, never a guess.

use serde::{Deserialize, Serialize};
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Currency {
    Eur,
    Usd,
    Jpy,
}

impl Currency {
    /// Digits behind the decimal point.
    pub fn digits(self) -> usize {
        match self {
            Currency::Eur | Currency::Usd => 2,
            Currency::Jpy => 0,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Currency::Eur => "EUR",
            Currency::Usd => "USD",
            Currency::Jpy => "JPY",
        }
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MoneyError {
    #[error("{0:?} and {1:?} cannot be added")]
    DifferentCurrencies(Currency, Currency),
    #[error("the amount is too large")]
    Overflow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub minor: i64,
    pub currency: Currency,
}

impl Money {
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::DifferentCurrencies(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    pub fn times(self, factor: i64) -> Result<Money, MoneyError> {
        let minor = self.minor.checked_mul(factor).ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// A share in basis points (1/100 of a percent), rounded half up.
    pub fn basis_points(self, points: u32) -> Result<Money, MoneyError> {
        let scaled = i128::from(self.minor) * i128::from(points) + 5_000;
        let minor = i64::try_from(scaled.div_euclid(10_000)).map_err(|_| MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::new(0, currency), Money::plus)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.digits();
        let unit = 10_i64.pow(digits as u32);
        let sign = if self.minor < 0 { "-" } else { "" };
        write!(f, "{sign}{}", (self.minor / unit).abs())?;
        if digits > 0 {
            write!(f, ".{:0digits$}", (self.minor % unit).abs())?;
        }
        write!(f, " {}", self.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_digits_of_its_currency() {
        assert_eq!(Money::new(-1205, Currency::Eur).to_string(), "-12.05 EUR");
        assert_eq!(Money::new(1205, Currency::Jpy).to_string(), "1205 JPY");
    }

    #[test]
    fn rounds_shares_half_up() {
        assert_eq!(Money::new(50, Currency::Eur).basis_points(1_900), Ok(Money::new(10, Currency::Eur)));
    }
}
