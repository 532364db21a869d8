//! What only a program in Rust sees: answers that explain themselves, and
//! figures that are written down again without what they leave to defaults.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tradecredit::answers::claim::{Claim, InsuranceYear, Settling};
use tradecredit::answers::cover::{buyer_cover, order_cover};
use tradecredit::answers::factoring::FactoringUse;
use tradecredit::answers::placement::PlainLoss;
use tradecredit::answers::risk::{LossHistory, RiskFigures};
use tradecredit::explain::{Format, Language, render};
use tradecredit::facts::Ledger;
use tradecredit::terms::factoring::Assigned;
use tradecredit::terms::{Cause, DefaultProbabilities, Policy, StartRule, Step};
use tradecredit::{Calendar, Rates, wire};

fn policy() -> Value {
    json!({
        "schema": "tradecredit/policy/1", "id": "P-1", "policyholder": "Seller", "insurer": "Insurer",
        "currency": "EUR", "period": { "from": "2026-01-01", "to": "2026-12-31" },
        "insured_percentage": { "named": "90%" }, "premium": { "rate": "2‰" },
    })
}

#[test]
fn answers_explain_themselves_by_their_trace() {
    let policy = Policy::from_json(&policy().to_string()).unwrap();
    let ledger = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "B-1" }],
        "limits": [{ "buyer": "B-1", "kind": "granted", "date": "2026-01-05", "amount": "60000" }],
        "invoices": [{ "id": "F-1", "buyer": "B-1", "delivery": "2026-03-02", "terms": "60", "amount": "45000" }],
        "insolvencies": [{ "buyer": "B-1", "opened": "2026-05-20" }],
    });
    let ledger = Ledger::from_json(&ledger.to_string()).unwrap();
    let claim = Claim::new("B-1".parse().unwrap(), Cause::Insolvency);
    let settled = policy.settle(&ledger, &claim, "2026-06-30".parse().unwrap()).unwrap();
    assert_eq!(settled.date_of_loss, Some("2026-05-20".parse().unwrap()));
    let (rates, holidays) = (Rates::default(), Calendar::default());
    for (day, loss) in [("2026-05-19", None), ("2026-05-20", settled.date_of_loss)] {
        let as_of = day.parse().unwrap();
        let settling = Settling {
            policy: &policy,
            ledger: &ledger,
            as_of,
            rates: &rates,
            holidays: &holidays,
        };
        assert_eq!(settling.date_of_loss(&claim).unwrap(), loss, "{day}");
    }
    let figures = json!({ "turnover": [{ "amount": "1000000" }] });
    let premium = policy.premium(&serde_json::from_value(figures).unwrap()).unwrap();
    for language in [Language::English, Language::French] {
        let written = render(&settled.trace(), language, Format::Text);
        assert_eq!(settled.explain(language), written);
        assert!(written.contains("CLM-4"), "{written}");
        let written = render(&premium.trace(), language, Format::Text);
        assert_eq!(premium.explain(language), written);
        assert!(written.contains("PRE-1"), "{written}");
    }
}

/// The last one may be short, and a day begins it (CLM-6).
#[test]
fn a_policy_has_as_many_insurance_years_as_begin_in_it() {
    for (to, years) in [("2026-12-31", 1), ("2027-01-01", 2), ("2027-12-31", 2), ("2028-06-30", 3)]
    {
        let period = json!({ "from": "2026-01-01", "to": to });
        let period = serde_json::from_value(period).unwrap();
        assert_eq!(InsuranceYear::count(&period).unwrap(), years, "{to}");
    }
}

/// JSON asks about cover for no cause in particular; a program in Rust may name one (POL-6).
#[test]
fn cover_can_be_asked_for_a_cause() {
    let mut terms = policy();
    terms["insured_percentage"]["by_cause"] = json!({ "protracted_default": "70%" });
    let policy = Policy::from_json(&terms.to_string()).unwrap();
    let document = json!({
        "schema": "tradecredit/ledger/1", "currency": "EUR", "buyers": [{ "id": "B-1" }],
        "limits": [{ "buyer": "B-1", "kind": "granted", "date": "2026-01-05", "amount": "60000" }],
        "invoices": [{ "id": "F-1", "buyer": "B-1", "delivery": "2026-03-02", "terms": "60", "amount": "45000" }],
    });
    let ledger = Ledger::from_json(&document.to_string()).unwrap();
    let (rates, holidays) = (Rates::default(), Calendar::default());
    let day = "2026-03-20".parse().unwrap();
    let order = json!({ "buyer": "B-1", "on": "2026-03-20", "terms": "60", "amount": "1000" });
    let order = serde_json::from_value(order).unwrap();
    for (cause, share) in [(None, "90%"), (Some(Cause::ProtractedDefault), "70%")] {
        let buyer = "B-1".parse().unwrap();
        let cover = buyer_cover(&policy, &ledger, &rates, &buyer, day, cause, &holidays).unwrap();
        assert_eq!(cover.receivables[0].percentage.to_string(), share);
        let facts = serde_json::from_value(document.clone()).unwrap();
        let order = order_cover(&policy, facts, &rates, &order, (day, cause), &holidays).unwrap();
        assert_eq!(order.cover.percentage.share.to_string(), share);
    }
}

#[test]
fn a_comparison_of_quotes_explains_itself_by_its_trace() {
    let request = json!({
        "submission": { "schema": "tradecredit/submission/1", "client": "Seller", "currency": "EUR", "turnover": "1000000" },
        "quotes": [{ "schema": "tradecredit/quote/1", "id": "Q-1", "issued": "2026-02-10", "policy": policy() }],
    });
    let compared =
        wire::placement::compare_quotes(serde_json::from_value(request).unwrap()).unwrap();
    for language in [Language::English, Language::French] {
        let written = render(&compared.trace(), language, Format::Text);
        assert_eq!(compared.explain(language), written);
        assert!(written.contains("PLA-5"), "{written}");
    }
}

/// Reads a document and writes it again.
#[track_caller]
fn comes_back<T: DeserializeOwned + Serialize>(document: &Value) {
    let read: T = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), *document);
}

#[test]
fn figures_are_written_without_their_defaults_and_with_all_else() {
    comes_back::<FactoringUse>(&json!({ "turnover": "1000" }));
    comes_back::<FactoringUse>(&json!({ "turnover": "1000", "months": 6 }));
    comes_back::<PlainLoss>(&json!({ "buyer": "B-1", "amount": "1000" }));
    comes_back::<PlainLoss>(
        &json!({ "buyer": "B-1", "amount": "1000", "cause": "protracted_default" }),
    );
    comes_back::<RiskFigures>(&json!({ "exposure": "1000", "probability": "2%" }));
    comes_back::<RiskFigures>(
        &json!({ "exposure": "1000", "probability": "2%", "loss_given_default": "60%", "weight": "50%" }),
    );
    comes_back::<LossHistory>(&json!({ "reached": ["1000", "500"] }));
    comes_back::<LossHistory>(&json!({ "reached": ["1000", "500"], "loss_given_default": "60%" }));
    comes_back::<StartRule>(&json!({}));
    comes_back::<StartRule>(&json!({ "cutoff_day": 20, "on_cutoff_day": "next_month" }));
    let grades = json!([{ "grade": "A", "probability": "0.2%" }]);
    comes_back::<DefaultProbabilities>(
        &json!({ "scale": "letters", "source": "bureau", "grades": grades }),
    );
    comes_back::<DefaultProbabilities>(
        &json!({ "scale": "letters", "source": "bureau", "within": "P3Y", "grades": grades }),
    );
}

#[test]
fn terms_say_their_names_as_documents_do() {
    for assigned in [Assigned::Invoices, Assigned::Balance, Assigned::ApprovedInvoices] {
        assert_eq!(wire::write(&assigned).unwrap(), format!("\"{}\"", assigned.name()));
    }
    let step = |clause| {
        let step = json!({ "step": "insured_percentage", "clause": clause });
        serde_json::from_value::<Step>(step).unwrap()
    };
    assert_eq!(step(Some("Art. 4")).clause().map(String::as_str), Some("Art. 4"));
    assert_eq!(step(None).clause(), None);
}

#[test]
fn a_word_is_a_text() {
    assert_eq!(wire::read::<Assigned>("\"balance\"").unwrap(), Assigned::Balance);
    assert!(wire::read::<Assigned>("{\"balance\":null}").is_err());
}
