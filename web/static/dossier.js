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
  const here = boxes.indexOf(box(field));
  if (step > 0) {
    field.classList.add("seen");
    tell(paper);
  }
  const there = boxes[here + step];
  if (there) { there.focus(); there.select?.(); } else if (step > 0) paper.querySelector(".verify")?.focus();
}

async function verify(paper) {
  if (left(paper)) { box(paper.querySelector(".field.unsure:not(.seen)"))?.focus(); return; }
  const set = {};
  for (const field of paper.querySelectorAll(".field")) {
    const input = box(field);
    if (input && input.value !== input.dataset.read) set[field.dataset.name] = input.value;
  }
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
  else if (event.key === "Escape" && field && box(field)) box(field).value = box(field).dataset.read;
});
for (const field of fields) box(field)?.addEventListener("input", () => { field.classList.add("seen"); tell(field.closest(".paper")); });
for (const paper of document.querySelectorAll(".paper[data-open]")) {
  tell(paper);
  paper.querySelector(".verify").addEventListener("click", () => verify(paper));
}
document.querySelector(".paper[data-open] input:not([readonly]), .paper[data-open] textarea:not([readonly])")?.focus();
