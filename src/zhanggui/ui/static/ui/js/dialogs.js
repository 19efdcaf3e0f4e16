// Native dialogs: they hold the focus and close on Escape.
import { $$, make } from "./elements.js";
import { say } from "./words.js";
import { toast } from "./toasts.js";

let formsMade = 0;

export function openDialog(title, content, buttons, { class: extra = "" } = {}) {
  const footer = make("footer", {}, ...buttons);
  const dialog = make("dialog", { class: `dialog ${extra}`, "aria-label": title }, make("h2", {}, title), content, footer);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  footer.lastElementChild?.focus();
  return dialog;
}

export const button = (text, onclick, look = "") => make("button", { type: "button", class: `btn ${look}`, onclick }, text);

// Stands outside its form and belongs to it: Enter in any field of the form sends it, however many fields there are.
export function submitButton(form, text, look) {
  const id = `dialog-form-${(formsMade += 1)}`;
  form.setAttribute("id", id); // a field may be named "id", and would be what form.id answers
  return make("button", { type: "submit", form: id, class: `btn ${look}` }, text);
}

// Answers the values of the form, or null. `send` may throw a refusal with `errors` per field, which are shown.
export function askForm(title, { sentence = "", html = "", look = "btn-primary", send }) {
  return new Promise((resolve) => {
    const form = make("form", { class: "dialog-form" });
    if (sentence) form.append(make("p", {}, sentence));
    const rows = make("div");
    rows.innerHTML = html; // rendered by our own server, which escapes it
    form.append(rows);
    let answer = null;
    const ok = submitButton(form, say("confirm"), look);
    const dialog = openDialog(title, form, [button(say("cancel"), () => dialog.close()), ok]);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = formValues(form);
      ok.disabled = true;
      dialog.classList.add("is-behind");
      try {
        answer = { values, result: send ? await send(values) : null };
        dialog.close();
      } catch (refusal) {
        dialog.classList.remove("is-behind");
        showErrors(form, refusal);
        ok.disabled = false;
      }
    });
    dialog.addEventListener("close", () => resolve(answer));
    (rows.querySelector("input:not([type=hidden]), select, textarea") ?? ok).focus();
  });
}

function formValues(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    values[name] = name in values ? [].concat(values[name], value) : value;
  }
  return values;
}

function showErrors(form, refusal) {
  $$("[data-error-for]", form).forEach((place) => {
    place.textContent = (refusal.data?.errors?.[place.dataset.errorFor] ?? []).join(" ");
  });
  toast(refusal.sentence ?? String(refusal), { bad: true });
}

export function confirmDialog(title, sentence, look) {
  return askForm(title, { sentence, look });
}

export function workingDialog(title, total) {
  const bar = make("progress", { max: total, value: 0 });
  const words = make("p", { class: "quiet" }, say("working", { done: 0, total }));
  const dialog = openDialog(title, make("div", { class: "working" }, bar, words), []);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  return {
    step: ({ progress, total: all }) => {
      bar.max = all;
      bar.value = progress;
      words.textContent = say("working", { done: progress, total: all });
    },
    close: () => dialog.close(),
  };
}

// What was done, and each refusal with its document, so that it can be copied or tried again; one key leads to where it is ended.
export function outcomeDialog(outcome, { retry }) {
  const counts = make("div", { class: "outcome-counts" },
    make("span", { class: "tone tone-good" }, say("done_count", { count: outcome.done.length })),
    make("span", { class: "tone tone-bad" }, say("refused_count", { count: outcome.refused.length })));
  const body = make("tbody", {}, ...outcome.refused.slice(0, 500).map((each) => make("tr", {},
    make("td", {}, each.link ? make("a", { href: each.link, target: "_blank" }, each.document) : each.document),
    make("td", {}, each.sentence), make("td", {}, make("code", {}, each.code)))));
  const head = make("thead", {}, make("tr", {}, ...["document", "reason", "code"].map((name) => make("th", { scope: "col" }, say(name)))));
  const table = make("div", { class: "table-scroll" }, make("table", { class: "lines" }, head, body));
  const lines = () => outcome.refused.map((each) => [each.document, each.code, each.sentence].join("\t")).join("\n");
  const copy = () => navigator.clipboard.writeText(lines()).then(() => toast(say("copied")));
  const save = () => {
    const file = new Blob(["\ufeff", lines(), "\n"], { type: "text/tab-separated-values" }); // the mark tells Excel it is UTF-8
    const link = make("a", { href: URL.createObjectURL(file), download: `${outcome.title}.txt` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const again = () => { dialog.close(); retry(outcome.refused.map((each) => each.id)); };
  const ways = outcome.ways.map((way) => make("a", { class: "btn", href: way.link }, way.title, " ", make("kbd", {}, way.key.toUpperCase())));
  const dialog = openDialog(outcome.title, make("div", {}, counts, table),
    [...ways, button(say("copy_list"), copy), button(say("save_list"), save), button(say("retry_failures"), again), button(say("close"), () => dialog.close(), "btn-primary")]);
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const way = outcome.ways.findIndex(({ key }) => key === event.key.toLowerCase());
    if (way >= 0) ways[way].click();
  });
}
