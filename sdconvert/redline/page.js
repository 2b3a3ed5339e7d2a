"use strict";
// The page is whole without this: it only goes from change to change by keys and buttons.

const changes = [...document.querySelectorAll(".change")];
const where = document.getElementById("where");
let at = -1;

function go(step) {
  if (!changes.length) return;
  at = at < 0 && step < 0 ? changes.length - 1 : Math.min(Math.max(at + step, 0), changes.length - 1);
  changes[at].focus({preventScroll: true});
  changes[at].scrollIntoView({block: "center"});
  where.textContent = `${at + 1} of ${changes.length}`;
}

function turn() {
  const other = document.getElementById(document.getElementById("view-side").checked ? "view-inline" : "view-side");
  other.checked = true;
}

const keys = {n: () => go(1), j: () => go(1), p: () => go(-1), k: () => go(-1), v: turn};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
  keys[event.key]();
  event.preventDefault();
});
document.addEventListener("focusin", event => {
  const change = event.target.closest(".change");
  if (change) at = changes.indexOf(change);
});
document.getElementById("next").addEventListener("click", () => go(1));
document.getElementById("previous").addEventListener("click", () => go(-1));
for (const id of ["steps", "keys"]) {
  const element = document.getElementById(id);
  if (element) element.hidden = !changes.length;
}
