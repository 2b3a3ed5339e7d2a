// The page: what is open in it, and what its parts have to do with each other.

import { ask } from "./api.js";
import { fill, make } from "./elements.js";
import { Findings } from "./findings.js";
import { FolderTable } from "./folder.js";
import { effectWords, kindName, labelChange, labelOr, markChanges } from "./labels.js";
import { MappingEditor } from "./mapping.js";
import { HtmlSide, PagesSide, PreviewSide, scrollTogether } from "./sides.js";
import { speak, t, tn } from "./words.js";

const POLL = 600;
const VIEWS = ["word", "smashdocs", "findings", "mapping"];

class Page {
  async start() {
    this.languages = await speak(navigator.language.startsWith("de") ? "de" : "en");
    this.review = await ask("review");
    this.renderer = this.review.renderers[0];
    this.view = "smashdocs";
    this.panel = "findings";
    document.addEventListener("keydown", (event) => this.press(event));
    window.addEventListener("resize", () => this.sides().forEach((side) => side.forget()));
    await this.build();
  }

  async build() {
    this.status = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
    this.toast = make("p", { class: "toast", hidden: true });
    this.title = make("h1", {}, t("Review"));
    this.findings = new Findings((place) => this.jump(place));
    this.mapping = new MappingEditor(this.review, {
      onChange: () => this.reload(),
      onOpen: (number) => this.open(number),
      onJump: (place) => this.jump(place),
      say: (words) => this.say(words),
    });
    this.folder = new FolderTable((number) => this.open(number));
    this.documentView = make("main", { class: "document", hidden: true });
    this.folderView = make("main", { class: "documents", hidden: true }, this.folder.element);
    fill(document.body, this.header(), this.folderView, this.documentView, this.status, this.toast);
    this.buildDocument();
    await this.mapping.load();
    if (this.number !== undefined) await this.open(this.number);
    else if (this.review.isFolder) await this.showFolder();
    else await this.open(0);
  }

  header() {
    const language = make(
      "select",
      { "aria-label": t("Language of the page"), onchange: (event) => this.speak(event.target.value) },
      this.languages.map((code) =>
        make("option", { value: code, selected: document.documentElement.lang === code }, code === "de" ? "Deutsch" : "English"),
      ),
    );
    this.toFolder = make("button", { type: "button", onclick: () => this.showFolder() }, t("All documents"));
    this.turn = ["Previous", "Next"].map((words, at) =>
      make("button", { type: "button", onclick: () => this.open(this.number + (at ? 1 : -1)) }, at ? t("Next") : t("Previous")),
    );
    return make(
      "header",
      {},
      this.title,
      make("div", { class: "tools" }, this.review.isFolder ? [this.toFolder, ...this.turn] : [], language),
    );
  }

  async speak(language) {
    await speak(language);
    const history = this.mapping.history;
    await this.build();
    this.mapping.history = history;
    this.mapping.drawTools();
  }

  // --------------------------------------------------------------------------------------------------- the document

  buildDocument() {
    const pane = (name, words) =>
      make("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": words, "data-side": name });
    this.scrollers = { word: pane("word", t("Word file")), smashdocs: pane("smashdocs", t("In SMASHDOCs")) };
    this.note = make("p", { class: "quiet note" });
    this.changes = make("p", { class: "quiet note" });
    this.choice = make(
      "select",
      { "aria-label": t("Who lays out the Word file"), onchange: (event) => this.chooseRenderer(event.target.value) },
      this.review.renderers.map((name) => make("option", { value: name, selected: name === this.renderer }, rendererName(name))),
    );
    this.redline = make(
      "button",
      { type: "button", class: "small", "aria-pressed": "false", onclick: () => this.turnRedline() },
      t("What the mapping changes"),
    );
    this.tabs = VIEWS.map((name) =>
      make(
        "button",
        { type: "button", role: "tab", id: `tab-${name}`, class: `tab-${name}`, "aria-controls": `view-${name}`, onclick: () => this.show(name) },
        viewName(name),
      ),
    );
    this.about = make("section", { class: "about", tabindex: 0, "aria-label": t("The chosen paragraph") });
    fill(
      this.documentView,
      make("div", { class: "tabs", role: "tablist", "aria-label": t("Parts of the page"), onkeydown: (event) => this.turnTab(event) }, this.tabs),
      make(
        "section",
        { class: "pane", id: "view-word", "aria-labelledby": "tab-word" },
        make("div", { class: "bar" }, make("h2", {}, t("Word file")), this.choice, this.note),
        this.scrollers.word,
      ),
      make(
        "section",
        { class: "pane", id: "view-smashdocs", "aria-labelledby": "tab-smashdocs" },
        make("div", { class: "bar" }, make("h2", {}, t("In SMASHDOCs")), this.redline, this.changes),
        this.scrollers.smashdocs,
      ),
      make("section", { class: "panel", id: "view-findings", role: "tabpanel", tabindex: 0, "aria-labelledby": "tab-findings" }, this.findings.element),
      make("section", { class: "panel", id: "view-mapping", role: "tabpanel", tabindex: 0, "aria-labelledby": "tab-mapping" }, this.mapping.element),
      this.about,
    );
    this.show(this.panel);
    this.describe(null);
  }

  show(name) {
    this.view = name;
    if (name === "findings" || name === "mapping") this.panel = name;
    this.documentView.dataset.view = this.view;
    this.documentView.dataset.panel = this.panel;
    for (const [at, tab] of this.tabs.entries()) {
      const isShown = VIEWS[at] === this.view;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
    this.sides().forEach((side) => side.forget());
  }

  turnTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const shown = this.tabs.filter((tab) => tab.offsetParent !== null);
    const next = shown[(shown.indexOf(document.activeElement) + step + shown.length) % shown.length];
    next.click();
    next.focus();
  }

  sides() {
    return [this.word, this.smashdocs].filter(Boolean);
  }

  async showFolder() {
    this.documentView.hidden = true;
    this.folderView.hidden = false;
    this.number = undefined;
    this.title.textContent = t("Review");
    this.toFolder.disabled = true;
    this.turn.forEach((button) => (button.hidden = true));
    await this.folder.ask();
  }

  async open(number) {
    this.folder.rest();
    this.folderView.hidden = true;
    this.documentView.hidden = false;
    this.toFolder.disabled = false;
    this.number = number;
    this.turn.forEach((button, at) => {
      button.hidden = false;
      button.disabled = at ? number + 1 >= this.review.documents : number === 0;
    });
    await this.load(true);
  }

  /** Show the document again, under another mapping. */
  async reload() {
    if (this.number !== undefined) await this.load(false);
  }

  async load(isOther) {
    const number = this.number;
    this.documentView.setAttribute("aria-busy", "true");
    try {
      const answer = await ask(`documents/${number}`);
      if (number !== this.number) return;
      this.showDocument(answer, isOther);
      if (isOther) await this.loadWordSide(number);
      this.connect();
    } catch (error) {
      this.fail(error);
    } finally {
      this.documentView.removeAttribute("aria-busy");
    }
  }

  fail(error) {
    const words = make("p", { class: "failure", role: "alert" }, t("This document cannot be read: {reason}", { reason: error.message }));
    this.scrollers.word.replaceChildren();
    this.scrollers.smashdocs.replaceChildren(words);
    this.findings.show([]);
  }

  showDocument(answer, isOther) {
    this.document = answer;
    const top = isOther ? 0 : this.scrollers.smashdocs.scrollTop;
    this.title.textContent = answer.name;
    document.title = `${answer.name} – sdconvert`;
    this.drawSmashdocs(top);
    this.findings.show(answer.findings);
    this.mapping.showDocument(answer.effects);
    const [labels, references] = [answer.labels, answer.references];
    this.changes.textContent = [
      labels ? tn(labels, "{count} number differs from Word", "{count} numbers differ from Word") : t("All numbers are as in Word"),
      references ? tn(references, "{count} reference becomes words", "{count} references become words") : "",
    ].filter(Boolean).join(" · ");
    this.tabs[2].textContent = `${viewName("findings")} (${answer.findings.length})`;
    if (isOther) this.describe(null);
    else if (this.chosen) this.choose(this.chosen, null);
  }

  /** The right side: the document, or what the mapping changes in it, word by word. */
  drawSmashdocs(top) {
    const { number, smashdocs, places } = this.document;
    if (this.redline.getAttribute("aria-pressed") === "true") {
      const frame = { class: "redline", sandbox: "allow-scripts", src: `api/documents/${number}/redline`, title: t("What the mapping changes") };
      this.scrollers.smashdocs.replaceChildren(make("iframe", frame));
      this.smashdocs = null;
      return;
    }
    const pictures = `api/documents/${number}/pictures/smashdocs/`;
    this.smashdocs = new HtmlSide(this.scrollers.smashdocs, (place, side) => this.choose(place, side), smashdocs, pictures);
    markChanges(this.smashdocs, places);
    this.scrollers.smashdocs.scrollTop = top;
  }

  turnRedline() {
    const isShown = this.redline.getAttribute("aria-pressed") !== "true";
    this.redline.setAttribute("aria-pressed", String(isShown));
    this.drawSmashdocs(0);
    this.connect();
    if (!isShown && this.chosen) this.jump(this.chosen);
  }

  // ------------------------------------------------------------------------------------------------- the Word side

  async chooseRenderer(name) {
    this.renderer = name;
    await this.loadWordSide(this.number);
    this.connect();
  }

  async loadWordSide(number) {
    this.word?.close();
    if (this.renderer === "preview") {
      const texts = Object.entries(this.document.places).map(([place, one]) => [place, one.words]);
      this.word = new PreviewSide(this.scrollers.word, (place, side) => this.choose(place, side), number, texts);
      this.note.textContent = t("Laid out by docx-preview, in this browser.");
      return;
    }
    const answer = await ask(`documents/${number}/word`);
    const pictures = `api/documents/${number}/pictures/word/`;
    this.word = new HtmlSide(this.scrollers.word, (place, side) => this.choose(place, side), answer, pictures);
    this.note.textContent = t("As sdconvert reads it, with the labels that Word shows.");
    if (this.renderer === "office") this.waitForPages(number);
  }

  async waitForPages(number) {
    this.note.textContent = t("LibreOffice lays it out; until then as sdconvert reads it …");
    while (this.number === number && this.renderer === "office") {
      const answer = await ask(`documents/${number}/pages`);
      if (this.number !== number || this.renderer !== "office") return;
      if (answer.state === "ready") {
        this.word = new PagesSide(this.scrollers.word, (place, side) => this.choose(place, side), answer, number);
        this.note.textContent = t("Pages of LibreOffice; Word may break lines and pages otherwise.");
        this.connect();
        if (this.chosen) this.choose(this.chosen, null);
        return;
      }
      if (answer.state !== "working") {
        this.note.textContent = t("LibreOffice could not lay it out; as sdconvert reads it.");
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL));
    }
  }

  connect() {
    this.part?.();
    this.part = this.word && this.smashdocs ? scrollTogether(this.word, this.smashdocs) : null;
  }

  // ------------------------------------------------------------------------------------------------------- choosing

  /** Mark a paragraph on both sides. The side that it was chosen on stays where it is, the other follows. */
  choose(place, from) {
    this.chosen = place;
    this.sides().forEach((side) => side.forget());
    const top = from?.visibleTop(place) ?? 80;
    const height = Math.max(20, Math.min(top, this.scrollers.smashdocs.clientHeight - 80));
    for (const side of this.sides()) {
      side.choose(place);
      if (from && side !== from) side.bring(place, height);
    }
    this.describe(place);
  }

  jump(place) {
    if (window.matchMedia("(max-width: 60rem)").matches) this.show("smashdocs");
    this.chosen = place;
    for (const side of this.sides()) {
      side.forget();
      side.choose(place);
      side.bring(place, 120);
    }
    this.describe(place);
  }

  describe(place) {
    const one = place && this.document.places[place];
    if (!one) {
      this.chosen = null;
      fill(this.about, make("p", { class: "quiet" }, t("Choose a paragraph on either side. Keys: j and k next and previous paragraph, f next finding, u undo.")));
      return;
    }
    const here = this.document.findings.filter((finding) => finding.place === place);
    const fact = (name, ...value) => [make("dt", {}, name), make("dd", {}, ...value)];
    fill(
      this.about,
      make("p", { class: "words" }, one.words || t("(no text)")),
      make(
        "dl",
        {},
        fact(t("Style"), one.style || t("none")),
        fact(t("In Word"), labelOr(one.label)),
        fact(t("In SMASHDOCs"), one.agreement === "same" ? labelOr(one.shown) : labelChange(one.label, one.shown), ` (${kindName(one.kind)})`),
        one.effects.length ? fact(t("The mapping"), one.effects.map((effect) => effectWords(effect, 1)).join(" · ")) : [],
        one.lostReferences.length ? fact(t("References that become words"), one.lostReferences.join(", ")) : [],
      ),
      here.length
        ? make("ul", { class: "here" }, here.map((finding) => make("li", { class: finding.severity, lang: "en" }, `${finding.code}: ${finding.message}`)))
        : make("p", { class: "quiet" }, t("No findings here.")),
    );
    this.status.textContent = [one.words.slice(0, 60), one.style, one.label, tn(here.length, "{count} finding", "{count} findings")].filter(Boolean).join(", ");
  }

  // ------------------------------------------------------------------------------------------------------- keyboard

  press(event) {
    if (event.target.closest("input, select, textarea") || event.altKey || event.metaKey) return;
    if (event.key === "z" && event.ctrlKey) return this.mapping.undo();
    if (event.ctrlKey || this.number === undefined || !this.document) return;
    const acts = { j: () => this.step(1), k: () => this.step(-1), f: () => this.stepFinding(1), F: () => this.stepFinding(-1), u: () => this.mapping.undo() };
    acts[event.key]?.();
  }

  step(by) {
    const ordered = [...(this.smashdocs?.elements.keys() ?? [])].filter((place) => place in this.document.places);
    const at = ordered.indexOf(this.chosen);
    const next = ordered[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ordered.length - 1)];
    if (next) this.jump(next);
  }

  stepFinding(by) {
    const placed = this.document.findings.filter((finding) => finding.place && finding.severity !== "info");
    if (!placed.length) return;
    this.at = ((this.at ?? (by > 0 ? -1 : 0)) + by + placed.length) % placed.length;
    this.jump(placed[this.at].place);
  }

  say(words) {
    this.status.textContent = words;
    this.toast.textContent = words;
    this.toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => (this.toast.hidden = true), 6000);
  }
}

function rendererName(name) {
  return { office: t("Pages of LibreOffice"), preview: t("docx-preview"), own: t("As sdconvert reads it") }[name];
}

function viewName(name) {
  return { word: t("Word"), smashdocs: t("SMASHDOCs"), findings: t("Findings"), mapping: t("Mapping") }[name];
}

new Page().start().catch((error) => {
  document.body.append(make("p", { class: "failure", role: "alert" }, String(error.message)));
});
