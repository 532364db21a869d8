// How a reason of a verdict is put into words.

/** A reason of a verdict as a step, to be put into words. */
export const reason = ({ code, facts = [] }) => ({ id: code, rule: "COV-2", facts });
