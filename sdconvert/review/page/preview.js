// In the frame: shows a Word file, pairs its paragraphs with the places of the page, and tells where they stand.
"use strict";

const LOOK_AHEAD = 60;
const pages = document.getElementById("pages");
const shown = new Map();

function letters(text) {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function pair(texts) {
  const wanted = texts.map(([place, text]) => [place, letters(text).slice(0, 40)]).filter(([, text]) => text);
  let at = 0;
  for (const element of pages.querySelectorAll("article p")) {
    const text = letters(element.textContent);
    if (!text) continue;
    for (let ahead = at; ahead < Math.min(at + LOOK_AHEAD, wanted.length); ahead += 1) {
      if (text.startsWith(wanted[ahead][1])) {
        element.dataset.place = wanted[ahead][0];
        shown.set(wanted[ahead][0], element);
        at = ahead + 1;
        break;
      }
    }
  }
}

/** Make the pages as narrow as the frame, or leave them as they are. */
function fit() {
  pages.style.zoom = 1;
  const widest = Math.max(...[...pages.querySelectorAll("section")].map((section) => section.offsetWidth), 1);
  pages.style.zoom = Math.min(1, window.innerWidth / (widest + 24));
}

function measure() {
  fit();
  const spots = [...shown].map(([place, element]) => {
    const box = element.getBoundingClientRect();
    return [place, box.top + window.scrollY, box.height];
  });
  parent.postMessage({ height: document.documentElement.scrollHeight, spots }, "*");
}

async function show({ source, texts }) {
  try {
    const options = { renderAltChunks: false, useBase64URL: true, ignoreLastRenderedPageBreak: false };
    await docx.renderAsync(source, pages, document.getElementById("styles"), options);
  } catch (error) {
    pages.textContent = String(error);
  }
  pair(texts);
  measure();
  setTimeout(measure, 500);
}

function choose(place) {
  document.querySelector(".chosen")?.classList.remove("chosen");
  shown.get(place)?.classList.add("chosen");
}

window.addEventListener("message", (event) => {
  if (event.source !== parent) return;
  if (event.data.source) show(event.data);
  else if (event.data.measure) measure();
  else if (typeof event.data.choose === "string") choose(event.data.choose);
});

pages.addEventListener("click", (event) => {
  event.preventDefault();
  const place = event.target.closest("[data-place]")?.dataset.place;
  if (place) parent.postMessage({ chosen: place }, "*");
});
