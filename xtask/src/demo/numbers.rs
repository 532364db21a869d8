//! How an export writes its amounts.

/// The sign before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DecimalMark {
    Point,
    Comma,
}

impl DecimalMark {
    /// A comma where some amount can only be read so, such as `1 234,5`.
    pub(super) fn of<'t>(mut amounts: impl Iterator<Item = &'t str>) -> Self {
        let only_comma = |text: &str| match (text.rfind(','), text.rfind('.')) {
            (Some(comma), Some(point)) => comma > point,
            (Some(comma), None) => text.matches(',').count() == 1 && text.len() - comma != 4,
            _ => false,
        };
        if amounts.any(only_comma) { Self::Comma } else { Self::Point }
    }

    /// An amount in the library's form: every digit kept, separators dropped.
    pub(super) fn read(self, text: &str) -> Result<String, String> {
        let (group, mark) = match self {
            Self::Point => (',', '.'),
            Self::Comma => ('.', ','),
        };
        let digits: String = text
            .chars()
            .filter(|c| {
                !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '€' | '$' | '£') && *c != group
            })
            .map(|c| if c == mark { '.' } else { c })
            .collect();
        match digits.parse::<tradecredit::Amount>() {
            Ok(amount) => Ok(amount.to_string()),
            Err(error) => Err(format!("`{text}` is not an amount: {error}")),
        }
    }

    pub(super) const fn shown(self) -> &'static str {
        match self {
            Self::Point => "1,234.56",
            Self::Comma => "1 234,56",
        }
    }
}
