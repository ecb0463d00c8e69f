//! Texts for customers. They are code: a value that is missing does not compile, and is never an empty word in a mail.

use money::Money;
use orders::{Line, Order};
use std::fmt::{self, Display, Formatter};

/// The mail that says what was ordered and what it costs.
pub struct Confirmation<'a> {
    pub order: &'a Order,
    pub total: Money,
}

impl Display for Confirmation<'_> {
    fn fmt(&self, text: &mut Formatter<'_>) -> fmt::Result {
        let customer = &self.order.customer;
        writeln!(text, "Thank you for your order {}.\n", self.order.id)?;
        for Line { sku, quantity, .. } in &self.order.lines {
            writeln!(text, "{quantity} x {sku}")?;
        }
        let cost = if customer.loyal { ", without extra cost" } else { "" };
        writeln!(text, "\nWe charge {} and ship to {}{cost}.", self.total, customer.country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use money::Currency;
    use orders::Customer;

    #[test]
    fn loyal_customers_are_told_that_shipping_is_free() {
        let customer =
            Customer { id: "c-1".into(), email: "ann@shop.example".into(), country: "PT".into(), loyal: true };
        let line = Line { sku: "tea".into(), quantity: 2, unit_price: Money::new(450, Currency::Eur) };
        let order = Order { id: "o-1".into(), customer, currency: Currency::Eur, lines: vec![line], comment: None };
        let text = Confirmation { order: &order, total: Money::new(900, Currency::Eur) }.to_string();
        assert!(text.contains("2 x tea"));
        assert!(text.ends_with("to PT, without extra cost.\n"));
    }
}
