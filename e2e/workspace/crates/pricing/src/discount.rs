use orders::Order;

const LOYAL_CUSTOMER_POINTS: u32 = 500;
const BULK_POINTS: u32 = 250;
const BULK_QUANTITY: u32 = 20;

/// Discounts add up.
pub(crate) fn basis_points(order: &Order) -> u32 {
    let loyal = if order.customer.loyal { LOYAL_CUSTOMER_POINTS } else { 0 };
    let quantity: u32 = order.lines.iter().map(|line| line.quantity).sum();
    loyal + if quantity >= BULK_QUANTITY { BULK_POINTS } else { 0 }
}
