// The words of the page: English here, other languages from the catalogue.

import { ask } from "./api.js";

let catalogue = {};
let rules = new Intl.PluralRules("en");

/** Speak another language from now on. */
export async function speak(language) {
  const answer = await ask("words", { language });
  catalogue = answer.words;
  rules = new Intl.PluralRules(language);
  document.documentElement.lang = language;
  return answer.languages;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** A text in the language of the page; `{name}` stands for a value. */
export function t(text, values = {}) {
  return filled(catalogue[text]?.[0] || text, values);
}

/** A text about a number, which is `{count}` in it. */
export function tn(count, one, many, values = {}) {
  const form = rules.select(count) === "one" ? 0 : 1;
  return filled(catalogue[one]?.[form] || [one, many][form], { count, ...values });
}
