// The frame: views, language, appearance, and the state kept in files and links.
import { announce, download, h, replace } from "./dom.js";
import * as fields from "./fields.js";
import * as format from "./format.js";
import * as states from "./state.js";
import { ClaimView } from "./claim.js";
import { InvoicesView } from "./invoices.js";
import { CompareView } from "./compare.js";
import { task } from "./engine.js";
import { t } from "./words.js";

const TABS = ["claim", "invoices", "compare"];
const MOST_STATE_BYTES = 2_000_000;

const store = { state: states.fresh() };
const views = { claim: new ClaimView(store), invoices: new InvoicesView(store), compare: new CompareView(store) };
const kept = {
  get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: nothing is kept */ } },
};

let tab = "claim";
let theme = ["auto", "light", "dark"].includes(kept.get("theme")) ? kept.get("theme") : "auto";
const page = document.getElementById("page");
const notice = h("p", { class: "notice", role: "status" });

function told(text) {
  notice.textContent = text;
  notice.classList.toggle("shown", Boolean(text));
  clearTimeout(told.timer);
  told.timer = setTimeout(() => notice.classList.remove("shown"), 8000);
}

function speak(code) {
  format.speak(code);
  document.documentElement.lang = code;
  document.title = t("title");
  kept.set("language", code);
}

function appear(code) {
  theme = code;
  if (code === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = code;
  kept.set("theme", code);
}

function frame() {
  const opener = h("input", { type: "file", accept: ".json,application/json", class: "unseen", tabindex: "-1", "aria-hidden": "true", onchange: async () => { const [file] = opener.files; opener.value = ""; if (file) await load(file); } });
  const tabs = TABS.map((name) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        "aria-controls": `panel-${name}`,
        "aria-selected": String(name === tab),
        tabindex: name === tab ? "0" : "-1",
        onclick: () => choose(name),
        onkeydown: (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          const at = event.key === "Home" ? 0 : event.key === "End" ? TABS.length - 1 : step && (TABS.indexOf(name) + step + TABS.length) % TABS.length;
          if (at === undefined) return;
          event.preventDefault();
          choose(TABS[at]);
          document.getElementById(`tab-${TABS[at]}`).focus();
        },
      },
      t(`tab_${name}`),
    ),
  );
  const chosenLanguage = fields.choice(format.language, [["en", "English"], ["fr", "Français"]], (code) => { speak(code); draw(); document.querySelector('[data-focus="language"]').focus(); }, { "aria-label": t("language"), "data-focus": "language" });
  const chosenTheme = fields.choice(theme, ["auto", "light", "dark"].map((code) => [code, t(`theme_${code}`)]), appear, { "aria-label": t("theme"), "data-focus": "theme" });
  replace(
    page,
    h("a", { class: "skip", href: `#${tab}-result`, onclick: (event) => { event.preventDefault(); const result = document.getElementById(`${tab}-result`); result.focus(); result.scrollIntoView(); } }, t("skip")),
    h(
      "header",
      { class: "top" },
      h("div", { class: "brand" }, h("img", { src: "icon.svg", alt: "", width: "28", height: "28" }), h("span", {}, "tradecredit")),
      h("div", { role: "tablist", "aria-label": t("tabs"), class: "tabs" }, tabs),
      h("div", { class: "settings" }, chosenLanguage, chosenTheme),
    ),
    h(
      "main",
      {},
      TABS.map((name) => {
        const panel = h("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, hidden: name !== tab });
        panel.append(views[name].panel);
        return panel;
      }),
    ),
    h(
      "footer",
      {},
      h(
        "div",
        { class: "inline actions" },
        fields.button(t("save"), save),
        fields.button(t("open"), () => opener.click()),
        opener,
        fields.button(t("link"), share),
        fields.button(t("print"), () => window.print()),
        fields.button(t("reset"), () => { store.state = states.fresh(); views.invoices.read = undefined; show(); }),
      ),
      h("p", { class: "promise" }, t("tagline")),
      h("p", { class: "hint" }, t("footer")),
    ),
    notice,
  );
}

function choose(name) {
  tab = name;
  store.state.tab = name;
  for (const each of TABS) {
    const button = document.getElementById(`tab-${each}`);
    button.setAttribute("aria-selected", String(each === name));
    button.tabIndex = each === name ? 0 : -1;
    document.getElementById(`panel-${each}`).hidden = each !== name;
  }
  return show();
}

/** Fills the view that is seen; the others when they are. */
async function show() {
  document.querySelector(".skip").setAttribute("href", `#${tab}-result`);
  try {
    await views[tab].show();
  } catch (problem) {
    console.error(problem);
    replace(views[tab].results, h("section", { class: "card refusal" }, h("h2", {}, t("cannot")), h("p", {}, problem.message)));
  }
  document.body.dataset.ready = tab;
}

function draw() {
  frame();
  return show();
}

function save() {
  download(t("file_name"), "application/json", states.written(store.state));
  told(t("saved"));
}

async function load(file) {
  try {
    if (file.size > MOST_STATE_BYTES) throw new Error("too large");
    take(states.read(await file.text()));
    told(t("loaded"));
  } catch (problem) {
    told(t("not_a_state"));
    announce(t("not_a_state"));
  }
}

function take(state) {
  store.state = state;
  choose(TABS.includes(state.tab) ? state.tab : "claim");
}

async function share() {
  try {
    const fragment = await states.toFragment(store.state);
    history.replaceState(null, "", fragment);
    try {
      await navigator.clipboard.writeText(location.href);
      told(t("link_copied"));
    } catch {
      told(t("link_in_bar"));
    }
  } catch {
    told(t("link_too_long"));
  }
}

async function start() {
  const asked = kept.get("language") ?? (navigator.language.startsWith("fr") ? "fr" : "en");
  speak(asked === "fr" ? "fr" : "en");
  appear(theme);
  let broken = false;
  try {
    const state = await states.fromFragment(location.hash);
    if (state) {
      store.state = state;
      tab = TABS.includes(state.tab) ? state.tab : "claim";
    }
  } catch {
    broken = true;
  }
  await draw();
  if (broken) told(t("bad_link"));
}

window.addEventListener("hashchange", async () => {
  try {
    const state = await states.fromFragment(location.hash);
    if (state) take(state);
  } catch {
    told(t("bad_link"));
  }
});
// On paper nothing can be opened any more: what an answer was computed from stands there.
window.addEventListener("beforeprint", () => document.querySelectorAll(".results details").forEach((details) => (details.open = true)));
window.addEventListener("dragover", (event) => event.preventDefault());
window.addEventListener("drop", (event) => event.preventDefault());
// For measurements: the worker's own clock, without the page's.
window.tradecredit = { task };
start();
