// "Replace the scan" asks for the file and sends it at once.
"use strict";
for (const button of document.querySelectorAll("button.replace")) {
  const form = button.closest("form"), box = form.querySelector("input[type=file]");
  button.addEventListener("click", () => box.click());
  box.addEventListener("change", () => { if (box.files.length) { button.disabled = true; form.submit(); } });
}
