//! Three quotes compared on a ledger: what each costs, the limits it gives,
//! and what the same losses cost under each.
//!
//! The terms and the limits are made up; everything else comes out of the
//! ledger and of `compare_quotes`.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tradecredit::{Amount, Day, Share};

use super::table::table;
use super::{Book, call, rows, text};
use crate::shell::Result;

/// An invented insurer: its terms, and how it decides on limits.
struct Insurer {
    quote: &'static str,
    terms: &'static str,
    /// The share of each limit wanted that it gives, and the most.
    share: &'static str,
    most: &'static str,
}

const INSURERS: [Insurer; 3] = [
    Insurer {
        quote: "Whole turnover",
        terms: r#"{
            "insured_percentage": { "named": "90%", "unnamed": "80%" },
            "limits": { "unnamed": { "amount": "250000" } },
            "indemnity": { "steps": [
                { "step": "credit_limit" }, { "step": "insured_percentage" },
                { "step": "maximum_liability", "multiple": "30" }
            ] },
            "premium": { "rate": "0.9‰", "minimum": "600000", "fees": [{ "kind": "limit_request", "amount": "50" }] }
        }"#,
        share: "60%",
        most: "10000000",
    },
    Insurer {
        quote: "With an aggregate",
        terms: r#"{
            "insured_percentage": { "named": "85%" },
            "limits": { "unnamed": { "amount": "100000" } },
            "indemnity": { "steps": [
                { "step": "credit_limit" }, { "step": "insured_percentage" },
                { "step": "aggregate_first_loss", "amount": "1000000" },
                { "step": "maximum_liability", "multiple": "25" }
            ] },
            "premium": { "rate": "0.6‰", "minimum": "400000", "fees": [{ "kind": "limit_request", "amount": "80" }] }
        }"#,
        share: "100%",
        most: "5000000",
    },
    Insurer {
        quote: "Excess of loss",
        terms: r#"{
            "form": "excess_of_loss",
            "insured_percentage": { "named": "100%" },
            "limits": { "unnamed": { "amount": "1000000" } },
            "indemnity": { "steps": [
                { "step": "credit_limit" }, { "step": "aggregate_first_loss", "amount": "3000000" },
                { "step": "maximum_liability", "amount": "40000000" }
            ] },
            "premium": { "rate": "0.4‰", "minimum": "300000" }
        }"#,
        share: "80%",
        most: "20000000",
    },
];

/// Limits are wanted in steps of this much.
const STEP: u32 = 100_000;

pub(super) fn show(book: &Book) -> Result {
    let buyers = largest(book)?;
    let submission = submission(book, &buyers)?;
    println!("THREE QUOTES\n");
    println!(
        "  Expected turnover of a year: {} (what was delivered from {} to {}, at that pace)",
        book.amount(&submission["turnover"])?,
        text(&book.policy["period"]["from"]),
        book.as_of
    );
    let request = json!({
        "submission": submission,
        "quotes": INSURERS.iter().map(|one| quote(book, one, &submission)).collect::<Result<Vec<_>>>()?,
        "variants": [{
            "id": "The aggregate halved",
            "of": INSURERS[1].quote,
            "changes": {
                "premium": { "rate": "0.7‰" },
                "indemnity": { "steps": [
                    { "step": "credit_limit" }, { "step": "insured_percentage" },
                    { "step": "aggregate_first_loss", "amount": "500000" },
                    { "step": "maximum_liability", "multiple": "25" }
                ] },
            },
        }],
        "scenarios": scenarios(book, &buyers),
    });
    let answer = call("compare_quotes", &request)?;
    println!("\n{}", terms(book, &answer)?);
    for scenario in rows(&answer["scenarios"]) {
        println!("\n  {}: {}\n", text(&scenario["scenario"]), book.amount(&scenario["loss"])?);
        let mut lines = Vec::new();
        for result in rows(&scenario["results"]) {
            lines.push(vec![
                text(&result["quote"]).to_owned(),
                book.amount(&result["indemnity"])?,
                book.amount(&result["retained"])?,
                book.amount(&result["net_cost"])?,
                result["rank"].to_string(),
            ]);
        }
        let header = ["Quote", "Indemnity>", "Stays>", "Cost and what stays>", "Rank>"];
        println!("{}", table(&header, &lines));
        for found in rows(&scenario["break_even"]) {
            let (cheaper, other) = (text(&found["cheaper"]), text(&found["other"]));
            let up_to = book.amount(&found["up_to"])?;
            match rows(&found["turns"]) {
                [] => println!("  {cheaper} stays ahead of {other} up to {up_to}"),
                turns => {
                    print!("  {cheaper}, without losses ahead of {other}");
                    for turn in turns {
                        print!("; {} from {}", text(&turn["better"]), book.amount(&turn["loss"])?);
                    }
                    println!();
                }
            }
        }
    }
    println!();
    let trace = json!({
        "schema": "tradecredit/trace/1",
        "currency": book.policy["currency"],
        "steps": answer["steps"],
    });
    for language in ["en", "fr"] {
        let answer = call("render", &json!({ "trace": trace, "language": language }))?;
        println!("{}", text(&answer["text"]));
    }
    Ok(())
}

/// Cost, limits and maximum of each quote.
fn terms(book: &Book, answer: &Value) -> Result<String> {
    let mut lines = Vec::new();
    for row in rows(&answer["quotes"]) {
        let (cost, limits) = (&row["cost"], &row["limits"]["top_ten"]);
        lines.push(vec![
            text(&row["quote"]).to_owned(),
            book.amount(&cost["total"])?,
            text(&cost["per_mille"]).to_owned(),
            format!("{} of {}", limits["in_full"], limits["wanted"]),
            book.amount(&limits["amount_obtained"])?,
            text(&limits["share"]).to_owned(),
            book.amount(&row["maximum_liability"])?,
        ]);
    }
    let header =
        ["Quote", "Cost a year>", "‰>", "In full>", "Limits obtained>", "Share>", "Maximum>"];
    Ok(table(&header, &lines))
}

/// Every buyer with what is open on it, the largest first.
fn largest(book: &Book) -> Result<Vec<(String, Amount)>> {
    let assessment = call("assess", &book.request(&json!({})))?;
    let mut buyers = Vec::new();
    for exposure in rows(&assessment["exposure"]["buyers"]) {
        let open: Amount = text(&exposure["open"]).parse()?;
        buyers.push((text(&exposure["buyer"]).to_owned(), open));
    }
    buyers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(buyers)
}

/// The submission: turnover at the ledger's pace, the ten largest buyers, each
/// with its balance rounded up to the next step as the limit wanted.
fn submission(book: &Book, buyers: &[(String, Amount)]) -> Result<Value> {
    let (from, to): (Day, Day) =
        (text(&book.policy["period"]["from"]).parse()?, book.as_of.parse()?);
    let mut delivered = Decimal::ZERO;
    for invoice in rows(&book.ledger["invoices"]) {
        let day: Day = text(&invoice["delivery"]).parse()?;
        if day <= to {
            delivered += text(&invoice["amount"]).parse::<Decimal>()?;
        }
    }
    let turnover =
        (delivered * Decimal::from(365) / Decimal::from(to.days_after(from) + 1)).round();
    let wanted = |open: &Amount| -> Result<String> {
        let whole = open.to_string();
        let whole: u128 = whole.split('.').next().unwrap_or_default().parse()?;
        Ok((whole.div_ceil(STEP.into()) * u128::from(STEP)).to_string())
    };
    let mut largest = Vec::new();
    for (buyer, open) in buyers.iter().take(10) {
        largest.push(json!({
            "id": buyer, "name": book.buyer(buyer), "balance": open.to_string(),
            "requested_limit": wanted(open)?,
        }));
    }
    Ok(json!({
        "schema": "tradecredit/submission/1",
        "client": book.policy["policyholder"],
        "currency": book.policy["currency"],
        "as_of": book.as_of,
        "turnover": turnover.to_string(),
        "number_of_buyers": buyers.len(),
        "buyers": largest,
    }))
}

fn quote(book: &Book, insurer: &Insurer, submission: &Value) -> Result<Value> {
    let (share, most): (Share, Amount) = (insurer.share.parse()?, insurer.most.parse()?);
    let mut limits = Vec::new();
    for buyer in rows(&submission["buyers"]) {
        let wanted: Amount = text(&buyer["requested_limit"]).parse()?;
        let amount = wanted.share(share)?.capped_at(most).to_string();
        limits.push(json!({ "buyer": buyer["id"], "amount": amount }));
    }
    let mut policy: Value = serde_json::from_str(insurer.terms)?;
    for field in ["schema", "policyholder", "currency", "period"] {
        policy[field] = book.policy[field].clone();
    }
    policy["id"] = json!(insurer.quote);
    policy["insurer"] = json!(insurer.quote);
    Ok(json!({
        "schema": "tradecredit/quote/1", "id": insurer.quote, "issued": book.as_of,
        "policy": policy, "limits": limits,
    }))
}

/// A year without losses, three years of the ledger, and the plain loss of one buyer.
fn scenarios(book: &Book, buyers: &[(String, Amount)]) -> Value {
    let failed = |id: &str, from: usize, count: usize| {
        let failed = buyers.iter().skip(from).take(count).map(|(buyer, _)| buyer);
        let mut ledger = book.ledger.clone();
        ledger["insolvencies"] =
            failed.clone().map(|buyer| json!({ "buyer": buyer, "opened": book.as_of })).collect();
        let claims: Vec<Value> =
            failed.map(|buyer| json!({ "buyer": buyer, "cause": "insolvency" })).collect();
        json!({ "id": id, "ledger": ledger, "claims": claims, "as_of": book.as_of })
    };
    let plain =
        buyers.get(4).map(|(buyer, open)| json!({ "buyer": buyer, "amount": open.to_string() }));
    json!([
        { "id": "No loss" },
        failed("The twenty buyers after the thirty largest fail", 30, 20),
        failed("The fifth largest buyer fails", 4, 1),
        failed("The largest buyer fails", 0, 1),
        { "id": "The balance of the fifth largest buyer as a plain loss", "losses": plain.into_iter().collect::<Vec<_>>() },
    ])
}
