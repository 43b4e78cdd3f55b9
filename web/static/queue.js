// Keeps the tables of the queue fresh while somebody looks at them, and says so when the server cannot answer.
"use strict";
const live = document.getElementById("live"), problem = document.getElementById("problem");
const EVERY = 3000; // milliseconds; one small query each
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch("/queue/tables");
    problem.hidden = answer.ok;
    if (answer.ok) live.innerHTML = await answer.text(); // our own server's template
    else { const said = await answer.json(); problem.textContent = `${said.title} ${said.remedy ?? ""}`; }
  } catch { /* the next one will tell */ }
}, EVERY);
