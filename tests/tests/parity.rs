//! What one language can do, each can: every operation as a function of its own in
//! Rust, Python and JavaScript, or excused with the reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tradecredit::wire;

/// How a Rust program asks without JSON, beside `wire::<topic>::<operation>`, which takes the request as a type: the file below
/// `core/src`, and the function.
const IN_RUST: &[(&str, &str, &str)] = &[
    ("accept_quote", "answers/placement/accept.rs", "accept"),
    ("allocate_payments", "facts/allocation.rs", "allocate"),
    ("assess", "answers/ask.rs", "assess"),
    ("burning_cost", "answers/premium/burning_cost.rs", "burning_cost"),
    ("calendar", "answers/duties/calendar.rs", "calendar"),
    ("check_factoring", "terms/factoring/contract.rs", "checked"),
    ("check_grades", "answers/risk/grades.rs", "read_grades"),
    ("check_ledger", "facts/ledger.rs", "new"),
    ("check_policy", "terms/policy.rs", "new"),
    ("check_submission", "answers/placement/completeness.rs", "completeness"),
    ("collection_fees", "answers/recovery/fees.rs", "collection_fees"),
    ("compare_financing", "answers/factoring/compare.rs", "compare_financing"),
    ("compare_policies", "answers/claim/compare.rs", "compare_policies"),
    ("compare_quotes", "answers/placement/compare.rs", "compare_quotes"),
    ("concentration", "answers/risk/concentration.rs", "concentration"),
    ("convert", "value/exchange.rs", "convert"),
    ("days_sales_outstanding", "answers/risk/sales_outstanding.rs", "days_sales_outstanding"),
    ("discount_bills", "answers/factoring/bills.rs", "discount_bills"),
    ("due_date", "value/terms_of_payment.rs", "due"),
    ("duties", "answers/ask.rs", "duties"),
    ("early_payment", "answers/factoring/early_payment.rs", "early_payment"),
    ("effective_date", "terms/start.rs", "first_day"),
    ("evaluate_portfolio", "answers/risk/portfolio.rs", "evaluate"),
    ("expected_loss", "answers/risk/expected_loss.rs", "expected_losses"),
    ("explain_cover", "answers/cover/explain.rs", "explain_receivable"),
    ("factoring_availability", "answers/factoring/availability.rs", "availability"),
    ("factoring_cost", "answers/factoring/costing.rs", "factoring_cost"),
    ("factoring_entries", "answers/factoring/booking.rs", "factoring_entries"),
    ("factoring_guarantee", "answers/factoring/guarantee.rs", "guarantee"),
    ("factoring_invoices", "answers/factoring/invoices.rs", "assigned_invoices"),
    ("factoring_template", "terms/factoring/templates.rs", "factoring_template"),
    ("indemnity", "answers/claim/figures.rs", "indemnity_on_figures"),
    ("late_interest", "answers/premium/interest.rs", "late_interest"),
    ("loss_rates", "answers/risk/loss_rates.rs", "loss_rates"),
    ("maximum_liability", "answers/premium/liability.rs", "maximum"),
    ("notice_periods", "answers/placement/notice.rs", "notice_periods"),
    ("notice_table", "answers/placement/notice.rs", "notice_table"),
    ("offer_validity", "answers/placement/offer.rs", "validity"),
    ("overdraft", "answers/factoring/overdraft.rs", "overdraft"),
    ("placement", "answers/placement/file.rs", "replay"),
    ("policy_template", "terms/templates.rs", "template"),
    ("premium", "answers/ask.rs", "premium"),
    ("premium_figures", "answers/premium/ledger.rs", "figures"),
    ("premium_taxes", "answers/premium/tax.rs", "published_taxes"),
    ("presets", "answers/claim/presets.rs", "presets"),
    ("prospect", "answers/cover/prospect.rs", "limit_needed"),
    ("provision_matrix", "answers/risk/provision.rs", "provision_matrix"),
    ("refund", "answers/claim/refund.rs", "refund"),
    ("render", "explain/render.rs", "render"),
    ("renewal", "answers/placement/renewal.rs", "renew"),
    ("reverse_factoring", "answers/factoring/reverse.rs", "reverse_factoring"),
    ("sales_to_recover_loss", "answers/premium/sales.rs", "sales_to_recover_loss"),
    ("settle", "answers/ask.rs", "settle"),
    ("settle_claims", "answers/claim/years.rs", "settle_claims"),
    ("share_recovery", "answers/recovery/share.rs", "share_recovery"),
    ("split", "value/split.rs", "split"),
    ("tariff", "answers/premium/tariff/mod.rs", "tariff"),
    ("tariffs", "answers/premium/tariff/mod.rs", "tariffs"),
    ("watch", "answers/risk/watch.rs", "watch"),
];

/// Operations without a function of their own in Rust, and what serves there instead.
const EXCUSED_IN_RUST: &[(&str, &str)] = &[
    ("check_identifier", "`Siren`, `Siret`, `Lei` and `VatNumber` are read by `str::parse`"),
    ("factoring_templates", "`FACTORING_TEMPLATES` is a constant"),
    ("phrases", "`explain::sentence` puts one step into words, `Language` and the codes are types"),
    ("placement_stages", "`Stage::TABLE` is a constant"),
    ("policy_templates", "`TEMPLATES` is a constant"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn operations() -> BTreeSet<&'static str> {
    wire::OPERATIONS.iter().map(|(name, _)| *name).collect()
}

#[test]
fn every_operation_is_a_function_in_rust_or_is_excused() {
    let listed = IN_RUST.iter().map(|(name, ..)| *name);
    let listed: Vec<&str> = listed.chain(EXCUSED_IN_RUST.iter().map(|(name, _)| *name)).collect();
    let known: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(known.len(), listed.len(), "an operation is listed twice");
    assert_eq!(known, operations());
    for (operation, file, function) in IN_RUST {
        let source = text(&format!("core/src/{file}"));
        let there = ["(", "<"].map(|open| source.contains(&format!("pub fn {function}{open}")));
        assert!(there.contains(&true), "{operation}: {file} has no `pub fn {function}`");
    }
    for (operation, reason) in EXCUSED_IN_RUST {
        assert!(reason.len() > 20, "{operation} is excused without a reason");
    }
}

#[test]
fn every_operation_is_a_function_in_python() {
    let source = text("bindings-python/python/tradecredit/operations.py");
    let functions: BTreeSet<&str> =
        source.split("\ndef ").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    let missing: Vec<_> = operations().into_iter().filter(|it| !functions.contains(it)).collect();
    assert!(missing.is_empty(), "Python has no {missing:?}");
}

#[test]
fn every_operation_is_a_typed_function_in_javascript() {
    let types = text("bindings-wasm/npm/operations.d.ts");
    let missing: Vec<_> = operations()
        .into_iter()
        .filter(|it| !types.contains(&format!("export function {}(", camel(it))))
        .collect();
    assert!(missing.is_empty(), "JavaScript has no {missing:?}");
}

/// `compare_policies` is `comparePolicies`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}
