// What the page calls the things that the server names, and how changes are marked in the text.

import { make } from "./elements.js";
import { t, tn } from "./words.js";

const SEVERITIES = { error: () => t("Error"), warning: () => t("Warning"), info: () => t("Note") };
const KINDS = {
  heading: () => t("heading"),
  paragraph: () => t("paragraph"),
  "list item": () => t("list item"),
  picture: () => t("picture"),
  table: () => t("table"),
  other: () => t("other block"),
};
const TEXT_TYPES = {
  paragraph: () => t("Paragraph"),
  "paragraph-ol": () => t("Numbered paragraph"),
  heading: () => t("Heading"),
  "heading-ol": () => t("Numbered heading"),
  caption: () => t("Caption"),
  "list-ol": () => t("Numbered list"),
  "list-ul": () => t("Bullet list"),
};
const CONFIDENCES = { high: () => t("sure"), medium: () => t("likely"), low: () => t("unsure") };

export const severityName = (severity) => SEVERITIES[severity]();
export const kindName = (kind) => KINDS[kind]();
export const textTypeName = (name) => TEXT_TYPES[name]();
export const confidenceName = (name) => CONFIDENCES[name]();

const IN_ONE = {
  "becomes-heading": (n) => tn(n, "{count} block becomes a heading", "{count} blocks become headings"),
  "becomes-text": (n) => tn(n, "{count} heading becomes text", "{count} headings become text"),
  "becomes-caption": (n) => tn(n, "{count} paragraph becomes a caption", "{count} paragraphs become captions"),
  "level-changed": (n) => tn(n, "{count} block changes its level", "{count} blocks change their level"),
  "kind-changed": (n) => tn(n, "{count} block becomes another kind", "{count} blocks become another kind"),
};
const OF_HEADINGS = {
  "number-added": (n) => tn(n, "{count} heading becomes numbered", "{count} headings become numbered"),
  "number-lost": (n) => tn(n, "{count} heading loses its number", "{count} headings lose their numbers"),
  "number-changed": (n) => tn(n, "{count} heading shows another number", "{count} headings show other numbers"),
};
const OF_OTHERS = {
  "number-added": (n) => tn(n, "{count} paragraph becomes numbered", "{count} paragraphs become numbered"),
  "number-lost": (n) => tn(n, "{count} paragraph loses its number", "{count} paragraphs lose their numbers"),
  "number-changed": (n) => tn(n, "{count} paragraph shows another number", "{count} paragraphs show other numbers"),
};

/** What an effect of the mapping is, as a sentence about so many blocks. */
export function effectWords(effect, kind, blocks) {
  return (IN_ONE[effect] ?? (kind === "heading" ? OF_HEADINGS : OF_OTHERS)[effect])(blocks);
}

/** A label, or a word that there is none. */
export const labelOr = (label) => label || t("none");

function sameLabel(place) {
  return place.agreement === "same";
}

/** The old and the new label of a place, as deleted and inserted text. */
export function labelChange(old, now) {
  return make(
    "span",
    { class: "change" },
    make("del", { "aria-label": t("before: {label}", { label: labelOr(old) }) }, labelOr(old)),
    " ",
    make("ins", { "aria-label": t("now: {label}", { label: labelOr(now) }) }, labelOr(now)),
  );
}

/** Mark in the text of SMASHDOCs what differs from Word, and what the mapping changes. */
export function markChanges(side, places) {
  for (const [id, element] of side.elements) {
    const place = places[id];
    if (!place) continue;
    if (place.effect) element.classList.add("affected");
    const before = place.effect ? place.before.shown : place.label;
    if (!sameLabel(place)) element.prepend(labelChange(place.label, place.shown), " ");
    else if (place.effect && before !== place.shown) element.prepend(labelChange(before, place.shown), " ");
  }
  for (const link of side.root.querySelectorAll("a.reference[data-shows='']")) {
    const words = link.textContent;
    const mark = make(
      "span",
      { class: "change", title: t("A reference in Word, only words in SMASHDOCs") },
      make("del", { "aria-label": t("a reference in Word") }, "↪"),
      make("ins", { "aria-label": t("only words in SMASHDOCs") }, words),
    );
    link.replaceWith(mark);
  }
}
