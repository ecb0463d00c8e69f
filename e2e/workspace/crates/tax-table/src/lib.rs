//! Tax rates by country, generated from `rates.csv`.

include!(concat!(env!("OUT_DIR"), "/rates.rs"));

/// Rate in basis points, or nothing for a country that is not served.
pub fn basis_points(country: &str) -> Option<u32> {
    RATES.binary_search_by_key(&country, |(code, _)| code).ok().map(|index| RATES[index].1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn finds_every_country_of_the_table() {
        for (country, points) in super::RATES {
            assert_eq!(super::basis_points(country), Some(points));
        }
        assert_eq!(super::basis_points("XX"), None);
    }
}
