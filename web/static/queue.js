// Keeps the tables of the queue fresh while somebody looks at them.
"use strict";
const live = document.getElementById("live");
const EVERY = 3000; // milliseconds; one small query each
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch("/queue/tables");
    if (answer.ok) live.innerHTML = await answer.text(); // our own server's template
  } catch { /* the next one will tell */ }
}, EVERY);
