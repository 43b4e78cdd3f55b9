// Beside each other: the scan, with a mark where every field was read, and the fields, the unsure ones first.
// Hands stay on the keyboard: Enter confirms a field and goes on, Ctrl+Enter verifies the paper.
"use strict";

const scan = document.getElementById("scan");
const words = JSON.parse(document.getElementById("words").content.textContent);
const csrf = document.querySelector("meta[name=csrf]").content;
const fields = [...document.querySelectorAll(".field")];

// Marks are placed in percent of the page, so that they stay right at every zoom.
for (const field of fields) {
  const page = document.getElementById(`page-${field.dataset.file}-${field.dataset.page}`);
  if (!page) continue;
  const [x0, y0, x1, y1] = field.dataset.box.split(",").map(Number);
  const { width, height } = page.dataset;
  const mark = document.createElement("button");
  mark.type = "button";
  mark.tabIndex = -1;
  mark.className = "mark" + (field.classList.contains("unsure") ? " unsure" : "");
  mark.title = field.querySelector("label").textContent;
  Object.assign(mark.style, { left: `${(100 * x0) / width}%`, top: `${(100 * y0) / height}%`,
    width: `${(100 * (x1 - x0)) / width}%`, height: `${(100 * (y1 - y0)) / height}%` });
  mark.addEventListener("click", () => box(field)?.focus());
  page.append(mark);
  field.mark = mark;
  field.figure = page;
}

function box(field) { return field.querySelector("input, textarea"); }

// A list: one row of boxes for each item, and an empty row at the end that grows with what is typed into it.
function items(field) {
  const rows = [...field.querySelectorAll(".items tbody tr")].map((row) => Object.fromEntries(
    [...row.querySelectorAll("[data-column]")].map((cell) => [cell.dataset.column, cell.value.trim()]).filter(([, value]) => value)));
  return rows.filter((row) => Object.keys(row).length);
}

function grow(field) {
  const rows = field.querySelectorAll(".items tbody tr"), last = rows[rows.length - 1];
  if (!last || ![...last.querySelectorAll("[data-column]")].some((cell) => cell.value.trim())) return;
  const next = last.cloneNode(true);
  for (const cell of next.querySelectorAll("[data-column]")) { cell.value = ""; cell.dataset.read = ""; }
  last.after(next);
}

function drop(row) {
  const field = row.closest(".field"), rows = [...field.querySelectorAll(".items tbody tr")];
  const near = rows[rows.indexOf(row) + 1] || rows[rows.indexOf(row) - 1];
  if (row === rows[rows.length - 1]) for (const cell of row.querySelectorAll("[data-column]")) cell.value = "";
  else { row.remove(); near.querySelector("[data-column]").focus(); }
  field.classList.add("seen");
  tell(field.closest(".paper"));
}

// What a field holds now, as it is sent; and whether somebody changed it.
function held(field) { return field.list ? JSON.stringify(items(field)) : box(field).value; }
function changed(field) { return box(field) && held(field) !== (field.list ? field.list : box(field).dataset.read); }

function point(field) {
  document.querySelectorAll(".mark.here").forEach((mark) => mark.classList.remove("here"));
  if (!field.mark) return;
  field.mark.classList.add("here");
  const { figure, mark } = field;
  // Wide enough to read a line, without making the eye lose the page.
  figure.style.width = mark.offsetWidth / figure.offsetWidth > 0.6 ? "100%" : "150%";
  const top = figure.offsetTop + mark.offsetTop - scan.clientHeight / 2;
  const left = figure.offsetLeft + mark.offsetLeft + mark.offsetWidth / 2 - scan.clientWidth / 2;
  scan.scrollTo({ top, left, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function left(paper) { return paper.querySelectorAll(".field.unsure:not(.seen)").length; }

function tell(paper) {
  const button = paper.querySelector(".verify");
  if (!button) return;
  button.disabled = left(paper) > 0;
  paper.querySelector(".left").textContent = left(paper) ? words.left.replace("{n}", left(paper)) : "";
}

function move(field, step) {
  const paper = field.closest(".paper");
  const boxes = [...paper.querySelectorAll("input:not([readonly]), textarea:not([readonly])")];
  const here = boxes.indexOf(field.contains(document.activeElement) && boxes.includes(document.activeElement) ? document.activeElement : box(field));
  const there = boxes[here + step];
  // A list is seen when its last box is left.
  if (step > 0 && !field.contains(there)) {
    field.classList.add("seen");
    tell(paper);
  }
  if (there) { there.focus(); there.select?.(); } else if (step > 0) paper.querySelector(".verify")?.focus();
}

async function verify(paper) {
  if (left(paper)) { box(paper.querySelector(".field.unsure:not(.seen)"))?.focus(); return; }
  const set = {};
  for (const field of paper.querySelectorAll(".field")) if (changed(field)) set[field.dataset.name] = held(field);
  const button = paper.querySelector(".verify"), problem = paper.querySelector(".problem");
  button.disabled = true;
  problem.hidden = true;
  let answer;
  try {
    answer = await fetch(`/papers/${paper.dataset.paper}/verify`, { method: "POST", body: JSON.stringify({ set }),
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf } });
  } catch { answer = null; }
  if (answer?.ok) {
    paper.removeAttribute("data-open");
    const following = document.querySelector(".paper[data-open]");
    if (following) { location.hash = ""; location.reload(); } else (document.getElementById("next") || { click: () => location.reload() }).click();
    return;
  }
  const said = answer ? await answer.json().catch(() => ({})) : {};
  problem.textContent = [said.title || words.failed, said.remedy].filter(Boolean).join(" ");
  problem.hidden = false;
  button.disabled = false;
  if (said.details?.field) box(paper.querySelector(`[data-name="${CSS.escape(said.details.field)}"]`))?.focus();
}

document.addEventListener("focusin", (event) => { const field = event.target.closest?.(".field"); if (field) point(field); });
document.addEventListener("keydown", (event) => {
  const paper = event.target.closest?.(".paper"), field = event.target.closest?.(".field");
  if (!paper?.hasAttribute("data-open")) return;
  if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); verify(paper); }
  else if (event.key === "Enter" && field) { event.preventDefault(); move(field, event.shiftKey ? -1 : 1); }
  else if (event.key === "Escape" && field && box(field)) { const here = field.list ? event.target : box(field); here.value = here.dataset.read ?? ""; }
  else if (event.key === "Delete" && event.ctrlKey && event.target.closest(".items")) { event.preventDefault(); drop(event.target.closest("tr")); }
});
for (const field of fields) {
  if (field.querySelector(".items [data-column]")) field.list = JSON.stringify(items(field));
  field.addEventListener("input", () => { field.classList.add("seen"); if (field.list) grow(field); tell(field.closest(".paper")); });
  field.addEventListener("click", (event) => { if (event.target.matches(".remove")) drop(event.target.closest("tr")); });
}
for (const paper of document.querySelectorAll(".paper[data-open]")) {
  tell(paper);
  paper.querySelector(".verify").addEventListener("click", () => verify(paper));
}
document.querySelector(".paper[data-open] input:not([readonly]), .paper[data-open] textarea:not([readonly])")?.focus();
