//! Rules that hold an order back for a person to look at.

use orders::Order;
use regex::{Regex, RegexSet};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    ThrowawayAddress,
    MalformedAddress,
    SuspiciousComment { words: Vec<String> },
    ManyUnits { sku: String, quantity: u32 },
}

#[derive(Debug, thiserror::Error)]
#[error("a rule is not a regular expression: {0}")]
pub struct RuleError(#[from] regex::Error);

pub struct Screen {
    throwaway: RegexSet,
    address: Regex,
    words: Regex,
    max_quantity: u32,
}

impl Screen {
    pub fn new(max_quantity: u32) -> Result<Self, RuleError> {
        Ok(Screen {
            throwaway: RegexSet::new([r"(?i)@mailinator\.", r"(?i)@10minute", r"(?i)\+test\d*@"])?,
            address: Regex::new(r"^[^@\s]+@[\p{L}\d.-]+\.\p{L}{2,}$")?,
            words: Regex::new(r"(?i)\b(urgent|refund|gift\s*card|wire)\b")?,
            max_quantity,
        })
    }

    pub fn findings(&self, order: &Order) -> Vec<Finding> {
        let mut findings = self.address(&order.customer.email);
        if let Some(comment) = &order.comment {
            let words: Vec<String> = self.words.find_iter(comment).map(|word| word.as_str().to_lowercase()).collect();
            if !words.is_empty() {
                findings.push(Finding::SuspiciousComment { words });
            }
        }
        let many = order.lines.iter().filter(|line| line.quantity > self.max_quantity);
        findings.extend(many.map(|line| Finding::ManyUnits { sku: line.sku.clone(), quantity: line.quantity }));
        findings
    }

    fn address(&self, email: &str) -> Vec<Finding> {
        if !self.address.is_match(email) {
            vec![Finding::MalformedAddress]
        } else if self.throwaway.is_match(email) {
            vec![Finding::ThrowawayAddress]
        } else {
            vec![]
        }
    }
}
