//! Texts for customers, rendered strictly: a value that is missing is an error, never an empty word in a mail.

use minijinja::{context, Environment, UndefinedBehavior};
use money::Money;
use orders::Order;

static CONFIRMATION: &str = "\
Thank you for your order {{ order.id }}.

{% for line in order.lines %}{{ line.quantity }} x {{ line.sku }}
{% endfor %}
We charge {{ total }} and ship to {{ order.customer.country }}{% if order.customer.loyal %}, without extra cost{% endif %}.
";

#[derive(Debug, thiserror::Error)]
#[error("the text could not be rendered: {0}")]
pub struct TemplateError(#[from] minijinja::Error);

pub struct Texts {
    environment: Environment<'static>,
}

impl Texts {
    pub fn new() -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.add_template("confirmation", CONFIRMATION)?;
        Ok(Texts { environment })
    }

    pub fn confirmation(&self, order: &Order, total: Money) -> Result<String, TemplateError> {
        let template = self.environment.get_template("confirmation")?;
        Ok(template.render(context! { order, total => total.to_string() })?)
    }
}
