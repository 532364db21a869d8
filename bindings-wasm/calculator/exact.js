// Sums and distances of exact decimals, for tables that show totals and both ends.

/** How far apart two amounts are; every digit kept. */
export function difference(a, b) {
  const places = Math.max(part(a).length, part(b).length);
  const apart = whole(a, places) - whole(b, places);
  const digits = String(apart < 0n ? -apart : apart).padStart(places + 1, "0");
  return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
}

/** The sum of two amounts, either of which may be negative. */
export function sum(a, b) {
  const places = Math.max(part(a).length, part(b).length);
  const both = whole(a, places) + whole(b, places);
  const digits = String(both < 0n ? -both : both).padStart(places + 1, "0");
  return `${both < 0n ? "-" : ""}${places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits}`;
}

const whole = (text, places) => BigInt(String(text).split(".")[0] + part(text).padEnd(places, "0"));
const part = (text) => String(text).split(".")[1] ?? "";
