// The distance between two exact decimals, for tables that show both ends.

/** How far apart two amounts are; every digit kept. */
export function difference(a, b) {
  const places = Math.max(part(a).length, part(b).length);
  const whole = (text) => BigInt(text.split(".")[0] + part(text).padEnd(places, "0"));
  const apart = whole(String(a)) - whole(String(b));
  const digits = String(apart < 0n ? -apart : apart).padStart(places + 1, "0");
  return places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
}

const part = (text) => String(text).split(".")[1] ?? "";
