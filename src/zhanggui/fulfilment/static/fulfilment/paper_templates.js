// The preview follows what is typed; what cannot be printed says why, and the last good preview stays.
const form = document.getElementById("template-form");
const frame = document.getElementById("template-preview");
const trouble = document.getElementById("template-trouble");
const PAUSE_MS = 400;
let clock = 0;

async function preview() {
  const fields = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  const address = `${form.dataset.preview}&${fields}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  trouble.hidden = answer.ok;
  if (answer.ok) frame.src = `${address}#navpanes=0`;
  else trouble.textContent = (await answer.json()).sentence;
}

form.addEventListener("input", () => {
  clearTimeout(clock);
  clock = setTimeout(preview, PAUSE_MS);
});
preview();
