// The sides of the page: each shows a document in a box that scrolls, and knows where the paragraphs stand in it.

import { fetchSource } from "./api.js";
import { make } from "./elements.js";
import { t } from "./words.js";

/** What the sides share. `onChoose` is called with the place of a paragraph that a reader chooses. */
class Side {
  constructor(scroller, onChoose) {
    this.scroller = scroller;
    this.onChoose = onChoose;
    this.places = [];
  }

  /** Where a place begins in the box, in pixels; null where it is not shown. */
  top(place) {
    return this.spots().get(place)?.top ?? null;
  }

  /** The last place, of those that another side shows too, that begins at or above a height, and how far above. */
  placeAt(height, other) {
    const known = other.spots();
    let found = null;
    for (const [place, spot] of this.spots()) {
      if (spot.top > height + 1 || !known.has(place)) continue;
      if (!found || spot.top >= found.top) found = { place, top: spot.top };
    }
    return found && { place: found.place, offset: height - found.top };
  }

  /** Scroll so that a place stands at a height of the visible part. */
  bring(place, height) {
    const top = this.top(place);
    if (top !== null) this.scroller.scrollTop = Math.max(0, top - height);
    return top !== null;
  }

  /** How far below the upper edge of the visible part a place begins. */
  visibleTop(place) {
    const top = this.top(place);
    return top === null ? null : top - this.scroller.scrollTop;
  }

  forget() {
    this.known = null;
  }

  close() {}
}

/** HTML of ours: that of SMASHDOCs, or our reading of the Word file. */
export class HtmlSide extends Side {
  constructor(scroller, onChoose, answer, pictures) {
    super(scroller, onChoose);
    const host = make("div", { class: "host" });
    this.root = host.attachShadow({ mode: "open" });
    this.root.append(make("link", { rel: "stylesheet", href: "document.css", onload: () => this.forget() }));
    this.root.append(importedPage(answer.html, pictures));
    scroller.replaceChildren(host);
    this.elements = new Map();
    this.placeOf = new Map();
    this.pair(answer.blocks);
    this.root.addEventListener("click", (event) => this.follow(event));
    this.root.addEventListener("load", () => this.forget(), true);
  }

  pair(blocks) {
    const byId = new Map();
    for (const element of this.root.querySelectorAll("[id],[data-id]")) {
      byId.set(element.dataset.id ?? element.id, byId.get(element.dataset.id ?? element.id) ?? element);
    }
    for (const [id, place] of blocks) {
      const element = byId.get(id);
      if (!element || !place) continue;
      this.placeOf.set(element, place);
      if (!this.elements.has(place)) this.elements.set(place, element);
    }
  }

  follow(event) {
    const link = event.target.closest("a");
    if (link) event.preventDefault();
    const target = link?.hash && this.root.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) return target.scrollIntoView({ block: "center" });
    for (let element = event.target; element; element = element.parentElement) {
      if (this.placeOf.has(element)) return this.onChoose(this.placeOf.get(element), this);
    }
    return undefined;
  }

  spots() {
    if (!this.known) {
      const origin = this.scroller.getBoundingClientRect().top - this.scroller.scrollTop;
      this.known = new Map();
      for (const [place, element] of this.elements) {
        const box = element.getBoundingClientRect();
        this.known.set(place, { top: box.top - origin, height: box.height });
      }
    }
    return this.known;
  }

  choose(place) {
    this.chosen?.classList.remove("chosen");
    this.chosen?.removeAttribute("aria-current");
    this.chosen = this.elements.get(place);
    this.chosen?.classList.add("chosen");
    this.chosen?.setAttribute("aria-current", "true");
  }
}

/** The content of a page of ours, with nothing in it that leads away or stands for itself. */
function importedPage(html, pictures) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const page = make("div", { class: "page", lang: parsed.documentElement.lang || null });
  for (const child of [...parsed.body.children]) {
    const kept = child.localName === "main" ? make("div", { class: "main" }) : child;
    if (kept !== child) kept.append(...child.childNodes);
    page.append(kept);
  }
  for (const element of page.querySelectorAll("[data-css]")) {
    for (const rule of element.dataset.css.split(";")) {
      const [name, ...value] = rule.split(":");
      element.style.setProperty(name.trim(), value.join(":").trim());
    }
  }
  for (const picture of page.querySelectorAll("img")) {
    const address = picture.getAttribute("src");
    picture.setAttribute("src", pictures + address.split("/").map(encodeURIComponent).join("/"));
    picture.loading = "lazy";
  }
  for (const link of page.querySelectorAll("a[href]:not([href^='#'])")) {
    link.title = link.getAttribute("href");
    link.removeAttribute("href");
    link.classList.add("outside");
  }
  return page;
}

/** The pages that LibreOffice printed. */
export class PagesSide extends Side {
  constructor(scroller, onChoose, answer, number) {
    super(scroller, onChoose);
    this.answer = answer;
    this.marks = [];
    this.pages = answer.pages.map(([width, height], at) => {
      const picture = make("img", {
        src: `api/documents/${number}/pages/${at}.png`,
        alt: t("Page {number} of the Word file", { number: at + 1 }),
        width: Math.round(width * 1.6),
        height: Math.round(height * 1.6),
        loading: "lazy",
      });
      return make("div", { class: "sheet" }, picture);
    });
    scroller.replaceChildren(make("div", { class: "sheets" }, this.pages));
    scroller.firstChild.addEventListener("click", (event) => this.hit(event));
  }

  scale(page) {
    return this.pages[page].clientWidth / this.answer.pages[page][0];
  }

  hit(event) {
    const sheet = event.target.closest(".sheet");
    if (!sheet) return;
    const page = this.pages.indexOf(sheet);
    const box = sheet.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / this.scale(page), (event.clientY - box.top) / this.scale(page)];
    const near = this.answer.boxes
      .filter((each) => each[1] === page)
      .map((each) => ({ place: each[0], distance: distance(each, x, y) }))
      .sort((one, other) => one.distance - other.distance)[0];
    if (near && near.distance < 40) this.onChoose(near.place, this);
  }

  spots() {
    if (!this.known) {
      const origin = this.scroller.getBoundingClientRect().top - this.scroller.scrollTop;
      const tops = this.pages.map((sheet) => sheet.getBoundingClientRect().top - origin);
      this.known = new Map();
      for (const [place, page, , top, , bottom] of this.answer.boxes) {
        if (this.known.has(place)) continue;
        const scale = this.scale(page);
        this.known.set(place, { top: tops[page] + top * scale, height: (bottom - top) * scale });
      }
    }
    return this.known;
  }

  choose(place) {
    for (const mark of this.marks) mark.remove();
    this.marks = this.answer.boxes
      .filter((box) => box[0] === place)
      .map(([, page, left, top, right, bottom]) => {
        const mark = make("div", { class: "spot", "aria-hidden": "true" });
        const [width, height] = this.answer.pages[page];
        mark.style.left = `${(100 * (left - 4)) / width}%`;
        mark.style.top = `${(100 * (top - 3)) / height}%`;
        mark.style.width = `${(100 * (right - left + 8)) / width}%`;
        mark.style.height = `${(100 * (bottom - top + 6)) / height}%`;
        this.pages[page].append(mark);
        return mark;
      });
  }
}

function distance([, , left, top, right, bottom], x, y) {
  return Math.max(left - x, x - right, 0) / 4 + Math.max(top - y, y - bottom, 0);
}

/** The Word file as docx-preview shows it, in a frame that can do nothing but that. */
export class PreviewSide extends Side {
  constructor(scroller, onChoose, number, texts) {
    super(scroller, onChoose);
    this.frame = make("iframe", { src: "preview.html", sandbox: "allow-scripts", title: t("The Word file") });
    this.known = new Map();
    this.listen = (event) => this.hear(event);
    window.addEventListener("message", this.listen);
    this.frame.addEventListener("load", async () => {
      const source = await fetchSource(number);
      this.frame.contentWindow.postMessage({ source, texts }, "*", [source]);
    });
    scroller.replaceChildren(this.frame);
  }

  hear(event) {
    if (event.source !== this.frame.contentWindow) return;
    const { height, spots, chosen } = event.data;
    if (typeof height === "number") this.frame.style.height = `${Math.ceil(height)}px`;
    if (Array.isArray(spots)) this.known = new Map(spots.map(([place, top, tall]) => [place, { top, height: tall }]));
    if (typeof chosen === "string") this.onChoose(chosen, this);
  }

  spots() {
    return this.known;
  }

  choose(place) {
    this.frame.contentWindow?.postMessage({ choose: place }, "*");
  }

  forget() {
    this.frame.contentWindow?.postMessage({ measure: true }, "*");
  }

  close() {
    window.removeEventListener("message", this.listen);
  }
}

/** Scroll two sides together: the paragraph at the upper edge of one comes to that of the other. */
export function scrollTogether(one, other) {
  let leader = null;
  let rest = 0;
  const follow = (from, to) => {
    if (leader && leader !== from) return;
    leader = from;
    clearTimeout(rest);
    rest = setTimeout(() => (leader = null), 150);
    requestAnimationFrame(() => {
      const at = from.placeAt(from.scroller.scrollTop + 40, to);
      if (at) to.bring(at.place, 40 - Math.min(at.offset, 200));
      else if (from.scroller.scrollTop === 0) to.scroller.scrollTop = 0;
    });
  };
  const listeners = [
    [one.scroller, () => follow(one, other)],
    [other.scroller, () => follow(other, one)],
  ];
  for (const [scroller, listener] of listeners) scroller.addEventListener("scroll", listener, { passive: true });
  return () => {
    for (const [scroller, listener] of listeners) scroller.removeEventListener("scroll", listener);
  };
}
