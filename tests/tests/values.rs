//! Laws of the values: what holds for every amount, share, day and term.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use proptest::prelude::*;
use rust_decimal::Decimal;
use tradecredit::{
    Amount, Calendar, Counting, Currency, Day, DayCount, Error, ExchangeRate, Id, Money, MonthEnd,
    Quote, Rate, Rates, ReferenceRate, Roll, Share, Span, TermsOfPayment, exact, split, wire,
};

fn read<T: FromStr<Err = Error>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn written<T: FromStr<Err = Error> + Display + PartialEq + Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let text = value.to_string();
    let again = text.parse::<T>().map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&again, value, "through `{}`", text);
    prop_assert_eq!(again.to_string(), text);
    Ok(())
}

/// Amounts as ledgers have them: up to a billion, to the cent.
fn amount() -> impl Strategy<Value = Amount> {
    (0_i64..100_000_000_000).prop_map(|cents| Amount::new(Decimal::new(cents, 2)).unwrap())
}

/// Any decimal that is not negative.
fn any_number() -> impl Strategy<Value = Decimal> {
    (0_i128..(1 << 96), 0_u32..=28, 0_u32..96)
        .prop_map(|(digits, scale, small)| Decimal::from_i128_with_scale(digits >> small, scale))
}

fn any_day() -> impl Strategy<Value = Day> {
    // 1900 to 2200, so that nothing added leaves the calendar.
    (-25_567_i32..84_006).prop_map(|days| Day::from_epoch_days(days).unwrap())
}

fn month_end() -> impl Strategy<Value = MonthEnd> {
    prop::sample::select(vec![MonthEnd::Clamp, MonthEnd::NextDay, MonthEnd::Reject])
}

fn counting() -> impl Strategy<Value = Counting> {
    let all = [Counting::Net, Counting::DaysThenMonthEnd, Counting::MonthEndThenDays];
    prop::sample::select(all.to_vec())
}

fn terms() -> impl Strategy<Value = TermsOfPayment> {
    (0_u16..=999, counting(), prop::option::of(1_u8..=31)).prop_map(|(days, method, on)| {
        let terms = TermsOfPayment::new(days, method).unwrap();
        on.map_or(terms, |on| terms.on_the(on).unwrap())
    })
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole(
        whole in amount(),
        weights in prop::collection::vec(amount(), 1..12),
        unit in prop::sample::select(vec!["0.01", "0.001", "1", "0.05", "100"]),
    ) {
        let unit: Amount = read(unit);
        let parts = split(whole, &weights, unit).unwrap();
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(Amount::total(parts.iter().copied()).unwrap(), whole);

        let total = Amount::total(weights.iter().copied()).unwrap().get();
        for (part, weight) in parts.iter().zip(&weights) {
            let ideal = if total.is_zero() {
                whole.get() / Decimal::from(weights.len())
            } else {
                whole.get() * weight.get() / total
            };
            let gap = (part.get() - ideal).abs();
            prop_assert!(gap <= unit.get(), "{} lies {} from {}", part, gap, ideal);
        }
    }

    #[test]
    fn any_split_is_whole_or_refused(
        whole in any_number(),
        weights in prop::collection::vec(any_number(), 0..6),
        unit in any_number(),
    ) {
        let weights: Vec<_> = weights.into_iter().map(|w| Amount::new(w).unwrap()).collect();
        let (whole, unit) = (Amount::new(whole).unwrap(), Amount::new(unit).unwrap());
        if let Ok(parts) = split(whole, &weights, unit) {
            prop_assert_eq!(Amount::total(parts).unwrap(), whole);
        }
    }

    #[test]
    fn text_is_read_back(
        number in any_number(),
        days in 0_u16..=36_525,
        months in 0_u16..=1_200,
        day in any_day(),
        terms in terms(),
    ) {
        written(&Amount::new(number).unwrap())?;
        written(&Span::days(days))?;
        written(&Span::months(months))?;
        written(&day)?;
        written(&terms)?;
        if let Ok(rate) = ExchangeRate::new(number) {
            written(&rate)?;
        }
    }

    #[test]
    fn shares_and_rates_are_read_back(units in 0_i64..=10_000_000_000, scale in 0_u32..=20) {
        let number = Decimal::new(units, scale);
        written(&Rate::new(number).unwrap())?;
        if number <= Decimal::ONE {
            let share = Share::new(number).unwrap();
            written(&share)?;
            prop_assert_eq!(share.rest().unwrap().rest().unwrap(), share);
        }
    }

    #[test]
    fn documents_are_read_back(terms in terms(), commercial in any::<bool>()) {
        let terms = if commercial { terms.in_commercial_months() } else { terms };
        let json = wire::write(&terms).unwrap();
        prop_assert_eq!(json.starts_with('{'), commercial);
        prop_assert_eq!(wire::read::<TermsOfPayment>(&json).unwrap(), terms);
    }

    #[test]
    fn a_product_is_exact_or_refused(a in any_number(), b in any_number()) {
        if let Ok(product) = exact::product(a, b) {
            let product = product.normalize();
            // As whole numbers: a × b = product × 10^(their scales, less its scale). The sides
            // have up to 58 digits, so they are compared modulo two large primes.
            let scale = a.scale() + b.scale() - product.scale();
            for prime in [(1 << 61) - 1, 1_000_000_000_000_000_003] {
                let rest = |n: Decimal| n.mantissa() % prime;
                let right = (0..scale).fold(rest(product), |n, _| n * 10 % prime);
                prop_assert_eq!(rest(a) * rest(b) % prime, right);
            }
        }
    }

    #[test]
    fn sums_and_differences_undo_each_other(a in any_number(), b in any_number()) {
        if let Ok(sum) = exact::sum(a, b) {
            prop_assert_eq!(exact::difference(sum, b).unwrap(), a);
        }
    }

    #[test]
    fn days_added_and_taken_off_meet(from in any_day(), days in 0_u16..=36_525, how in month_end()) {
        let span = Span::days(days);
        let there = from.plus(span, how).unwrap();
        prop_assert_eq!(there.days_after(from), i32::from(days));
        prop_assert_eq!(there.minus(span, how).unwrap(), from);
    }

    #[test]
    fn month_ends_differ_by_a_day_at_most(from in any_day(), months in 0_u16..=600) {
        let span = Span::months(months);
        let clamped = from.plus(span, MonthEnd::Clamp).unwrap();
        let next = from.plus(span, MonthEnd::NextDay).unwrap();
        match from.plus(span, MonthEnd::Reject) {
            Ok(exact) => prop_assert!(exact == clamped && exact == next),
            Err(error) => {
                prop_assert_eq!(error.code(), "no_such_day");
                prop_assert_eq!(clamped, clamped.month_end());
                prop_assert_eq!(next, clamped.plus_days(1).unwrap());
            }
        }
    }

    #[test]
    fn rolling_finds_the_nearest_working_day(
        from in any_day(),
        holidays in prop::collection::vec(-10_i32..10, 0..10),
    ) {
        let off: Vec<_> = holidays.iter().map(|n| from.plus_days(*n).unwrap()).collect();
        let calendar = Calendar::from(off);
        let works = |day: Day| !day.is_weekend() && !calendar.contains(day);
        prop_assert_eq!(from.rolled(Roll::None, &calendar).unwrap(), from);
        for (roll, step) in [(Roll::Following, 1), (Roll::Preceding, -1)] {
            let rolled = from.rolled(roll, &calendar).unwrap();
            prop_assert!(works(rolled));
            let mut between = from;
            while between != rolled {
                prop_assert!(!works(between));
                between = between.plus_days(step).unwrap();
            }
        }
    }

    #[test]
    fn due_dates_follow_their_terms(from in any_day(), terms in terms(), commercial in any::<bool>()) {
        let terms = if commercial { terms.in_commercial_months() } else { terms };
        let due = terms.due(from, MonthEnd::Clamp).unwrap();
        prop_assert!(due >= from);
        if let Some(on) = terms.on() {
            let nth = due.days_after(due.month_start()) + 1;
            prop_assert!(nth == i32::from(on) || (due == due.month_end() && nth < on.into()));
        } else if terms.method() == Counting::DaysThenMonthEnd {
            prop_assert_eq!(due, due.month_end());
        } else if terms.method() == Counting::Net && !commercial {
            prop_assert_eq!(due.days_after(from), i32::from(terms.days()));
        }
    }

    #[test]
    fn a_later_invoice_is_never_due_earlier(from in any_day(), terms in terms()) {
        let tomorrow = from.plus_days(1).unwrap();
        let due = |from| terms.due(from, MonthEnd::Clamp).unwrap();
        prop_assert!(due(tomorrow) >= due(from));
    }

    #[test]
    fn no_text_makes_a_value_panic(text in ".{0,40}", plain in "[0-9fmP%./+-]{0,12}") {
        for text in [text, plain] {
            let _ = (text.parse::<Amount>(), text.parse::<Share>(), text.parse::<Rate>());
            let _ = (text.parse::<Day>(), text.parse::<Span>(), text.parse::<TermsOfPayment>());
            let _ = (text.parse::<Currency>(), text.parse::<ExchangeRate>());
        }
    }

    #[test]
    fn there_and_back_at_one_rate(amount in amount(), rate in 1_i64..1_000_000) {
        let rate = ExchangeRate::new(Decimal::new(rate, 4)).unwrap();
        let (from, to, on) = (read("USD"), read("EUR"), read("2026-06-30"));
        let rates = Rates::new([Quote { from, to, on, rate }]).unwrap();
        let there = rates.convert(amount, from, to, on).unwrap();
        prop_assert_eq!(there.get(), amount.get() * rate.get());
        prop_assert_eq!(rates.convert(there, to, from, on).unwrap(), amount);
    }
}

/// The code and message with which a text is refused.
fn refusal<T: FromStr<Err = Error> + Debug>(text: &str) -> (&'static str, String) {
    let error = text.parse::<T>().expect_err(text);
    (error.code(), error.to_string())
}

#[test]
fn slips_in_amounts_are_refused() {
    let long = "12345678901234567890123456789"; // 29 digits, within 96 bits
    assert_eq!(read::<Amount>(long).to_string(), long);
    assert_eq!(read::<Amount>("10000000000000000000000000000").to_string().len(), 29); // 10^28
    for text in [
        "99999999999999999999999999999", // 29 digits, beyond 96 bits
        "0.12345678901234567890123456789",
        "1e5",
        "+1",
        ".5",
        "1.",
        "1_000",
        "1,000",
        "1 000",
        "1'000",
        " 1",
        "",
        "-",
        "0x10",
        "NaN",
        "١",
    ] {
        let (code, message) = refusal::<Amount>(text);
        assert_eq!(code, "inexact_decimal", "{text}");
        assert!(message.contains("write digits such as `1250.00`"), "{message}");
    }
    assert_eq!(refusal::<Amount>("-1").0, "out_of_range");
    assert_eq!(wire::read::<Amount>("0.1").unwrap_err().code(), "float_refused");
    assert_eq!(wire::read::<Amount>("12").unwrap(), read("12"));
}

#[test]
fn slips_in_shares_are_refused() {
    for text in ["0.9", "90", "90 percent", ""] {
        assert_eq!(refusal::<Share>(text).0, "missing_unit", "{text}");
    }
    assert_eq!(refusal::<Share>("101%").0, "out_of_range");
    assert_eq!(refusal::<Share>("-1%").0, "out_of_range");
    assert_eq!(refusal::<Share>("1e1%").0, "inexact_decimal");
    assert_eq!(refusal::<Rate>("2.1").0, "missing_unit");
    assert_eq!(wire::read::<Share>("90").unwrap_err().code(), "missing_unit");
}

#[test]
fn slips_in_days_and_spans_are_refused() {
    for text in
        ["2026-02-30", "2025-02-29", "2026-13-01", "30/02/2026", "2026-2-3", "0000-01-01", ""]
    {
        assert_eq!(refusal::<Day>(text).0, "invalid_day", "{text}");
    }
    for text in ["60", "60D", "P", "P-1D", "P1.5M", "PT24H", "p60d", "P60D1M"] {
        assert_eq!(refusal::<Span>(text).0, "invalid_span", "{text}");
    }
    assert_eq!(refusal::<Span>("P1000Y").0, "out_of_range");
    assert_eq!(Day::MAX.plus_days(1).unwrap_err().code(), "invalid_day");
    assert_eq!(Day::MIN.plus_days(-1).unwrap_err().code(), "invalid_day");
}

#[test]
fn a_product_beyond_all_digits_is_refused() {
    let big = read::<Amount>("10000000000000000000000000000").get(); // 10^28
    assert_eq!(exact::product(big, Decimal::TEN).unwrap_err().code(), "overflow");
    assert_eq!(exact::product(big, Decimal::ONE).unwrap(), big);
    // 2^126: more than 96 bits, and the lowest 32 of them are nothing.
    let half = Decimal::from(1_u64 << 63);
    assert_eq!(exact::product(half, half).unwrap_err().code(), "overflow");
    let fine = Decimal::new(1, 28);
    assert_eq!(exact::product(fine, Decimal::new(1, 1)).unwrap_err().code(), "overflow");
    assert_eq!(exact::quotient(Decimal::ONE, Decimal::ZERO).unwrap_err().code(), "overflow");
}

#[test]
fn a_difference_beyond_all_digits_is_refused() {
    let (big, fine) = (read::<Amount>("10000000000000000000000000000").get(), Decimal::new(1, 28));
    assert_eq!(exact::difference(big, fine).unwrap_err().code(), "overflow");
    assert_eq!(exact::sum(big, fine).unwrap_err().code(), "overflow");
    assert_eq!(exact::difference(big, Decimal::ONE).unwrap().to_string(), "9".repeat(28));
}

#[test]
fn nothing_times_a_negative_number_is_nothing() {
    let half = exact::parse("-0.5").unwrap();
    assert_eq!(exact::product(Decimal::ZERO, half).unwrap(), Decimal::ZERO);
    assert_eq!(exact::product(half, Decimal::ZERO).unwrap(), Decimal::ZERO);
}

#[test]
fn money_is_computed_with_in_its_own_currency() {
    let euros = |amount| Money::new(read(amount), read("EUR"));
    let dollars = Money::new(read("1"), read("USD"));
    assert_eq!(euros("10").plus(euros("2.5")).unwrap(), euros("12.5"));
    assert_eq!(euros("10").less(euros("2.5")).unwrap(), euros("7.5"));
    assert_eq!(euros("10").less(euros("12")).unwrap(), euros("0"));
    assert_eq!(euros("10").capped_at(euros("2.5")).unwrap(), euros("2.5"));
    assert_eq!(euros("10").capped_at(euros("12")).unwrap(), euros("10"));
    assert_eq!(euros("10").share(read("25%")).unwrap(), euros("2.5"));
    for mixed in [euros("1").plus(dollars), euros("1").less(dollars), euros("1").capped_at(dollars)]
    {
        assert_eq!(mixed.unwrap_err().code(), "currency_mismatch");
    }
    assert_eq!(euros("27000").to_string(), "27000.00 EUR");
    assert_eq!(Money::new(read("9000000"), read("JPY")).to_string(), "9000000 JPY");
}

#[test]
fn days_count_from_the_first_of_1970() {
    for (day, count) in [("1970-01-01", 0), ("1970-01-03", 2), ("1969-12-30", -2)] {
        assert_eq!(read::<Day>(day).epoch_days(), count);
        assert_eq!(format!("{:?}", Day::from_epoch_days(count).unwrap()), day);
    }
    assert_eq!(Day::MIN.to_string(), "0001-01-01");
}

/// Within years of one length the fraction is over that length, else over both.
#[test]
fn the_fraction_of_a_year_is_over_the_days_of_that_year() {
    let fraction = |from, until| DayCount::ActAct.fraction(read(from), read(until));
    assert_eq!(fraction("2025-12-02", "2026-01-11"), (40, 365));
    assert_eq!(fraction("2024-02-01", "2024-03-01"), (29, 366));
    // 30 days ÷ 365 and 20 ÷ 366.
    assert_eq!(fraction("2023-12-02", "2024-01-21"), (30 * 366 + 20 * 365, 365 * 366));
    assert_eq!(fraction("9999-12-01", "9999-12-31"), (30, 365));
    assert_eq!(fraction("2026-01-01", "2026-01-01"), (0, 365));
}

#[test]
fn lists_say_whether_they_are_empty_and_give_back_what_they_hold() {
    let christmas: Day = read("2026-12-25");
    assert!(Calendar::default().is_empty());
    let calendar = Calendar::from(vec![christmas, christmas]);
    assert!(!calendar.is_empty());
    assert_eq!(wire::write(&calendar).unwrap(), "[\"2026-12-25\"]");
    assert_eq!(Vec::from(calendar), [christmas]);

    assert!(Rates::default().is_empty());
    let rate = Quote { from: read("USD"), to: read("EUR"), on: christmas, rate: read("0.9") };
    assert!(!Rates::new([rate]).unwrap().is_empty());
    // A rate 366 days old is the oldest that can be agreed.
    assert!(Rates::default().or_latest_before(366).is_ok());
    assert_eq!(Rates::default().or_latest_before(367).unwrap_err().code(), "out_of_range");
}

#[test]
fn a_reference_rate_is_written_as_a_percentage() {
    assert_eq!(read::<ReferenceRate>("-0.880 %").to_string(), "-0.88%");
}

#[test]
fn a_name_is_found_by_its_text() {
    let names = std::collections::BTreeMap::from([(read::<Id>("B-1"), 1), (read("B-2"), 2)]);
    assert_eq!(names.get("B-2"), Some(&2));
    assert_eq!(names.get("B-3"), None);
}

/// Numbers at the edges of 32, 64 and 96 bits, and between them.
fn sized_number() -> impl Strategy<Value = Decimal> {
    let edge = prop::sample::select(vec![0_i128, 1, 1 << 32, 1 << 63, 1 << 64, 1 << 65, 1 << 95]);
    let digits = prop_oneof![
        (edge, -2_i128..=2).prop_map(|(edge, more)| (edge + more).max(0)),
        (0_i128..3, 0_i128..3).prop_map(|(high, low)| (high << 64) + low),
        Just((1 << 96) - 1),
        (0_i128..(1 << 96), 0_u32..96).prop_map(|(digits, less)| digits >> less),
    ];
    let scale = prop_oneof![2 => Just(0_u32), 2 => Just(2), 1 => 0_u32..=28];
    (digits, scale, any::<bool>()).prop_map(|(digits, scale, owed)| {
        Decimal::from_i128_with_scale(if owed { -digits } else { digits }, scale)
    })
}

/// Digits at a scale, without trailing zeros; nothing where the digits do not fit.
fn as_number(digits: Option<i128>, scale: u32) -> Option<Decimal> {
    let (mut digits, mut scale) = (digits?, scale);
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal::try_from_i128_with_scale(digits, scale).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Whatever takes a quick way for small numbers comes to what whole numbers come to.
    #[test]
    fn numbers_of_any_size_compute_as_whole_numbers_do(a in sized_number(), b in sized_number()) {
        let (a, b) = (a.normalize(), b.normalize());
        let scale = a.scale().max(b.scale());
        let at = |n: Decimal| n.mantissa().checked_mul(10_i128.pow(scale - n.scale()));
        let both = at(a).zip(at(b));
        let fits = |digits: i128| digits.unsigned_abs() < 1 << 96;
        for (got, digits, of) in [
            (exact::sum(a, b), both.and_then(|(a, b)| a.checked_add(b)), scale),
            (exact::difference(a, b), both.and_then(|(a, b)| a.checked_sub(b)), scale),
            (exact::product(a, b), a.mantissa().checked_mul(b.mantissa()), a.scale() + b.scale()),
        ] {
            match (got, digits) {
                (Ok(got), Some(_)) => prop_assert_eq!(Some(got), as_number(digits, of)),
                (Err(_), Some(digits)) => prop_assert!(!fits(digits) || of > 28),
                _ => {}
            }
        }
        let (a, b) = (Amount::new(a.abs()).unwrap(), Amount::new(b.abs()).unwrap());
        let (x, y) = (a.get(), b.get());
        prop_assert_eq!(a.is_zero(), x.mantissa() == 0);
        prop_assert_eq!(a.to_string(), exact::text(x));
        if let Some((x, y)) = at(x).zip(at(y)) {
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a == b, x == y);
            prop_assert_eq!(a.capped_at(b), if x < y { a } else { b });
        }
        prop_assert_eq!(a.plus(b).ok().map(Amount::get), exact::sum(x, y).ok());
        let less = if x > y { exact::difference(x, y).ok() } else { Some(Decimal::ZERO) };
        prop_assert_eq!(a.less(b).ok().map(Amount::get), less);
        if let Ok(share) = Share::new(y) {
            prop_assert_eq!(a.share(share).ok().map(Amount::get), exact::product(x, y).ok());
        }
    }
}

#[test]
fn equal_amounts_hash_alike_and_others_do_not() {
    let hash = |text: &str| {
        let mut state = std::hash::DefaultHasher::new();
        std::hash::Hash::hash(&read::<Amount>(text), &mut state);
        std::hash::Hasher::finish(&state)
    };
    assert_eq!(hash("12.50"), hash("12.5"));
    assert_ne!(hash("12.50"), hash("12.51"));
    assert_eq!(format!("{:?}", read::<Amount>("12.50")), "Amount(12.50)");
}

/// A path is for people: it names the first letters of a name that is longer than any of a document.
#[test]
fn a_path_names_long_names_by_their_first_letters() {
    let a = |times: usize| "a".repeat(times);
    for (letters, named) in [(1, a(1)), (799, a(799)), (800, a(800)), (801, a(60) + "…")] {
        let document = format!("{{\"{}\": 1}}", a(letters));
        let error = wire::read::<tradecredit::PolicyTerms>(&document).unwrap_err();
        assert_eq!(error.path(), Some(named.as_str()), "{letters}");
    }
}

/// A list of a fixed length has no more items than that; who reads an answer again is told the same way what is wrong.
#[test]
fn what_has_another_shape_than_a_type_is_refused_in_words_of_documents() {
    let read_pairs = |days: &str| {
        let document = format!("{{\"period\": [{days}]}}");
        wire::read::<std::collections::BTreeMap<String, (Day, Day)>>(&document)
    };
    assert!(read_pairs("\"2026-01-01\", \"2026-01-02\"").is_ok());
    let error = read_pairs("\"2026-01-01\", \"2026-01-02\", \"2026-01-03\"").unwrap_err();
    assert_eq!(error.to_string(), "at `period`: 1 items are too many here");
    let error = wire::read::<tradecredit::answers::cover::Ageing>("1").unwrap_err();
    assert_eq!(error.to_string(), "invalid type: integer `1`, expected an object");
}

/// Nothing, however finely it is written, takes no digits away.
#[test]
fn nothing_is_added_and_taken_off_whatever_its_scale() {
    let nothing = Decimal::new(0, 28);
    let big = read::<Amount>("10000000000000000000000000000").get(); // 10^28
    assert_eq!(exact::sum(nothing, big).unwrap(), big);
    assert_eq!(exact::sum(big, nothing).unwrap(), big);
    assert_eq!(exact::difference(big, nothing).unwrap(), big);
    assert_eq!(exact::difference(nothing, nothing).unwrap(), nothing);
}
