//! What every function reads and writes: one JSON object per line, a payload with its name, version and sequence number.

use serde::{de::DeserializeOwned, Deserialize, Serialize};
use serde_json::Value;

pub use envelope_derive::Event;

/// A payload type with its name on the wire. Derive it.
pub trait Event {
    const NAME: &'static str;
    const VERSION: u32;
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    pub name: String,
    pub version: u32,
    pub sequence: u64,
    pub payload: Value,
}

#[derive(Debug, thiserror::Error)]
pub enum EnvelopeError {
    #[error("expected {expected}, got {found}")]
    OtherEvent { expected: &'static str, found: String },
    #[error("{name} of version {found} is newer than {known}")]
    TooNew { name: String, found: u32, known: u32 },
    #[error("the payload does not fit: {0}")]
    Payload(#[from] serde_json::Error),
}

impl Envelope {
    pub fn seal<T: Event + Serialize>(sequence: u64, payload: &T) -> Result<Self, EnvelopeError> {
        Ok(Envelope {
            name: T::NAME.to_owned(),
            version: T::VERSION,
            sequence,
            payload: serde_json::to_value(payload)?,
        })
    }

    pub fn open<T: Event + DeserializeOwned>(self) -> Result<T, EnvelopeError> {
        if self.name != T::NAME {
            return Err(EnvelopeError::OtherEvent { expected: T::NAME, found: self.name });
        }
        if self.version > T::VERSION {
            return Err(EnvelopeError::TooNew { name: self.name, found: self.version, known: T::VERSION });
        }
        Ok(serde_json::from_value(self.payload)?)
    }
}
