// While words to buyers are written: what a buyer would read.
import { ask, Refused } from "../ui/js/ask.js";

const box = document.querySelector("[data-notice-preview]");
const form = document.querySelector("main form[method=post]");
const shown = box.querySelector("[data-preview]");
const NAMES = ["shop", "event", "language", "subject", "text"];
const PAUSE_MS = 250;
let wait = 0;
let asked = null;

async function show() {
  asked?.abort();
  asked = new AbortController();
  const given = new FormData(form);
  const body = Object.fromEntries(NAMES.map((name) => [name, String(given.get(name) ?? "")]));
  try {
    const answer = await ask(box.dataset.noticePreview, { method: "POST", body, signal: asked.signal });
    shown.innerHTML = await answer.text();
  } catch (error) {
    if (error instanceof Refused) shown.textContent = error.sentence;
    else if (error.name !== "AbortError") throw error;
  }
}

form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(show, PAUSE_MS);
});
if (form.elements.text.value) show();
