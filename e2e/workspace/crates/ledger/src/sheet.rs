use crate::Entry;
use serde::Serialize;

#[derive(Debug, thiserror::Error)]
#[error("the sheet could not be written: {0}")]
pub struct SheetError(String);

#[derive(Serialize)]
struct Row<'a> {
    order: &'a str,
    account: &'a str,
    amount: String,
    digest: &'a str,
}

/// The entries as CSV, for people with spreadsheets.
pub fn sheet(entries: &[Entry]) -> Result<String, SheetError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for entry in entries {
        let row = Row {
            order: &entry.order,
            account: &entry.account,
            amount: entry.amount.to_string(),
            digest: &entry.digest,
        };
        writer.serialize(row).map_err(|error| SheetError(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| SheetError(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| SheetError(error.to_string()))
}
