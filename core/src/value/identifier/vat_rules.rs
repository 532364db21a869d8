//! Format and check digits of VAT numbers, state by state.
//!
//! Formats are those of the European Commission's VIES; check digits are the
//! published algorithms of each administration. Compared with an independent
//! implementation by a test.

use super::{Verdict, digits, matching, modulo_97, weighted};

/// Whether `rest` is a number of the state of `prefix`.
pub(super) fn verdict(prefix: &str, rest: &str) -> Verdict {
    let d = |length| all_digits(rest, length);
    match prefix {
        "AT" => austria(rest),
        "BE" => belgium(rest),
        "BG" => bulgaria(rest),
        "CY" => cyprus(rest),
        "CZ" => czechia(rest),
        "DE" => shape(d(9), "write `DE` and nine digits").and_then(|()| matching(mod_11_10(rest))),
        "DK" => shape(d(8), "write `DK` and eight digits")
            .and_then(|()| divides(11, rest, &[2, 7, 6, 5, 4, 3, 2, 1])),
        "EE" => shape(d(9), "write `EE` and nine digits")
            .and_then(|()| divides(10, rest, &[3, 7, 1, 3, 7, 1, 3, 7, 1])),
        "EL" => greece(rest),
        "GR" => Err("the prefix of Greece is `EL`: write `EL` and nine digits"),
        "ES" => spain(rest),
        "FI" => shape(d(8), "write `FI` and eight digits")
            .and_then(|()| divides(11, rest, &[7, 9, 10, 5, 8, 4, 2, 1])),
        "FR" => france(rest),
        "HR" => {
            shape(d(11), "write `HR` and eleven digits").and_then(|()| matching(mod_11_10(rest)))
        }
        "HU" => shape(d(8), "write `HU` and eight digits")
            .and_then(|()| divides(10, rest, &[9, 7, 3, 1, 9, 7, 3, 1])),
        "IE" => ireland(rest),
        "IT" => shape(d(11), "write `IT` and eleven digits")
            .and_then(|()| matching(luhn3::decimal::valid(rest.as_bytes()))),
        "LT" => lithuania(rest),
        "LU" => shape(d(8), "write `LU` and eight digits").and_then(|()| {
            // The first six digits modulo 89 are the last two.
            matching(part(rest, 0, 6) % 89 == part(rest, 6, 8))
        }),
        "LV" => latvia(rest),
        "MT" => shape(d(8), "write `MT` and eight digits")
            .and_then(|()| divides(37, rest, &[3, 4, 6, 7, 8, 9, 10, 1])),
        "NL" => netherlands(rest),
        "PL" => shape(d(10), "write `PL` and ten digits").and_then(|()| {
            matching(weighted(rest, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == part(rest, 9, 10))
        }),
        "PT" => portugal(rest),
        "RO" => romania(rest),
        "SE" => sweden(rest),
        "SI" => slovenia(rest),
        "SK" => shape(d(10) && !rest.starts_with('0'), "write `SK` and ten digits")
            .and_then(|()| matching(number(rest).is_multiple_of(11))),
        "XI" => northern_ireland(rest),
        "GB" => Err("Great Britain has left the European Union: only `XI` numbers remain in it"),
        _ => Err("begin with the two capital letters of a member state, such as `FR`"),
    }
}

fn all_digits(text: &str, length: usize) -> bool {
    text.len() == length && digits(text).is_some()
}

fn shape(right: bool, remedy: &'static str) -> Verdict {
    if right { Ok(()) } else { Err(remedy) }
}

fn divides(modulus: u32, text: &str, weights: &[u32]) -> Verdict {
    matching(weighted(text, weights).checked_rem(modulus) == Some(0))
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

/// The number in some places of a text of few digits.
fn part(text: &str, from: usize, to: usize) -> u32 {
    text.get(from..to).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// ISO 7064, MOD 11,10.
fn mod_11_10(text: &str) -> bool {
    let rest = digits(text).map(|digits| {
        digits.fold(5_u32, |rest, digit| {
            let doubled = (if rest == 0 { 10_u32 } else { rest }).saturating_mul(2) % 11;
            doubled.saturating_add(digit) % 10
        })
    });
    rest == Some(1)
}

/// The decimal digit that complements a sum: 11 less its remainder.
fn eleven_less(sum: u32) -> u32 {
    11_u32.saturating_sub(sum % 11)
}

/// A remainder modulo 11, taken again with other weights where it is 10.
fn twice_weighted(text: &str, first: &[u32], second: &[u32]) -> u32 {
    match weighted(text, first) % 11 {
        10 => weighted(text, second) % 11 % 10,
        rest => rest,
    }
}

/// The letter of an alphabet at a place.
fn letter(alphabet: &str, place: u32) -> Option<char> {
    alphabet.chars().nth(usize::try_from(place).ok()?)
}

fn austria(rest: &str) -> Verdict {
    let number = rest.strip_prefix('U').filter(|number| all_digits(number, 8));
    let number = number.ok_or("write `ATU` and eight digits")?;
    // Luhn, shifted by 4: every second digit is doubled, its own digits added.
    let sum: u32 = digits(number).map_or(0, |digits| {
        digits
            .zip([1_u32, 2, 1, 2, 1, 2, 1, 1])
            .map(|(digit, weight)| digit.saturating_mul(weight))
            .map(|value| (value / 10).saturating_add(value % 10))
            .sum()
    });
    matching(sum.saturating_add(4).is_multiple_of(10))
}

fn belgium(rest: &str) -> Verdict {
    let right = all_digits(rest, 10) && rest.starts_with(['0', '1']);
    shape(right, "write `BE` and ten digits, the first of them 0 or 1")?;
    // 97 less the first eight digits modulo 97 is the last two.
    matching(97_u32.saturating_sub(part(rest, 0, 8) % 97) == part(rest, 8, 10))
}

fn bulgaria(rest: &str) -> Verdict {
    shape(all_digits(rest, 9) || all_digits(rest, 10), "write `BG` and nine or ten digits")?;
    if rest.len() == 10 {
        return Ok(()); // A person: the number encodes a birth.
    }
    let check = twice_weighted(rest, &[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 10]);
    matching(check == part(rest, 8, 9))
}

fn cyprus(rest: &str) -> Verdict {
    let (number, check) = rest.split_at_checked(8).unwrap_or_default();
    let one_letter = check.len() == 1 && check.bytes().all(|c| c.is_ascii_uppercase());
    shape(all_digits(number, 8) && one_letter, "write `CY`, eight digits and a letter")?;
    let odd = [1_u32, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let value = |(place, digit): (usize, u32)| {
        let table = usize::try_from(digit).ok().and_then(|at| odd.get(at)).copied();
        if place % 2 == 0 { table.unwrap_or_default() } else { digit }
    };
    let sum: u32 = digits(number).map_or(0, |digits| digits.enumerate().map(value).sum());
    matching(check.chars().next() == letter("ABCDEFGHIJKLMNOPQRSTUVWXYZ", sum % 26))
}

fn czechia(rest: &str) -> Verdict {
    let right = (8..=10).any(|length| all_digits(rest, length));
    shape(right, "write `CZ` and eight to ten digits")?;
    if rest.len() > 8 {
        return Ok(()); // A person: the number encodes a birth.
    }
    let check = match eleven_less(weighted(rest, &[8, 7, 6, 5, 4, 3, 2])) {
        11 => 1,
        other => other % 10,
    };
    matching(!rest.starts_with('9') && check == part(rest, 7, 8))
}

fn greece(rest: &str) -> Verdict {
    shape(all_digits(rest, 9), "write `EL` and nine digits")?;
    let sum = weighted(rest, &[256, 128, 64, 32, 16, 8, 4, 2]);
    matching(sum % 11 % 10 == part(rest, 8, 9))
}

fn spain(rest: &str) -> Verdict {
    const REMEDY: &str =
        "write `ES` and nine characters: a letter first, last, or both, else digits";
    let (head, check) = rest.split_at_checked(8).unwrap_or_default();
    let (first, middle) = head.split_at_checked(1).unwrap_or_default();
    let one =
        check.len() == 1 && check.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    shape(one && all_digits(middle, 7), REMEDY)?;
    // Persons: a number modulo 23 chooses a letter.
    let person = |number: u32| {
        matching(check.chars().next() == letter("TRWAGMYFPDXBNJZSQVHLCKE", number % 23))
    };
    match first {
        "K" | "L" | "M" | "X" => person(part(middle, 0, 7)),
        "Y" => person(part(middle, 0, 7).saturating_add(10_000_000)),
        "Z" => person(part(middle, 0, 7).saturating_add(20_000_000)),
        _ if all_digits(first, 1) => person(part(head, 0, 8)),
        _ if "ABCDEFGHJNPQRSUVW".contains(first) => {
            // Firms: the Luhn digit, or the letter that stands for it.
            let digit = luhn3::decimal::checksum(middle.as_bytes());
            let digit = u32::from(digit.unwrap_or_default().saturating_sub(b'0'));
            let given = check.chars().next();
            matching(
                given.and_then(|c| c.to_digit(10)) == Some(digit)
                    || given == letter("JABCDEFGHI", digit),
            )
        }
        _ => Err(REMEDY),
    }
}

fn france(rest: &str) -> Verdict {
    const REMEDY: &str = "write `FR`, two check characters and the nine digits of the SIREN";
    // No I and no O, which look like digits.
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let (key, siren) = rest.split_at_checked(2).unwrap_or_default();
    shape(all_digits(siren, 9), REMEDY)?;
    let place = |c| ALPHABET.chars().position(|known| known == c).map(|at| at as u64);
    let mut places = key.chars().map(place);
    let (Some(Some(first)), Some(Some(second))) = (places.next(), places.next()) else {
        return Err(REMEDY);
    };
    // Monaco's numbers begin with 000 and are in no register of France.
    if !siren.starts_with("000") {
        matching(luhn3::decimal::valid(siren.as_bytes()))?;
    }
    let siren = number(siren);
    if first < 10 && second < 10 {
        // (12 + 3 × SIREN) mod 97 is the key.
        let expected = siren.saturating_mul(3).saturating_add(12) % 97;
        return matching(expected == first.saturating_mul(10).saturating_add(second));
    }
    let (weight, shift) = if first < 10 { (24, 10) } else { (34, 100) };
    let key = first.saturating_mul(weight).saturating_add(second).saturating_sub(shift);
    matching(siren.saturating_add(1).saturating_add(key / 11) % 11 == key % 11)
}

fn ireland(rest: &str) -> Verdict {
    const REMEDY: &str = "write `IE`, seven digits and one or two letters";
    const ALPHABET: &str = "WABCDEFGHIJKLMNOPQRSTUV";
    let place = |c: char| {
        ALPHABET.chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok())
    };
    let (number, letters) = rest.split_at_checked(7).unwrap_or_default();
    let mut letters = letters.chars();
    let (Some(check), last, None) = (letters.next(), letters.next(), letters.next()) else {
        return Err(REMEDY);
    };
    let last = match last {
        None => 0,
        Some(c) => place(c).ok_or(REMEDY)?,
    };
    let weights = &[8, 7, 6, 5, 4, 3, 2];
    let sum = if all_digits(number, 7) {
        weighted(number, weights).saturating_add(last.saturating_mul(9))
    } else {
        // Before 2013 the second place could be a letter: 0, digits 3 to 7, digit 1.
        let (first, tail) = number.split_at_checked(1).unwrap_or_default();
        let (mark, middle) = tail.split_at_checked(1).unwrap_or_default();
        let marked = mark.chars().all(|c| c.is_ascii_uppercase() || c == '+' || c == '*');
        shape(all_digits(first, 1) && marked && all_digits(middle, 5), REMEDY)?;
        let moved = alloc::format!("0{middle}{first}");
        weighted(&moved, weights)
    };
    matching(letter(ALPHABET, sum % 23) == Some(check))
}

fn lithuania(rest: &str) -> Verdict {
    const REMEDY: &str = "write `LT` and nine or twelve digits, the last but one of them 1";
    let (front, tail) = rest.split_at_checked(rest.len().saturating_sub(2)).unwrap_or_default();
    let right = all_digits(rest, 9) || all_digits(rest, 12);
    shape(right && tail.starts_with('1'), REMEDY)?;
    let front = alloc::format!("{front}1");
    let first = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2];
    let second = [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
    matching(twice_weighted(&front, &first, &second) == part(tail, 1, 2))
}

fn latvia(rest: &str) -> Verdict {
    shape(all_digits(rest, 11), "write `LV` and eleven digits")?;
    if rest.starts_with(['0', '1', '2', '3']) {
        return Ok(()); // A person: the number encodes a birth.
    }
    matching(weighted(rest, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3)
}

fn netherlands(rest: &str) -> Verdict {
    let (number, branch) = rest.split_at_checked(9).unwrap_or_default();
    let branched = branch.strip_prefix('B').is_some_and(|branch| all_digits(branch, 2));
    shape(all_digits(number, 9) && branched, "write `NL`, nine digits, `B` and two digits")?;
    // Firms: a weighted sum. Sole traders, since 2020: ISO 7064 MOD 97 over the whole.
    let firm = weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == part(number, 8, 9);
    matching(firm || modulo_97(&alloc::format!("NL{rest}")) == 1)
}

fn portugal(rest: &str) -> Verdict {
    let right = all_digits(rest, 9) && !rest.starts_with('0');
    shape(right, "write `PT` and nine digits, the first of them not 0")?;
    let check = eleven_less(weighted(rest, &[9, 8, 7, 6, 5, 4, 3, 2])) % 11 % 10;
    matching(check == part(rest, 8, 9))
}

fn romania(rest: &str) -> Verdict {
    let right = (2..=10).any(|length| all_digits(rest, length)) && !rest.starts_with('0');
    shape(right, "write `RO` and two to ten digits, the first of them not 0")?;
    let padded = alloc::format!("{rest:0>10}");
    let sum = weighted(&padded, &[7, 5, 3, 2, 1, 7, 5, 3, 2]);
    matching(sum.saturating_mul(10) % 11 % 10 == part(&padded, 9, 10))
}

fn sweden(rest: &str) -> Verdict {
    let right = all_digits(rest, 12) && (1..=94).contains(&part(rest, 10, 12));
    shape(right, "write `SE` and twelve digits, the last two of them from 01 to 94")?;
    matching(rest.get(..10).is_some_and(|number| luhn3::decimal::valid(number.as_bytes())))
}

fn slovenia(rest: &str) -> Verdict {
    let right = all_digits(rest, 8) && !rest.starts_with('0');
    shape(right, "write `SI` and eight digits, the first of them not 0")?;
    // 10 is written 0; 11 is never given out.
    let check = eleven_less(weighted(rest, &[8, 7, 6, 5, 4, 3, 2]));
    matching(check != 11 && check % 10 == part(rest, 7, 8))
}

fn northern_ireland(rest: &str) -> Verdict {
    const REMEDY: &str = "write `XI` and nine or twelve digits, or `GD` or `HA` and three digits";
    if let Some(number) = rest.strip_prefix("GD").or_else(|| rest.strip_prefix("HA")) {
        // Government departments are numbered below 500, health authorities from there.
        let low = part(number, 0, 3) < 500;
        return shape(all_digits(number, 3) && low == rest.starts_with('G'), REMEDY);
    }
    shape(all_digits(rest, 9) || all_digits(rest, 12), REMEDY)?;
    let sum = weighted(rest, &[8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97;
    matching(sum == 0 || (part(rest, 0, 3) >= 100 && matches!(sum, 42 | 55)))
}
