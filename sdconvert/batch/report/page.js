
"use strict";
// The rows of all documents are unpacked when the first of them is asked for, and stay in memory; the details of a
// document are unpacked when it is opened.
// Every text is put in as a text node: nothing of a document ever becomes markup.

const NAME = 0, STATE = 1, SECONDS = 2, SIZE = 3, ERRORS = 4, WARNINGS = 5, INFOS = 6, LOST = 7, ERROR = 8, CODES = 9;
const SEVERITIES = ["error", "warning", "info"];
const PAGE = 100;
const COLUMNS = [
  ["name", "Document", NAME], ["state", "State", STATE], ["errors", "Errors", ERRORS], ["warnings", "Warnings", WARNINGS],
  ["infos", "Infos", INFOS], ["lost", "Lost", LOST], ["seconds", "Seconds", SECONDS], ["size", "Size", SIZE],
];
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\p{Surrogate}]/gu;

const byId = id => document.getElementById(id);
const names = JSON.parse(byId("names").textContent);
const packed = [...document.querySelectorAll("script.details")];
const places = names.detailed && new Map(names.detailed.map((n, place) => [n, place]));
const order = new Intl.Collator(undefined, {numeric: true});
let rows = [], alphabet = [], ranks = [], rowsAre = "packed", comesToSearch = false;
let list = {hash: "#list", found: alphabet, scroll: 0, opened: null};

async function unpack(script) {
  const text = atob(script.textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

async function unpackRows() {
  rows = (await Promise.all([...document.querySelectorAll("script.rows")].map(unpack))).flat();
  ranks = new Array(rows.length);
  alphabet = rows.map((_, n) => n).sort((a, b) => order.compare(rows[a][NAME], rows[b][NAME]));
  alphabet.forEach((n, rank) => { ranks[n] = rank; });
  list.found = alphabet;
  setUpList();
}

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return made;
}

const shown = name => name.replace(HIDDEN, "\ufffd");
const count = number => number.toLocaleString("en-US");
const plural = (number, word) => `${count(number)} ${word}${number === 1 ? "" : "s"}`;

function size(bytes) {
  for (const unit of ["bytes", "kB", "MB", "GB"]) {
    if (bytes < 1000) return `${bytes.toFixed(unit === "bytes" ? 0 : 1)} ${unit}`;
    bytes /= 1000;
  }
  return `${count(bytes)} TB`;
}

// ---- where we are: "#" the overview, "#list&state=failed&q=…" the documents, "#d=12" one document

function wanted(hash) {
  const parts = hash.slice(1).split("&").map(part => part.split("="));
  const query = {};
  for (const [name, value = ""] of parts) {
    try { query[name] = decodeURIComponent(value); } catch (malformed) { query[name] = value; }
  }
  return query;
}

function address(query) {
  const whole = value => encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"));
  const parts = Object.entries(query).filter(([, value]) => value !== "").map(([name, value]) => `${name}=${whole(value)}`);
  return ["#list", ...parts].join("&");
}

// The overview needs no rows. Whoever comes for one waits; the address may be another one when the rows are there.
async function waitForRows(event) {
  if (rowsAre === "packed") {
    rowsAre = "unpacking";
    show("loading");
    byId("main").setAttribute("aria-busy", "true");
    try {
      await unpackRows();
      rowsAre = "unpacked";
    } catch (error) {
      rowsAre = "unreadable";
      byId("loading").textContent = `The documents cannot be unpacked; this needs a browser of 2023 or later (${error.message}). run.json has all.`;
    }
    byId("main").removeAttribute("aria-busy");
    if (rowsAre === "unpacked" && needsRows(wanted(location.hash))) route(event);
  } else show("loading");
}

const needsRows = query => "list" in query || "d" in query;

function show(view) {
  byId("loading").hidden = view !== "loading";
  for (const id of ["overview", "list", "document"]) byId(`view-${id}`).hidden = id !== view;
}

function route(event) {
  const query = wanted(location.hash);
  if (needsRows(query) && rowsAre !== "unpacked") { waitForRows(event); return; }
  const number = /^\d+$/.test(query.d ?? "") ? Number(query.d) : -1;
  const view = rows[number] ? "document" : "list" in query ? "list" : "overview";
  const wasList = !byId("view-list").hidden;
  if (wasList && view !== "list") list.scroll = scrollY;
  show(view);
  for (const [id, views] of [["to-overview", ["overview"]], ["to-list", ["list", "document"]]]) {
    byId(id).toggleAttribute("aria-current", false);
    if (views.includes(view)) byId(id).setAttribute("aria-current", "page");
  }
  const isBack = view === "list" && showList(query);
  if (view === "document") showDocument(number);
  else document.title = view === "list" ? `Documents – ${title}` : title;
  if (event && !isBack && !(wasList && view === "list")) arrive(byId(`view-${view}`));
  if (view === "list" && comesToSearch) byId("filters").elements.q.focus();
  if (view === "list") comesToSearch = false;
}

function arrive(view) {
  scrollTo(0, 0);
  view.querySelector("h1").focus({preventScroll: true});
}

// ---- the table of all documents

function matches(query) {
  const words = (query.q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const state = names.states.indexOf(query.state ?? "");
  const severity = SEVERITIES.indexOf(query.severity ?? "");
  const code = names.codes.indexOf(query.code ?? "");
  return n => {
    const row = rows[n];
    if (query.state && row[STATE] !== state) return false;
    if (query.severity && !row[ERRORS + severity]) return false;
    if (query.code && !has(row[CODES], code)) return false;
    return words.length === 0 || contains(row, words);
  };
}

function has(codes, code) {
  const place = codes.indexOf(code);
  return place >= 0 && place < codes.length / 2;
}

function contains(row, words) {
  const text = row.text ??= `${row[NAME]} ${row[ERROR]}`.toLowerCase();
  return words.every(word => text.includes(word));
}

function sorted(found, by) {
  const descending = by.startsWith("-");
  const column = COLUMNS.find(([id]) => id === by.replace("-", "")) ?? COLUMNS[0];
  const key = column[2] === NAME ? n => ranks[n] : n => rows[n][column[2]];
  const sign = descending ? -1 : 1;
  return found.sort((a, b) => sign * (key(a) - key(b)) || ranks[a] - ranks[b]);
}

function showList(query) {
  const by = query.sort || "name";
  const found = sorted(alphabet.filter(matches(query)), by);
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(Math.max(1, Number(query.page) || 1), pages);
  const isBack = list.hash === location.hash && list.opened !== null;
  const opened = list.opened;
  list = {hash: location.hash, found, scroll: list.scroll, opened: null};
  fillForm(query);
  fillHead(by);
  byId("found").textContent = found.length === rows.length
    ? plural(rows.length, "document") : `${count(found.length)} of ${plural(rows.length, "document")}`;
  byId("table").tBodies[0].replaceChildren(...found.slice((page - 1) * PAGE, page * PAGE).map(tableRow));
  fillPager(page, pages, found.length);
  if (isBack) {
    scrollTo(0, list.scroll);
    byId("table").querySelector(`a[href="#d=${opened}"]`)?.focus({preventScroll: true});
  }
  return isBack;
}

function fillForm(query) {
  for (const name of ["q", "state", "severity", "code"]) {
    const field = byId("filters").elements[name];
    if (field !== document.activeElement || field.tagName === "SELECT") field.value = query[name] ?? "";
  }
}

function fillHead(by) {
  for (const cell of byId("table").tHead.rows[0].cells) {
    if (cell.dataset.id === by.replace("-", "")) cell.setAttribute("aria-sort", by.startsWith("-") ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }
}

function tableRow(n) {
  const row = rows[n];
  const state = names.states[row[STATE]];
  const link = element("a", {href: `#d=${n}`, dir: "auto"}, shown(row[NAME]));
  const error = row[ERROR] ? element("small", {dir: "auto"}, shown(row[ERROR])) : null;
  const number = (value, label, text = count(value)) => element("td", {class: `n${value ? "" : " zero"}`, "data-label": label}, text);
  return element("tr", {},
    element("td", {class: "wrap whole"}, link, error),
    element("td", {"data-label": "State"}, element("span", {class: `state s-${state}`}, state)),
    number(row[ERRORS], "Errors"), number(row[WARNINGS], "Warnings"), number(row[INFOS], "Infos"), number(row[LOST], "Lost"),
    number(row[SECONDS], "Seconds", row[SECONDS].toFixed(2)), number(row[SIZE], "Size", size(row[SIZE])));
}

function fillPager(page, pages, total) {
  for (const id of ["first", "before"]) byId(id).disabled = page === 1;
  for (const id of ["after", "last"]) byId(id).disabled = page === pages;
  const first = total ? (page - 1) * PAGE + 1 : 0;
  byId("where").textContent = `${count(first)}–${count(Math.min(page * PAGE, total))} of ${count(total)}`;
  byId("page").value = page;
  byId("page").max = pages;
  byId("pages").textContent = `of ${count(pages)}`;
  byId("pager").hidden = pages === 1;
}

// Typing replaces the address, so that one step back leaves the list; choosing adds to the history.
function change(changes, replaces = false) {
  const {list: _, ...query} = wanted(location.hash);
  const hash = address({...query, page: "", ...changes});
  if (hash === location.hash) return;
  if (replaces) { history.replaceState(null, "", hash); route(); }
  else location.hash = hash;
}

function sortBy(id) {
  const current = wanted(location.hash).sort || "name";
  const first = id === "name" || id === "state" ? id : `-${id}`;
  const other = first.startsWith("-") ? id : `-${id}`;
  change({sort: current === first ? other : first});
}

function turnPage(page) {
  change({page: String(page)});
  arrive(byId("view-list"));
}

function setUpList() {
  const form = byId("filters");
  const options = [
    ["state", names.states.map((state, i) => [state, rows.filter(row => row[STATE] === i).length])],
    ["severity", SEVERITIES.map((severity, i) => [severity, rows.filter(row => row[ERRORS + i]).length])],
    ["code", codeCounts()],
  ];
  for (const [name, values] of options) {
    const present = values.filter(([, documents]) => documents);
    form.elements[name].append(...present.map(([value, documents]) => element("option", {value}, `${value} (${count(documents)})`)));
    form.elements[name].addEventListener("change", event => change({[name]: event.target.value}));
  }
  form.elements.q.addEventListener("input", event => change({q: event.target.value}, true));
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => change({q: "", state: "", severity: "", code: ""}));
  byId("table").tHead.rows[0].append(...COLUMNS.map(([id, label]) => {
    const button = element("button", {type: "button"}, label);
    button.addEventListener("click", () => sortBy(id));
    return element("th", {scope: "col", "data-id": id, class: id === "name" || id === "state" ? null : "n"}, button);
  }));
  const page = byId("page");
  const ways = {first: () => 1, before: () => Number(page.value) - 1, after: () => Number(page.value) + 1, last: () => page.max};
  for (const [id, where] of Object.entries(ways)) byId(id).addEventListener("click", () => turnPage(where()));
  page.addEventListener("change", () => { if (page.reportValidity()) turnPage(page.value); });
}

function codeCounts() {
  const documents = new Array(names.codes.length).fill(0);
  for (const row of rows) for (let i = 0; i < row[CODES].length / 2; i++) documents[row[CODES][i]] += 1;
  return names.codes.map((id, i) => [id, documents[i]]).sort(([a], [b]) => (a < b ? -1 : 1));
}

// ---- one document

async function showDocument(n) {
  const row = rows[n];
  const page = byId("view-document");
  list.opened = n;
  document.title = `${shown(row[NAME])} – ${title}`;
  const state = names.states[row[STATE]];
  const head = [
    ways(n),
    element("h1", {tabindex: "-1", dir: "auto"}, shown(row[NAME])),
    element("p", {}, element("span", {class: `state s-${state}`}, element("b", {}, state)),
      ` · ${plural(row[ERRORS], "error")}, ${plural(row[WARNINGS], "warning")}, ${plural(row[INFOS], "info")}`
      + ` · ${row[SECONDS].toFixed(2)} s · ${size(row[SIZE])}`),
  ];
  page.replaceChildren(...head);
  page.setAttribute("aria-busy", "true");
  let rest;
  const place = places ? places.get(n) : n;
  try {
    rest = place === undefined ? [elsewhere(row)]
      : sections((await unpack(packed[Math.floor(place / names.chunk)]))[place % names.chunk]);
  } catch (error) {
    rest = [element("p", {class: "note"}, `The details cannot be unpacked; this needs a browser of 2023 or later (${error.message}).`)];
  }
  if (Number(wanted(location.hash).d) !== n) return;
  page.append(...rest);
  page.removeAttribute("aria-busy");
}

function elsewhere(row) {
  return element("p", {}, `The details of this document are not in this page, which has those of the ${count(names.detailed.length)} that are most worth a look. They are in run.json, and this shows them: `,
    element("code", {dir: "auto"}, `${names.why} '${shown(row[NAME]).replaceAll("'", `'\\''`)}'`));
}

function ways(n) {
  const at = list.found.indexOf(n);
  const found = at < 0 ? alphabet : list.found;
  const place = found.indexOf(n);
  const way = (other, text) => (other === undefined ? element("span", {}, text) : element("a", {href: `#d=${other}`}, text));
  return element("nav", {"aria-label": "Other documents"}, element("a", {href: list.hash}, "↑ All documents"),
    way(found[place - 1], "← Before"), way(found[place + 1], "After →"),
    element("span", {}, `${count(place + 1)} of ${count(found.length)}`));
}

function sections(details) {
  const steps = details.steps ?? [];
  const lines = details.preview ?? [];
  const findings = steps.flatMap(step => (step.findings ?? []).map(finding => [...finding, step.step]));
  const atLines = new Map(lines.filter(([paragraph]) => paragraph !== null).map(([paragraph]) => [paragraph, []]));
  const elsewhere = findings.filter(finding => !atLines.has(finding[4]));
  for (const finding of findings) atLines.get(finding[4])?.push(finding);
  return [
    section("Steps", stepTable(steps), facts(details)),
    elsewhere.length || steps.some(step => step.more)
      ? section(lines.length ? "Findings without a place in the preview" : "Findings", findingList(elsewhere), more(steps)) : null,
    lines.length ? section("Preview with findings in place", numbersLine(lines), preview(lines, atLines)) : null,
  ].filter(Boolean);
}

function section(heading, ...children) {
  const id = `h-${heading.split(" ")[0].toLowerCase()}-d`;
  return element("section", {"aria-labelledby": id}, element("h2", {id}, heading), ...children);
}

function stepTable(steps) {
  const head = ["Step", "State", "Seconds", "Result"].map((label, i) => element("th", {scope: "col", class: i === 2 ? "n" : null}, label));
  return element("div", {class: "scroll"}, element("table", {class: "stacks"},
    element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...steps.map(stepRow))));
}

function stepRow(step) {
  const results = [
    step.error ? element("span", {class: "error"}, step.kind ? element("bdi", {}, step.kind) : "", step.kind ? ": " : "", element("bdi", {}, step.error)) : null,
    step.output ? element("span", {}, "Output ", element("bdi", {}, shown(step.output))) : null,
    step.hash ? element("span", {class: "hash"}, "SHA-256 ", element("code", {}, step.hash)) : null,
    step.document ? element("span", {}, "Document ", element("code", {}, step.document), step.adopted ? " (found on the server and not sent again)" : "") : null,
    step.content ? element("span", {}, `Lost: ${step.content.map(([kind, read, lost]) => `${count(lost)} of ${count(read)} ${shown(kind)}`).join(", ")}`) : null,
  ].filter(Boolean).flatMap(result => [result, element("br")]).slice(0, -1);
  return element("tr", {},
    element("th", {scope: "row"}, step.step),
    element("td", {}, element("span", {class: `state s-${step.state}`}, step.state)),
    element("td", {class: "n"}, (step.seconds ?? 0).toFixed(2)), element("td", {class: "wrap"}, ...results));
}

function facts(details) {
  const known = [["Source", details.source], ["SHA-256", details.hash], ["sdconvert", details.version]].filter(([, value]) => value);
  return element("dl", {class: "facts"}, ...known.flatMap(([name, value]) => [
    element("dt", {}, name), element("dd", {}, element("bdi", {}, shown(value)))]));
}

function findingList(findings) {
  return element("ul", {class: "findings"}, ...findings.map(findingItem));
}

function findingItem([code, severity, message, place, , step]) {
  return element("li", {class: `finding v-${severity}`},
    element("p", {dir: "auto"}, message),
    names.hints[code] ? element("p", {class: "hint"}, names.hints[code]) : null,
    element("small", {}, element("span", {class: "sev"}, severity), " ",
      element("a", {href: address({code}), title: `All documents with ${code}`}, code), ` in ${step}`,
      place ? element("span", {}, " · ", element("bdi", {}, place)) : null));
}

function more(steps) {
  const items = steps.flatMap(step => Object.entries(step.more ?? {}).map(([code, number]) =>
    element("li", {}, `${plural(number, "more finding")} of ${shown(code)} in ${step.step}, counted but not listed`)));
  return items.length ? element("ul", {}, ...items) : null;
}

function preview(lines, atLines) {
  const placed = new Set();
  return element("ol", {class: "preview"}, ...lines.map(([paragraph, kind, text, level, label = "", shown = ""]) => {
    const findings = placed.has(paragraph) ? [] : atLines.get(paragraph) ?? [];
    placed.add(paragraph);
    return element("li", {class: findings.length ? "has" : null},
      element("span", {class: "at"}, paragraph === null ? "" : element("span", {class: "unseen"}, "paragraph "), paragraph === null ? "" : String(paragraph)),
      element("div", {class: `line k-${kind} l-${Math.min(level, 3)}${label || shown ? " labelled" : ""}`, dir: "auto"},
        kind === "table" || kind === "picture" ? element("small", {}, kind) : null, labels(label, shown), text),
      findings.length ? findingList(findings) : null);
  }));
}

// Word's number, and the one of SMASHDOCs where it is another.
function labels(label, shown) {
  if (!label && !shown) return null;
  const same = label === shown;
  const other = shown || "no number";
  return element("span", {class: same ? "label" : "label other", title: same ? null : `Word: ${label || "no number"}. SMASHDOCs: ${other}.`},
    label, same ? null : element("span", {}, element("span", {class: "unseen"}, " in Word, in SMASHDOCs"), ` → ${other}`), " ");
}

function numbersLine(lines) {
  const labelled = lines.filter(([, , , , label = "", shown = ""]) => label || shown);
  if (!labelled.length) return null;
  const others = labelled.filter(([, , , , label, shown]) => label !== shown).length;
  return element("p", {class: "quiet"}, others
    ? `${plural(others, "line")} of these ${others === 1 ? "has" : "have"} another number in SMASHDOCs than in Word; it stands behind an arrow.`
    : "All numbers here are in SMASHDOCs as in Word.");
}

// ---- the beginning

const title = document.title;
history.scrollRestoration = "manual";
document.querySelector(".skip").addEventListener("click", event => { event.preventDefault(); byId("main").focus(); });
addEventListener("hashchange", route);
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(one => { one.open = true; }));
addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  if (byId("view-list").hidden) {
    comesToSearch = true;
    location.hash = list.hash;
  } else byId("filters").elements.q.focus();
});
route();
