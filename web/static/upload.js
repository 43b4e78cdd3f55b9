// Sends files one by one and shows what became of each. Everything that is shown comes from the server as a row.
"use strict";

const drop = document.getElementById("drop");
const rows = document.getElementById("rows");
const sent = document.getElementById("sent");
const tally = document.getElementById("tally");
const progress = document.getElementById("progress");
const target = document.getElementById("target");
const words = JSON.parse(document.getElementById("words").content.textContent);
const csrf = document.querySelector("meta[name=csrf]").content;

const waiting = [];
let active = 0, done = 0, all = 0, refused = 0;
const AT_ONCE = 3; // more connections only make each file slower
const PAUSE = 1500; // milliseconds between two looks at files that are under way

function row(cells) {
  const tr = document.createElement("tr");
  for (const text of cells) {
    const td = document.createElement("td");
    td.textContent = text;
    tr.append(td);
  }
  return tr;
}

function show() {
  sent.hidden = false;
  progress.hidden = done === all;
  progress.max = all || 1;
  progress.value = done;
  tally.textContent = words.tally.replace("{done}", done).replace("{all}", all).replace("{refused}", refused);
}

// A folder that was dropped comes as a tree; each file keeps its path, as a folder may carry the dossier code.
async function files(entry, path) {
  if (entry.isFile) return [await new Promise((ok, no) => entry.file((f) => ok([f, path + f.name]), no))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((ok, no) => reader.readEntries(ok, no));
    if (!some.length) return found;
    for (const child of some) found.push(...(await files(child, path + entry.name + "/")));
  }
}

function add(list) {
  if (!target.reportValidity()) return;
  const fields = Object.fromEntries(new FormData(target));
  for (const [file, path] of list) {
    const tr = row([path, (file.size / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 0 }) + " kB", "", words.waiting, ""]);
    rows.prepend(tr);
    waiting.push({ file, path, tr, fields });
    all++;
  }
  show();
  next();
}

function next() {
  while (active < AT_ONCE && waiting.length) {
    active++;
    send(waiting.shift()).finally(() => { active--; done++; show(); next(); });
  }
}

async function send(item) {
  const state = item.tr.children[3];
  for (;;) {
    state.textContent = words.sending;
    const form = new FormData();
    for (const [name, value] of Object.entries(item.fields)) form.append(name, value);
    form.append("path", item.path);
    form.append("file", item.file);
    let answer;
    try {
      answer = await fetch("/upload", { method: "POST", body: form, headers: { "X-CSRF-Token": csrf } });
    } catch {
      state.textContent = words.offline;
      await new Promise((ok) => setTimeout(ok, 5000));
      continue; // the server cannot have kept it without an answer, and keeps the same bytes once
    }
    if (answer.status === 429 || answer.status === 503) {
      state.textContent = words.later;
      await new Promise((ok) => setTimeout(ok, 1000 * (Number(answer.headers.get("Retry-After")) || 10)));
      continue;
    }
    if (answer.ok) {
      const made = document.createElement("tbody");
      made.innerHTML = await answer.text(); // a row of our own server's template
      item.tr.replaceWith(...made.children);
      return;
    }
    refused++;
    const problem = await answer.json().catch(() => ({ title: words.failed, remedy: "" }));
    state.innerHTML = "";
    const tag = document.createElement("span");
    tag.className = "tag wrong";
    tag.textContent = words.refused;
    state.append(tag);
    item.tr.children[4].textContent = [problem.title, problem.remedy].filter(Boolean).join(" ");
    return;
  }
}

// Files under way are asked for again, all in one question, until each has come to its end.
async function look() {
  const ids = [...rows.querySelectorAll("tr[data-moving]")].map((tr) => tr.dataset.file).slice(0, 200);
  if (ids.length && !document.hidden) {
    try {
      const answer = await fetch("/upload/rows?" + new URLSearchParams(ids.map((id) => ["file", id])));
      if (answer.ok) {
        const made = document.createElement("tbody");
        made.innerHTML = await answer.text();
        for (const tr of [...made.children]) rows.querySelector(`tr[data-file="${tr.dataset.file}"]`)?.replaceWith(tr);
      }
    } catch { /* the next look will tell */ }
  }
  setTimeout(look, PAUSE);
}

drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const found = await Promise.all(entries.map((entry) => files(entry, "")));
  add(found.flat());
});
for (const [button, input] of [["pick", "files"], ["pick-folder", "folder"]]) {
  const box = document.getElementById(input);
  document.getElementById(button).addEventListener("click", () => box.click());
  box.addEventListener("change", () => { add([...box.files].map((f) => [f, f.webkitRelativePath || f.name])); box.value = ""; });
}
window.addEventListener("beforeunload", (event) => { if (active || waiting.length) event.preventDefault(); });
look();
