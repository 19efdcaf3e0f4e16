// The preview follows what is typed; what cannot be printed says why, and the last good preview stays.
const form = document.getElementById("template-form");
const picture = document.getElementById("template-preview");
const trouble = document.getElementById("template-trouble");
const example = document.getElementById("template-number");
const asPdf = document.getElementById("template-pdf");
const chosen = document.getElementById("template-picture");
const PAUSE_MS = 400;
let clock = 0;
let asked = new AbortController();

function address() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return `${form.dataset.preview}&${new URLSearchParams([...fields, ["example", example.value]])}`;
}

async function preview() {
  asked.abort();
  asked = new AbortController();
  asPdf.href = `${address()}&as=pdf`;
  picture.classList.add("is-waiting");
  try {
    const answer = await fetch(address(), { headers: { Accept: "application/json" }, signal: asked.signal });
    trouble.hidden = answer.ok;
    if (answer.ok) show(await answer.blob());
    else trouble.textContent = (await answer.json()).sentence;
    picture.classList.remove("is-waiting");
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

function show(page) {
  URL.revokeObjectURL(picture.src);
  picture.src = URL.createObjectURL(page);
}

function soon() {
  clearTimeout(clock);
  clock = setTimeout(preview, PAUSE_MS);
}

form.addEventListener("input", (event) => { if (event.target !== chosen) soon(); });
example.addEventListener("input", soon);

// A picture is kept as soon as it is chosen, so that the preview shows it; the form names it when it is saved.
if (chosen) {
  const without = document.getElementById("template-no-logo");
  const refused = document.getElementById("template-logo-trouble");
  const take = (logo) => {
    form.elements.logo.value = logo;
    without.hidden = !logo;
    preview();
  };
  chosen.addEventListener("change", async () => {
    if (!chosen.files.length) return;
    const body = new FormData();
    body.append("picture", chosen.files[0]);
    const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    const answer = await fetch(chosen.dataset.keep, { method: "POST", body, headers });
    const said = await answer.json();
    refused.textContent = answer.ok ? "" : said.sentence;
    if (answer.ok) take(said.logo);
    else chosen.value = "";
  });
  without.addEventListener("click", () => {
    chosen.value = "";
    refused.textContent = "";
    take("");
  });
  without.hidden = !form.elements.logo.value;
}
preview();
