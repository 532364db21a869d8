//! Exchange rates: which rate is found, and what is refused.

use tradecredit::{Amount, Currency, Day, Error, FxDate, FxMoment, Rates, wire};

fn rates(document: &str) -> Rates {
    wire::read(document).unwrap_or_else(|error| panic!("{error}"))
}

fn convert(rates: &Rates, amount: &str, from: &str, to: &str, on: &str) -> Result<String, Error> {
    let code = |text: &str| text.parse::<Currency>().unwrap();
    let (amount, on): (Amount, Day) = (amount.parse().unwrap(), on.parse().unwrap());
    rates.convert(amount, code(from), code(to), on).map(|amount| amount.to_string())
}

const ECB: &str = r#"[{"base":"EUR","on":"2026-04-13","per_base":{"USD":"1.1684","JPY":"186.75","GBP":"0.8705"}}]"#;
const DAY: &str = "2026-04-13";

#[test]
fn a_rate_is_used_in_both_directions() {
    let table = rates(r#"[{"from":"USD","to":"EUR","on":"2026-04-13","rate":"0.92"}]"#);
    assert_eq!(convert(&table, "1000", "USD", "EUR", DAY).unwrap(), "920"); // 1000 × 0.92
    assert_eq!(convert(&table, "920", "EUR", "USD", DAY).unwrap(), "1000"); // 920 ÷ 0.92
    assert_eq!(
        convert(&table, "1000", "EUR", "USD", DAY).unwrap(),
        "1086.9565217391304347826086957" // 1000 ÷ 0.92, 29 digits
    );
}

#[test]
fn a_stated_rate_wins_over_the_inverse() {
    let table = rates(
        r#"[{"from":"USD","to":"EUR","on":"2026-04-13","rate":"0.8"},
            {"from":"EUR","to":"USD","on":"2026-04-13","rate":"1.2"}]"#,
    );
    assert_eq!(convert(&table, "10", "EUR", "USD", DAY).unwrap(), "12");
    assert_eq!(convert(&table, "10", "USD", "EUR", DAY).unwrap(), "8");
}

#[test]
fn a_cross_rate_multiplies_first_and_divides_last() {
    // 1 168.40 USD × 186.75 ÷ 1.1684 = 186 750 JPY, with no digit lost on the way.
    assert_eq!(convert(&rates(ECB), "1168.40", "USD", "JPY", DAY).unwrap(), "186750");
    // Both legs stated towards the common currency: 100 × 0.9 ÷ 1.2.
    let towards = rates(
        r#"[{"from":"USD","to":"EUR","on":"2026-04-13","rate":"0.9"},
            {"from":"GBP","to":"EUR","on":"2026-04-13","rate":"1.2"}]"#,
    );
    assert_eq!(convert(&towards, "100", "USD", "GBP", DAY).unwrap(), "75");
}

#[test]
fn two_ways_across_are_refused() {
    let table = rates(
        r#"[{"base":"EUR","on":"2026-04-13","per_base":{"USD":"1.2","GBP":"0.9"}},
            {"base":"CHF","on":"2026-04-13","per_base":{"USD":"1.3","GBP":"1"}}]"#,
    );
    let error = convert(&table, "1", "USD", "GBP", DAY).unwrap_err();
    assert_eq!(error.code(), "unanswerable");
    assert_eq!(
        error.to_string(),
        "`USD` could be converted to `GBP` on `2026-04-13` through `CHF` or through `EUR`: \
         state the rate from `USD` to `GBP`"
    );
}

#[test]
fn one_currency_needs_no_rate() {
    assert_eq!(convert(&Rates::default(), "0.005", "EUR", "EUR", DAY).unwrap(), "0.005");
}

#[test]
fn a_missing_rate_names_the_pair_and_the_day() {
    for (from, to, on) in [("USD", "CHF", DAY), ("USD", "EUR", "2026-04-14"), ("CHF", "SEK", DAY)] {
        let error = convert(&rates(ECB), "1", from, to, on).unwrap_err();
        assert_eq!(error.code(), "missing_rate");
        for part in [from, to, on] {
            assert!(error.to_string().contains(part), "{error}");
        }
    }
}

#[test]
fn a_day_without_rates_may_take_an_earlier_one() {
    let table = |conventions: &str| {
        rates(&format!(
            r#"{{"quotes":[
                {{"from":"USD","to":"EUR","on":"2026-04-01","rate":"0.5"}},
                {{"from":"USD","to":"EUR","on":"2026-04-02","rate":"0.9"}},
                {{"from":"GBP","to":"EUR","on":"2026-04-03","rate":"1.1"}},
                {{"from":"USD","to":"EUR","on":"2026-04-07","rate":"0.7"}}
            ]{conventions}}}"#
        ))
    };
    let easter_monday = "2026-04-06"; // the latest rate of the pair is four days old
    let on = |table: &Rates, day| convert(table, "10", "USD", "EUR", day);
    assert_eq!(on(&table(""), easter_monday).unwrap_err().code(), "missing_rate");
    let latest = table(r#","fallback":"latest_before""#);
    assert_eq!(on(&latest, easter_monday).unwrap(), "9");
    assert_eq!(on(&latest, "2026-04-07").unwrap(), "7");
    assert_eq!(on(&latest, "2026-04-14").unwrap(), "7"); // seven days old
    assert_eq!(on(&latest, "2026-04-15").unwrap_err().code(), "missing_rate");
    assert_eq!(on(&latest, "2026-03-31").unwrap_err().code(), "missing_rate");
    let bounded =
        |days: u8| table(&format!(r#","fallback":"latest_before","max_age_days":{days}"#));
    assert_eq!(on(&bounded(4), easter_monday).unwrap(), "9");
    assert_eq!(on(&bounded(3), easter_monday).unwrap_err().code(), "missing_rate");
}

#[test]
fn the_canonical_form_is_sorted_and_read_back() {
    let table = rates(
        r#"[{"base":"EUR","on":"2026-04-13","per_base":{"USD":"1.10","EUR":1,"GBP":"0.90"}},
            {"from":"CHF","to":"EUR","on":"2026-04-12","rate":1},
            {"from":"CHF","to":"EUR","on":"2026-04-12","rate":"1.0"}]"#,
    );
    let canonical = concat!(
        r#"[{"from":"CHF","to":"EUR","on":"2026-04-12","rate":"1"},"#,
        r#"{"from":"EUR","to":"GBP","on":"2026-04-13","rate":"0.9"},"#,
        r#"{"from":"EUR","to":"USD","on":"2026-04-13","rate":"1.1"}]"#
    );
    assert_eq!(wire::write(&table).unwrap(), canonical);
    assert_eq!(rates(canonical), table);
    assert_eq!(Rates::new(table.quotes()).unwrap(), table);

    let bounded = table.or_latest_before(5).unwrap();
    let text = wire::write(&bounded).unwrap();
    assert!(text.ends_with(r#"],"fallback":"latest_before","max_age_days":5}"#), "{text}");
    assert_eq!(rates(&text), bounded);
    let usual = bounded.or_latest_before(7).unwrap(); // the default is left out
    assert!(wire::write(&usual).unwrap().ends_with(r#"],"fallback":"latest_before"}"#));
}

#[test]
fn what_is_wrong_is_reported_where_it_is() {
    let quote =
        |rate: &str| format!(r#"{{"from":"USD","to":"EUR","on":"2026-04-13","rate":{rate}}}"#);
    for (document, path, code) in [
        (format!("[{},{}]", quote("\"0.92\""), quote("\"0.93\"")), "[1]", "contradictions"),
        (format!(r#"{{"quotes":[{},{}]}}"#, quote("1"), quote("2")), "quotes[1]", "contradictions"),
        (format!("[{}]", quote("\"0\"")), "[0].rate", "out_of_range"),
        (format!("[{}]", quote("0.92")), "[0].rate", "float_refused"),
        (
            r#"[{"base":"EUR","on":"2026-04-13","per_base":{"USD":"1.1","USD":"1.2"}}]"#.into(),
            "[0]",
            "contradictions",
        ),
        (
            r#"[{"base":"EUR","on":"2026-04-13","per_base":{"EUR":"1.1"}}]"#.into(),
            "[0]",
            "contradictions",
        ),
        (
            r#"[{"base":"EUR","on":"2026-04-13","per_base":{"EURO":"1"}}]"#.into(),
            "[0].per_base.EURO",
            "unknown_code",
        ),
        (r#"[{"from":"USD","to":"EUR","on":"2026-04-13"}]"#.into(), "[0]", "invalid_document"),
        (r#"[{"from":"USD","rates":"1"}]"#.into(), "[0].rates", "invalid_document"),
        (
            r#"{"quotes":[],"fallback":"latest_before","max_age_days":367}"#.into(),
            "",
            "out_of_range",
        ),
        (r#"{"quotes":[],"max_age_days":3}"#.into(), "", "invalid_document"),
        (r#"{"quotes":[],"fallback":"newest"}"#.into(), "fallback", "invalid_document"),
        ("3".into(), "", "invalid_document"),
    ] {
        let error = wire::read::<Rates>(&document).expect_err(&document);
        assert_eq!((error.path().unwrap_or(""), error.code()), (path, code), "{error}");
    }
}

#[test]
fn every_contradiction_is_listed() {
    let table = rates(ECB);
    let mut quotes: Vec<_> = table.quotes().collect();
    for quote in table.quotes() {
        quotes.push(tradecredit::Quote { rate: "7".parse().unwrap(), ..quote });
    }
    let error = Rates::new(quotes).unwrap_err();
    let paths: Vec<_> = error.problems().iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["[3]", "[4]", "[5]"]);
}

#[test]
fn the_day_that_counts() {
    let read = |text: &str| wire::read::<FxDate>(text);
    assert_eq!(FxDate::default(), read(r#""date_of_loss""#).unwrap());
    assert_eq!(read(r#"{"lower_of":["due"]}"#).unwrap(), FxDate::of(FxMoment::Due));
    let both = read(r#"{"lower_of":["payment","invoice","payment"]}"#).unwrap();
    assert_eq!(wire::write(&both).unwrap(), r#"{"lower_of":["invoice","payment"]}"#);
    assert_eq!(wire::write(&FxDate::default()).unwrap(), r#""date_of_loss""#);
    for text in [r#"{"lower_of":[]}"#, r#""loss""#, r#"{"lower_of":"due"}"#, "{}", "[]", "1"] {
        assert!(read(text).is_err(), "{text}");
    }
}

/// Read, although the schema has a number: forms and tables often quote it.
#[test]
fn the_age_of_a_rate_is_a_number() {
    let table = |age: &str| {
        wire::read::<Rates>(&format!(
            "{{\"quotes\":[],\"fallback\":\"latest_before\",\"max_age_days\":{age}}}"
        ))
    };
    assert!(table("4").is_ok());
    assert_eq!(table("\"4\"").unwrap_err().code(), "invalid_document");
}
