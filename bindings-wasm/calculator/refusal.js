// What is shown where the engine cannot answer: which field of the page to look at, and what it says.
import { h } from "./dom.js";
import { language } from "./format.js";
import { known, t } from "./words.js";

/**
 * A card about a refusal. `field` names the field of the page that a path of the
 * request comes from, in the reader's words, or gives nothing.
 */
export function refusalCard({ message, path, problems = [] }, field = () => undefined) {
  const items = (problems.length ? problems : [{ path, message }]).map((problem) => {
    const where = problem.path && field(problem.path);
    // The engine says what is wrong in English, and begins with the path, which nobody typed here.
    const what = problem.message.replace(/^at `[^`]*`: /, "").replaceAll("`", "");
    return h("li", {}, where ? h("strong", {}, t("check_field", where)) : null, h("p", { class: where ? "hint" : null, lang: language === "en" ? null : "en" }, where || !problem.path ? what : `${problem.path}: ${what}`));
  });
  return h("section", { class: "card refusal" }, h("h2", {}, t("cannot")), h("ul", {}, items));
}

const POLICY = { period: "period", currency: "currency", insured_percentage: "insured_percentage", insured_base: "insured_base", waiting_period: "waiting" };

/** The field of a policy that a path below `policy` comes from. */
export function policyField(path, policy) {
  const step = /^policy\.indemnity\.steps\[(\d+)\]/.exec(path);
  if (step) return t(`step_${policy.indemnity.steps[step[1]]?.step}`);
  if (path.startsWith("policy.indemnity.due")) return t("payable");
  const word = POLICY[/^policy\.(\w+)/.exec(path)?.[1]];
  return word && known(word) ? t(word) : undefined;
}
