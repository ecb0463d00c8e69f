//! Turns rates.csv into a sorted table at compile time: a wrong line fails the build, not a customer's order.

use std::{env, fs, path::Path};

fn main() {
    println!("cargo:rerun-if-changed=rates.csv");
    println!("cargo:rerun-if-changed=build.rs");
    let csv = fs::read_to_string("rates.csv").expect("rates.csv is part of this crate");
    let mut rates: Vec<(String, u32)> = csv.lines().skip(1).map(rate).collect();
    rates.sort();
    let rows: String = rates.iter().map(|(country, points)| format!("    ({country:?}, {points}),\n")).collect();
    let table = format!("pub static RATES: [(&str, u32); {}] = [\n{rows}];\n", rates.len());
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    fs::write(Path::new(&out).join("rates.rs"), table).expect("OUT_DIR can be written");
}

fn rate(line: &str) -> (String, u32) {
    let (country, points) = line.split_once(',').unwrap_or_else(|| panic!("not COUNTRY,POINTS: {line}"));
    (country.to_owned(), points.parse().unwrap_or_else(|_| panic!("not a number of basis points: {line}")))
}
