// The engine's own words for what its answers name by code.
import { ask } from "./engine.js";
import { language } from "./format.js";

export { reason } from "./reason.js";

/** The words for codes, and a sentence for each step: `{ codes, sentences }`. */
export const worded = (currency, codes, steps) => ask("phrases", { language, currency, codes, steps });

/** What is lost with a duty as a step, to be put into words. */
export const stake = ({ rule, at_stake: { consequence, percentage } }) => ({
  id: `lost_${consequence}`,
  rule,
  facts: percentage ? [{ name: "percentage", value: { share: percentage } }] : [],
});

/** Under which rule, and which article of the policy. */
export const authority = ({ rule, clause }, codes) => (clause ? `${rule}, ${codes.clause} ${clause}` : rule);
