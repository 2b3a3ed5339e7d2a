// What the page calls the things that the server names, and how changes are marked in the text.

import { make } from "./elements.js";
import { t, tn } from "./words.js";

const SEVERITIES = { error: () => t("Error"), warning: () => t("Warning"), info: () => t("Note") };
const KINDS = {
  heading: () => t("heading"),
  paragraph: () => t("paragraph"),
  item: () => t("list item"),
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

const OF_ALL = {
  "heading added": (n) => tn(n, "{count} paragraph becomes a heading", "{count} paragraphs become headings"),
  "heading removed": (n) => tn(n, "{count} heading becomes text", "{count} headings become text"),
  "caption added": (n) => tn(n, "{count} paragraph becomes a caption", "{count} paragraphs become captions"),
  "level changed": (n) => tn(n, "{count} heading changes its level", "{count} headings change their level"),
  "bullet added": (n) => tn(n, "{count} paragraph gets a bullet", "{count} paragraphs get a bullet"),
  "bullet removed": (n) => tn(n, "{count} paragraph loses its bullet", "{count} paragraphs lose their bullets"),
  "reference typed": (n) => tn(n, "{count} reference becomes words", "{count} references become words"),
};
const OF_HEADINGS = {
  "number added": (n) => tn(n, "{count} heading becomes numbered", "{count} headings become numbered"),
  "number removed": (n) => tn(n, "{count} heading loses its number", "{count} headings lose their numbers"),
  "number changed": (n) => tn(n, "{count} heading shows another number", "{count} headings show other numbers"),
};
const OF_OTHERS = {
  "number added": (n) => tn(n, "{count} paragraph becomes numbered", "{count} paragraphs become numbered"),
  "number removed": (n) => tn(n, "{count} paragraph loses its number", "{count} paragraphs lose their numbers"),
  "number changed": (n) => tn(n, "{count} paragraph shows another number", "{count} paragraphs show other numbers"),
};

/** What an effect of the mapping is, as a sentence about so many blocks. */
export function effectWords(effect, blocks) {
  const known = OF_ALL[effect.kind] ?? (effect.noun === "heading" ? OF_HEADINGS : OF_OTHERS)[effect.kind];
  return known ? known(blocks) : `${effect.kind}: ${blocks}`;
}

/** A label, or a word that there is none. */
export const labelOr = (label) => label || t("none");

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

/** Show a change in the place of a number, or where there is none before the text. */
function putChange(element, change) {
  const number = element.querySelector(":scope > .number, :scope > figcaption > .number, :scope > caption > .number");
  if (number) number.replaceWith(change, " ");
  else if (element.localName === "table") element.before(change);
  else element.prepend(change, " ");
}

/** Mark in the text of SMASHDOCs what differs from Word, and what the mapping changes. */
export function markChanges(side, places) {
  for (const [id, element] of side.elements) {
    const place = places[id];
    if (!place) continue;
    if (place.effects.length) element.classList.add("affected");
    const number = place.effects.find((effect) => /^(number|bullet) /.test(effect.kind));
    if (place.agreement !== "same") putChange(element, labelChange(place.label, place.shown));
    else if (number) putChange(element, labelChange(number.before, number.after));
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
