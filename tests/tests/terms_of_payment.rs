//! Terms of payment against published due dates, and the slips they refuse.

use tradecredit::{Counting, Day, MonthEnd, TermsOfPayment, wire};

fn terms(text: &str) -> TermsOfPayment {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn due(text: &str, from: &str) -> String {
    terms(text).due(from.parse().unwrap(), MonthEnd::Clamp).unwrap().to_string()
}

#[test]
fn dt_01_days_then_month_end() {
    assert_eq!(due("45fm", "2025-04-10"), "2025-05-31"); // 25 May, its month's end
}

#[test]
fn dt_04_thirty_days_then_month_end() {
    for (from, expected) in [
        ("2023-01-05", "2023-02-28"),
        ("2023-03-15", "2023-04-30"),
        ("2023-06-28", "2023-07-31"),
        ("2023-04-01", "2023-05-31"),
        ("2023-04-25", "2023-05-31"),
    ] {
        assert_eq!(due("30fm", from), expected);
    }
}

#[test]
fn dt_06_both_readings_of_one_invoice() {
    assert_eq!(due("fm45", "2013-05-29"), "2013-07-15"); // 31 May + 45
    assert_eq!(due("45fm", "2013-05-29"), "2013-07-31"); // 13 July, its month's end
    let days = |a: &str, b: &str| b.parse::<Day>().unwrap().days_after(a.parse().unwrap());
    assert_eq!(days("2013-05-29", "2013-07-15"), 47);
}

#[test]
fn dt_07_month_end_then_days() {
    for (from, expected) in
        [("2025-03-10", "2025-04-30"), ("2025-01-15", "2025-03-02"), ("2025-02-05", "2025-03-30")]
    {
        assert_eq!(due("fm30", from), expected);
    }
}

#[test]
fn dt_09_net_days() {
    assert_eq!(due("30", "2025-01-15"), "2025-02-14");
}

#[test]
fn dt_10_published_codes() {
    use Counting::{DaysThenMonthEnd, Net};
    for (code, days, method, on) in [
        ("0", 0, Net, None),
        ("15", 15, Net, None),
        ("30", 30, Net, None),
        ("45", 45, Net, None),
        ("60", 60, Net, None),
        ("7fm", 7, DaysThenMonthEnd, None),
        ("30fm", 30, DaysThenMonthEnd, None),
        ("45fm", 45, DaysThenMonthEnd, None),
        ("0fm10", 0, DaysThenMonthEnd, Some(10)),
        ("0fm20", 0, DaysThenMonthEnd, Some(20)),
        ("30fm10", 30, DaysThenMonthEnd, Some(10)),
        ("30fm20", 30, DaysThenMonthEnd, Some(20)),
    ] {
        let read = terms(code);
        assert_eq!((read.days(), read.method(), read.on()), (days, method, on), "{code}");
        assert_eq!(read.to_string(), code);
    }
}

#[test]
fn on_the_nth() {
    assert_eq!(due("30fm10", "2025-01-15"), "2025-03-10"); // 14 February, 28 February, the 10th
    assert_eq!(due("30fm/10", "2025-01-15"), "2025-03-10");
    assert_eq!(due("0fm31", "2025-01-15"), "2025-02-28"); // the 31st of the next month
    assert_eq!(due("fm30/10", "2025-03-10"), "2025-05-10"); // 30 April, the next 10th
    assert_eq!(due("fm30/10", "2025-01-15"), "2025-03-10"); // 2 March, the next 10th
    assert_eq!(due("30/10", "2025-01-11"), "2025-02-10"); // 10 February is a 10th
    assert_eq!(due("30/10", "2025-01-12"), "2025-03-10"); // 11 February, the next 10th
    assert_eq!(due("0/31", "2025-04-15"), "2025-04-30"); // April has no 31st
}

#[test]
fn a_day_that_its_month_lacks_follows_the_convention() {
    let from: Day = "2025-01-15".parse().unwrap();
    let on = |month_end| terms("0fm30").due(from, month_end).map(|day| day.to_string());
    assert_eq!(on(MonthEnd::Clamp).unwrap(), "2025-02-28");
    assert_eq!(on(MonthEnd::NextDay).unwrap(), "2025-03-01");
    let refused = on(MonthEnd::Reject).unwrap_err();
    assert_eq!(refused.code(), "no_such_day");
    assert!(refused.to_string().contains("`2025-01-15` plus `0fm30`"), "{refused}");
}

#[test]
fn commercial_months() {
    let due = |text: &str, from: &str, month_end| {
        terms(text)
            .in_commercial_months()
            .due(from.parse().unwrap(), month_end)
            .unwrap()
            .to_string()
    };
    let clamp = MonthEnd::Clamp;
    assert_eq!(due("45", "2026-04-30", clamp), "2026-06-15"); // 31 May + 15
    assert_eq!(due("45", "2026-04-10", clamp), "2026-05-25"); // 10 May + 15
    assert_eq!(due("60", "2026-12-31", clamp), "2027-02-28"); // two months' ends later
    assert_eq!(due("30", "2026-02-28", clamp), "2026-03-31"); // from month's end to month's end
    assert_eq!(due("20", "2026-04-30", clamp), "2026-05-20"); // less than a month: days
    assert_eq!(due("fm45", "2026-04-10", clamp), "2026-06-15");
    assert_eq!(due("30", "2026-01-30", clamp), "2026-02-28");
    assert_eq!(due("30", "2026-01-30", MonthEnd::NextDay), "2026-03-01");
}

#[test]
fn the_object_form_names_every_part() {
    let read = |text: &str| wire::read::<TermsOfPayment>(text);
    let full = r#"{"days":45,"method":"month_end_then_days","on":10,"commercial_months":true}"#;
    assert_eq!(wire::write(&read(full).unwrap()).unwrap(), full);
    assert_eq!(
        read(r#"{"days":30,"method":"days_then_month_end","on":10}"#).unwrap(),
        terms("30fm10")
    );
    assert_eq!(wire::write(&read(r#"{"days":45,"method":"net"}"#).unwrap()).unwrap(), r#""45""#);
    assert_eq!(read("30").unwrap(), terms("30"));

    for text in [
        r#"{"days":45}"#,
        r#"{"days":45,"method":"eom"}"#,
        r#"{"days":45,"method":"net","weeks":1}"#,
        r#"{"days":1000,"method":"net"}"#,
        r#"{"days":-1,"method":"net"}"#,
        r#"{"days":4.5,"method":"net"}"#,
        r#"{"days":45,"method":"net","on":0}"#,
        r#"{"days":45,"method":"net","on":32}"#,
        r#"{"days":45,"method":"net","on":300}"#,
        "30.5",
        "-30",
        "1000",
        "true",
        "null",
    ] {
        let message = read(text).expect_err(text).to_string();
        let types = ["u16", "u8", "i64", "f64", "struct", "InFull"];
        assert!(!types.iter().any(|name| message.contains(name)), "{message}");
    }
}

#[test]
fn words_that_mean_two_things_are_refused() {
    for text in
        ["45 jours fin de mois", "45 fdm", "45 EOM", "45 days end of month", "Fin de mois 45 jours"]
    {
        let message = text.parse::<TermsOfPayment>().expect_err(text).to_string();
        assert!(message.contains("two lawful readings"), "{message}");
        assert!(message.contains("`45fm`") && message.contains("`fm45`"), "{message}");
    }
}

#[test]
fn slips_are_refused() {
    for text in [
        "",
        "fm",
        "30 ",
        " 30",
        "30j",
        "net 30",
        "030",
        "00",
        "1000",
        "fm3010",
        "fm010",
        "30fm0",
        "30fm32",
        "30fm10/10",
        "30fmfm",
        "fm30fm",
        "30/",
        "/10",
        "30/10/10",
        "+30",
        "-30",
        "3O",
        "45FM",
        "30fm+5",
        "30fm٥",
        "99999999999999999999fm",
    ] {
        let error = text.parse::<TermsOfPayment>().expect_err(text);
        assert_eq!(error.code(), "invalid_terms_of_payment", "{text}");
        assert!(!error.to_string().contains("two lawful readings"), "{error}");
    }
}

#[test]
fn terms_say_whether_they_count_commercial_months() {
    let strict = terms("45");
    assert!(!strict.commercial_months());
    assert!(strict.in_commercial_months().commercial_months());
}
