// The mapping editor: a row for each style, what it becomes, what that changes; undo; save.

import { ask, order } from "./api.js";
import { fill, make } from "./elements.js";
import { inEnglish } from "./findings.js";
import { confidenceName, effectWords, textTypeName } from "./labels.js";
import { t, tn } from "./words.js";

const DEEPEST = 5;
const POLL = 700;

export class MappingEditor {
  /** `onChange` is called when the mapping is another; `onOpen` with the number of a document, `onJump` with a place. */
  constructor(review, { onChange, onOpen, onJump, say }) {
    Object.assign(this, { review, onChange, onOpen, onJump, say });
    this.history = [];
    this.element = make("div", { class: "mapping" });
    this.effects = make("div", { class: "effects", "aria-live": "polite" });
    this.list = make("ul", { class: "rows" });
    this.tools = make("div", { class: "tools" });
    this.english = make("div");
    fill(this.element, this.tools, this.english, this.effects, this.list);
  }

  async load() {
    this.take(await ask("mapping"));
    this.watch();
  }

  take(answer) {
    this.answer = answer;
    this.chosen = answer.chosen;
    this.draw();
  }

  // ------------------------------------------------------------------------------------------------------- changes

  /** Try other rows, and remember those before. */
  async change(rows) {
    const before = this.chosen;
    await this.put(rows);
    this.history.push(before);
    this.drawTools();
  }

  async put(rows) {
    try {
      const focus = document.activeElement?.id;
      this.take(await order("PUT", "mapping", { rows }));
      if (focus) document.getElementById(focus)?.focus();
      this.watch();
      await this.onChange();
    } catch (error) {
      this.say(error.message);
    }
  }

  async undo() {
    const before = this.history.pop();
    if (before === undefined) return;
    await this.put(before);
    this.say(t("Undone."));
  }

  setRow(row, textType, level) {
    const rows = { ...this.chosen };
    if (textType === "") delete rows[row.key];
    else rows[row.key] = { textType, level };
    return this.change(rows);
  }

  takeAll() {
    const rows = this.answer.rows.filter((row) => row.proposed).map((row) => [row.key, row.proposed]);
    return this.change({ ...this.chosen, ...Object.fromEntries(rows) });
  }

  async save(format, replace = false) {
    try {
      const { saved } = await order("POST", "save", { format, replace });
      this.say(t("Saved as {name}.", { name: saved }));
    } catch (error) {
      if (error.canReplace && !replace && window.confirm(`${error.message} ${t("Replace it?")}`)) {
        return this.save(format, true);
      }
      this.say(error.message);
    }
    return undefined;
  }

  // ------------------------------------------------------------------------------------------------------- effects

  /** Ask for the effects until all documents are judged. */
  watch() {
    clearTimeout(this.timer);
    const look = async () => {
      const answer = await ask("effects");
      this.drawEffects(answer);
      const isReading = answer.done < answer.total;
      if (isReading || !answer.isJudged) this.timer = setTimeout(look, POLL);
      const isTriedNow = !isReading && answer.isJudged && !this.answer.isTried;
      if (isTriedNow || (isReading && answer.done > 2 * this.answer.done)) this.take(await ask("mapping"));
    };
    look();
  }

  showDocument(effects) {
    this.documentEffects = effects;
    if (this.lastEffects) this.drawEffects(this.lastEffects);
  }

  drawEffects(answer) {
    this.lastEffects = answer;
    this.drawRowEffects(answer.byRow);
    const here = (this.documentEffects ?? []).map((one) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "jump", onclick: () => this.onJump(one.place) },
          effectWords(one, one.blocks),
        ),
      ),
    );
    const all = answer.effects.map((one) =>
      make(
        "li",
        {},
        make(
          "button",
          { type: "button", class: "jump", title: one.exampleName, onclick: () => this.onOpen(one.example) },
          `${effectWords(one, one.blocks)} ${tn(one.files, "in {count} file", "in {count} files")}`,
        ),
      ),
    );
    const nothing = () => make("p", { class: "quiet" }, t("The mapping changes nothing that a reader sees."));
    const isBusy = answer.done < answer.total || !answer.isJudged;
    fill(
      this.effects,
      this.documentEffects ? make("h3", {}, t("What it changes in this document")) : null,
      this.documentEffects ? (here.length ? make("ul", {}, here) : nothing()) : null,
      this.review.isFolder ? make("h3", {}, t("What it changes in all documents")) : null,
      this.review.isFolder ? (all.length ? make("ul", { class: "in-all" }, all) : isBusy ? null : nothing()) : null,
      this.review.isFolder && isBusy
        ? make(
            "p",
            { class: "quiet busy" },
            answer.done < answer.total ? t("{done} of {total} documents read …", answer) : t("Effects are counted …"),
          )
        : null,
    );
  }

  /** What a row changes in all documents, beside the row. */
  drawRowEffects(effects) {
    for (const place of this.list.querySelectorAll(".in-row")) {
      const own = effects.filter((one) => one.row === place.dataset.row);
      place.textContent = own
        .map((one) => `${effectWords(one, one.blocks)} ${tn(one.files, "in {count} file", "in {count} files")}`)
        .join(" · ");
    }
  }

  // ---------------------------------------------------------------------------------------------------------- rows

  draw() {
    this.drawTools();
    fill(this.english, inEnglish());
    fill(this.list, this.answer.rows.map((row, at) => this.row(row, at)));
    if (this.lastEffects) this.drawRowEffects(this.lastEffects.byRow);
  }

  drawTools() {
    const button = (words, act, isDisabled = false) =>
      make("button", { type: "button", onclick: act, disabled: isDisabled }, words);
    fill(
      this.tools,
      button(t("Take all proposals"), () => this.takeAll()),
      button(t("Remove all"), () => this.change({}), !Object.keys(this.chosen).length),
      button(t("Undo"), () => this.undo(), !this.history.length),
      button(t("Save as JSON"), () => this.save("json")),
      button(t("Save as TOML"), () => this.save("toml")),
    );
  }

  row(row, at) {
    const chosen = this.chosen[row.key] ?? this.chosen[row.family];
    const type = make(
      "select",
      {
        id: `type-${at}`,
        "aria-label": t("What “{style}” becomes", row),
        onchange: (event) => this.setRow(row, event.target.value, this.levelFor(row, event.target.value, chosen)),
      },
      make("option", { value: "", selected: !chosen }, t("as the import decides")),
      this.review.textTypes.map(({ name }) =>
        make("option", { value: name, selected: chosen?.textType === name }, textTypeName(name)),
      ),
    );
    const hasLevel = this.review.textTypes.some((each) => each.name === chosen?.textType && each.hasLevel);
    const level = make(
      "select",
      {
        id: `level-${at}`,
        "aria-label": t("Level of “{style}”", row),
        disabled: !hasLevel,
        onchange: (event) =>
          this.setRow(row, chosen.textType, event.target.value === "" ? null : Number(event.target.value)),
      },
      make("option", { value: "", selected: chosen?.level === null }, t("own level")),
      Array.from({ length: DEEPEST + 1 }, (_, depth) =>
        make("option", { value: depth, selected: chosen?.level === depth }, t("level {level}", { level: depth + 1 })),
      ),
    );
    return make(
      "li",
      { class: chosen ? "row taken" : "row" },
      make(
        "div",
        { class: "name" },
        make("strong", {}, row.style),
        make("span", { class: "quiet" }, this.howMany(row)),
      ),
      row.example ? make("p", { class: "example" }, `“${row.example}”`) : null,
      row.proposed ? this.proposed(row, chosen) : null,
      row.changes.map((words) => make("p", { class: "quiet changes", lang: "en" }, `→ ${words}`)),
      row.family && !(row.key in this.chosen)
        ? make("p", { class: "quiet" }, t("by the row for the family “{family}”", row))
        : null,
      make("div", { class: "controls" }, type, level),
      make("p", { class: "in-row", "data-row": row.key }),
      row.faults.map((fault) => make("p", { class: `fault ${fault.severity}`, lang: "en" }, fault.message)),
    );
  }

  howMany(row) {
    const blocks = tn(row.count, "{count} paragraph", "{count} paragraphs");
    return this.review.isFolder ? `${blocks} ${tn(row.files, "in {count} file", "in {count} files")}` : blocks;
  }

  proposed(row, chosen) {
    const { textType, level } = row.proposed;
    const isTaken = chosen?.textType === textType && chosen?.level === level;
    const words = level === null ? textTypeName(textType) : `${textTypeName(textType)} ${level + 1}`;
    const share = row.agreement === null || row.agreement === 1 ? "" : ` ${Math.round(100 * row.agreement)} %`;
    return make(
      "p",
      { class: "proposal" },
      make("span", { class: `confidence ${row.confidence}` }, confidenceName(row.confidence) + share),
      ` ${t("proposed")}: ${words} – `,
      make("span", { lang: "en" }, row.reason),
      " ",
      isTaken
        ? null
        : make(
            "button",
            {
              type: "button",
              class: "small",
              "aria-label": t("Take the proposal for “{style}”", row),
              onclick: () => this.setRow(row, textType, level),
            },
            t("take"),
          ),
    );
  }

  levelFor(row, textType, chosen) {
    const hasLevel = this.review.textTypes.some((each) => each.name === textType && each.hasLevel);
    return hasLevel ? (chosen?.level ?? row.proposed?.level ?? 0) : null;
  }
}
