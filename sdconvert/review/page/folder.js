// The documents of the folder as a table: pages of it, sorted as its reader likes, while they are read.

import { ask, order } from "./api.js";
import { fill, make } from "./elements.js";
import { t, tn } from "./words.js";

const POLL = 800;

export class FolderTable {
  constructor(onOpen) {
    this.onOpen = onOpen;
    this.asked = { sort: "name", order: "ascending", words: "", page: 0 };
    this.element = make("div", { class: "folder" });
    this.search = make("input", {
      type: "search",
      "aria-label": t("Find documents by name"),
      placeholder: t("Find by name"),
      oninput: () => this.ask({ words: this.search.value, page: 0 }),
    });
    this.progress = make("progress", { "aria-label": t("Documents read"), max: 1, value: 0 });
    this.status = make("p", { class: "quiet status", role: "status" });
    this.table = make("div", { class: "scrolled", tabindex: 0, role: "region", "aria-label": t("Documents") });
    this.turn = make("div", { class: "tools" });
    const again = make("button", { type: "button", onclick: () => this.refresh() }, t("Read again"));
    fill(
      this.element,
      make("div", { class: "tools" }, this.search, again, this.progress, this.status),
      this.table,
      this.turn,
    );
  }

  columns() {
    return [
      ["name", t("Document")],
      ["blocks", t("Blocks")],
      ["losses", t("Losses")],
      ["warnings", t("Warnings")],
      ["labels", t("Numbers that change")],
      ["changes", t("Changed by the mapping")],
    ];
  }

  /** Ask for a page of the table, and again while documents are read or judged. */
  async ask(changes = {}) {
    Object.assign(this.asked, changes);
    clearTimeout(this.timer);
    const answer = await ask("folder", this.asked);
    this.draw(answer);
    if (answer.done < answer.total || !answer.isJudged) this.timer = setTimeout(() => this.ask(), POLL);
  }

  rest() {
    clearTimeout(this.timer);
  }

  async refresh() {
    await order("POST", "folder/refresh", {});
    await this.ask();
  }

  draw(answer) {
    this.progress.max = answer.total;
    this.progress.value = answer.done;
    this.progress.hidden = answer.done >= answer.total;
    this.status.textContent =
      answer.done < answer.total
        ? t("{done} of {total} documents read …", answer)
        : tn(answer.found, "{count} document", "{count} documents");
    const focused = document.activeElement?.dataset?.key;
    fill(this.table, this.drawTable(answer));
    fill(this.turn, this.drawTurn(answer));
    if (focused) this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  drawTable(answer) {
    const heads = this.columns().map(([name, words]) => {
      const isSorted = this.asked.sort === name;
      const next = isSorted && this.asked.order === "descending" ? "ascending" : name === "name" && !isSorted ? "ascending" : "descending";
      return make(
        "th",
        { scope: "col", "aria-sort": isSorted ? this.asked.order : null, class: name },
        make(
          "button",
          {
            type: "button",
            "data-key": `sort-${name}`,
            onclick: () => this.ask({ sort: name, order: next, page: 0 }),
          },
          words,
          make("span", { "aria-hidden": "true" }, isSorted ? (this.asked.order === "descending" ? " ▼" : " ▲") : ""),
        ),
      );
    });
    return make(
      "table",
      {},
      make("caption", { class: "unseen" }, t("Documents")),
      make("thead", {}, make("tr", {}, heads)),
      make("tbody", {}, answer.rows.map((row) => this.drawRow(row))),
    );
  }

  drawRow(row) {
    const open = make(
      "button",
      { type: "button", class: "jump", "data-key": `open-${row.number}`, onclick: () => this.onOpen(row.number) },
      row.name,
    );
    const name = make("th", { scope: "row", class: "name" }, open);
    if (row.error) return make("tr", { class: "failed" }, name, make("td", { colspan: 5, lang: "en" }, row.error));
    const titles = Object.fromEntries(this.columns());
    const value = (column) => make("td", { "data-label": titles[column] }, row.isRead ? String(row[column]) : "…");
    return make(
      "tr",
      { class: row.losses ? "losing" : null },
      name,
      ...["blocks", "losses", "warnings", "labels", "changes"].map(value),
    );
  }

  drawTurn({ found, page, pageSize }) {
    const last = Math.max(0, Math.ceil(found / pageSize) - 1);
    if (!last) return [];
    const turn = (words, to, key) =>
      make(
        "button",
        { type: "button", "data-key": key, disabled: to < 0 || to > last, onclick: () => this.ask({ page: to }) },
        words,
      );
    return [
      turn(t("Previous page"), page - 1, "previous"),
      make("span", {}, t("Page {page} of {pages}", { page: page + 1, pages: last + 1 })),
      turn(t("Next page"), page + 1, "next"),
    ];
  }
}
