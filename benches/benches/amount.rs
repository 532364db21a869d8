//! What one exact multiplication costs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tradecredit::{Amount, Error, Share};

fn share_of_an_amount(criterion: &mut Criterion) {
    let (loss, insured, expected) = figures().expect("the figures of the bench are sound");
    criterion.bench_function("a share of an amount", |bencher| {
        bencher.iter(|| assert_eq!(black_box(loss).share(black_box(insured)), Ok(expected)));
    });
}

fn figures() -> Result<(Amount, Share, Amount), Error> {
    Ok(("123456.78".parse()?, "90%".parse()?, "111111.102".parse()?))
}

criterion_group!(benches, share_of_an_amount);
criterion_main!(benches);
