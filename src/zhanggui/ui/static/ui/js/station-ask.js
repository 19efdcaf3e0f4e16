// A small form over the station. What is filled in goes straight to the server and is never kept.
import { askJson } from "./ask.js";
import { button, openDialog, submitButton } from "./dialogs.js";
import { make } from "./elements.js";
import { newId } from "./scan-queue.js";
import { play } from "./sounds.js";
import { say } from "./words.js";

function control({ name, kind, value, choices }) {
  if (kind === "choice") return make("select", { name, class: "form-select" }, ...choices.map(([code, label]) => make("option", { value: code, selected: code === value }, label)));
  const input = make("input", { name, value, class: "form-control", autocomplete: kind === "password" ? "new-password" : "off" });
  input.type = kind === "password" ? "password" : "text";
  if (kind === "number") input.inputMode = "numeric";
  return input;
}

export function openAsk(ask, { page, context, onAnswer, onClosed }) {
  const scanId = newId();
  const trouble = make("p", { class: "ask-trouble", role: "alert" });
  const form = make("form", { class: "dialog-form", autocomplete: "off" }, make("p", {}, ask.sentence),
    ...ask.fields.map((field) => make("label", { class: "ask-field" }, field.label, control(field))), trouble);
  const ok = submitButton(form, say("confirm"), "btn-primary");
  const dialog = openDialog(ask.title, form, [button(say("cancel"), () => dialog.close()), ok], { class: "station-ask" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(form));
    ok.disabled = true;
    try {
      const answer = await askJson(page.fill_url, { method: "POST", body: { ask: ask.name, values, context, scan_id: scanId } });
      if (answer.refused) throw Object.assign(new Error(answer.headline), { sentence: answer.headline, sound: answer.sound });
      dialog.close();
      onAnswer({ scan_id: scanId, code: ask.title }, answer);
    } catch (refusal) {
      trouble.textContent = refusal.sentence ?? String(refusal);
      play(refusal.sound ?? "refused");
      ok.disabled = false;
      form.querySelectorAll("[type=password]").forEach((input) => { input.value = ""; });
    }
  });
  dialog.addEventListener("close", onClosed);
  [...form.elements].find((each) => !each.value && each.name)?.focus();
}
