// The list of findings: by severity and kind with counts, each leads to its place.

import { fill, make } from "./elements.js";
import { severityName } from "./labels.js";
import { t, tn } from "./words.js";

const SEVERITIES = ["error", "warning", "info"];
const SHOWN_AT_ONCE = 200;

/** What a page in another language says of texts that there are in English only; nothing on an English one. */
export function inEnglish() {
  return document.documentElement.lang === "en" ? null : make("p", { class: "quiet in-english" }, t("Findings and reasons are written in English."));
}

export class Findings {
  constructor(onJump) {
    this.onJump = onJump;
    this.hidden = new Set();
    this.element = make("div", { class: "findings" });
  }

  show(findings) {
    this.findings = findings;
    const counts = Object.fromEntries(SEVERITIES.map((one) => [one, findings.filter((f) => f.severity === one).length]));
    const filters = SEVERITIES.map((severity) =>
      make(
        "button",
        {
          type: "button",
          class: `filter ${severity}`,
          "aria-pressed": String(!this.hidden.has(severity)),
          onclick: () => this.toggle(severity),
        },
        `${severityName(severity)} ${counts[severity]}`,
      ),
    );
    fill(
      this.element,
      make("div", { class: "filters", role: "group", "aria-label": t("Show findings of") }, filters),
      findings.length ? inEnglish() : null,
      findings.length ? this.groups() : make("p", { class: "quiet" }, t("There are no findings.")),
    );
  }

  toggle(severity) {
    if (!this.hidden.delete(severity)) this.hidden.add(severity);
    this.show(this.findings);
    this.element.querySelector(`.filter.${severity}`).focus();
  }

  groups() {
    const shown = this.findings.filter((finding) => !this.hidden.has(finding.severity));
    const byCode = Map.groupBy ? Map.groupBy(shown, (each) => each.code) : groupedBy(shown, (each) => each.code);
    const order = (entry) => SEVERITIES.indexOf(entry[1][0].severity);
    return [...byCode].sort((one, other) => order(one) - order(other)).map(([code, those]) => this.group(code, those));
  }

  group(code, findings) {
    const [first] = findings;
    const items = findings.slice(0, SHOWN_AT_ONCE).map((finding) => this.item(finding));
    const left = findings.length - items.length;
    return make(
      "details",
      { class: `group ${first.severity}`, open: first.severity !== "info" },
      make(
        "summary",
        {},
        make("span", { class: `severity ${first.severity}` }, severityName(first.severity)),
        ` ${code} `,
        make("span", { class: "count" }, tn(findings.length, "{count} time", "{count} times")),
        first.isLoss ? make("span", { class: "loss" }, t("content lost")) : null,
        make("span", { class: "gist", lang: "en" }, first.message),
      ),
      first.hint ? make("p", { class: "hint", lang: "en" }, first.hint) : null,
      make("ul", {}, items),
      left > 0 ? make("p", { class: "quiet" }, tn(left, "{count} more", "{count} more")) : null,
    );
  }

  item(finding) {
    const words = make("span", { lang: "en" }, finding.message);
    const where = finding.where ? make("span", { class: "quiet" }, ` (${finding.where})`) : null;
    if (!finding.place) return make("li", {}, words, where);
    return make(
      "li",
      {},
      make("button", { type: "button", class: "jump", onclick: () => this.onJump(finding.place) }, words, where),
    );
  }
}

function groupedBy(values, key) {
  const groups = new Map();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}
