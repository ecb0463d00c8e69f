//! An append-only book: every entry carries the digest of the one before it and a signature, so that a changed entry shows.

mod sheet;

use money::Money;
use p256::ecdsa::{
    signature::{Signer, Verifier},
    Signature, SigningKey, VerifyingKey,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use time::OffsetDateTime;

pub use sheet::{sheet, SheetError};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub order: String,
    pub account: String,
    pub amount: Money,
    pub previous: String,
    pub digest: String,
    pub signature: String,
}

pub struct Ledger {
    key: SigningKey,
    last: String,
}

impl Ledger {
    pub fn new(key: SigningKey) -> Self {
        Ledger { key, last: String::new() }
    }

    pub fn append(&mut self, at: OffsetDateTime, order: &str, account: &str, amount: Money) -> Entry {
        let previous = std::mem::take(&mut self.last);
        let digest = digest(at, order, account, amount, &previous);
        let signature: Signature = self.key.sign(digest.as_bytes());
        self.last.clone_from(&digest);
        Entry {
            at,
            order: order.to_owned(),
            account: account.to_owned(),
            amount,
            previous,
            digest,
            signature: signature.to_string(),
        }
    }
}

/// Index of the first entry that was changed or signed by somebody else, if any.
pub fn first_broken(entries: &[Entry], key: &VerifyingKey) -> Option<usize> {
    let mut last = "";
    entries.iter().position(|entry| {
        let sound = entry.previous == last && is_sound(entry, key);
        last = &entry.digest;
        !sound
    })
}

fn is_sound(entry: &Entry, key: &VerifyingKey) -> bool {
    let signature: Result<Signature, _> = entry.signature.parse();
    entry.digest == digest(entry.at, &entry.order, &entry.account, entry.amount, &entry.previous)
        && signature.is_ok_and(|signature| key.verify(entry.digest.as_bytes(), &signature).is_ok())
}

fn digest(at: OffsetDateTime, order: &str, account: &str, amount: Money, previous: &str) -> String {
    let hash = Sha256::digest(format!("{}\n{order}\n{account}\n{amount}\n{previous}", at.unix_timestamp_nanos()));
    hash.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes everything");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use money::Currency;

    #[test]
    fn a_changed_entry_shows() {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let verifying = *key.verifying_key();
        let mut ledger = Ledger::new(key);
        let at = OffsetDateTime::UNIX_EPOCH;
        let mut entries: Vec<Entry> =
            (0..3).map(|n| ledger.append(at, "o-1", "sales", Money::new(n, Currency::Eur))).collect();
        assert_eq!(first_broken(&entries, &verifying), None);
        entries[1].amount.minor += 1;
        assert_eq!(first_broken(&entries, &verifying), Some(1));
    }
}
