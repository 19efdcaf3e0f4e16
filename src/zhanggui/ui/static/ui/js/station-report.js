// The form by which trouble is reported from a station: what, in which words, with a picture if there is one.
import { $, make } from "./elements.js";
import { button, openDialog } from "./dialogs.js";
import { say } from "./words.js";
import { toast } from "./toasts.js";

const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

export async function openReport(page, code, context) {
  const asked = new URLSearchParams({ station: page.name, code: context.waybill || context.number || context.wave || code });
  const answer = await fetch(`${page.report_url}?${asked}`).catch(() => null);
  if (!answer?.ok) { toast(say("offline"), { bad: true }); return; }
  const form = make("form", { class: "dialog-form", id: "report-form" });
  form.innerHTML = await answer.text(); // rendered by our own server, which escapes it
  const ok = make("button", { type: "submit", form: "report-form", class: "btn btn-primary" }, say("confirm"));
  const dialog = openDialog(form.firstElementChild?.dataset.title ?? "", form, [button(say("cancel"), () => dialog.close()), ok]);
  const closed = new Promise((resolve) => dialog.addEventListener("close", resolve));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    ok.disabled = true;
    const sent = await send(page.report_url, form).catch(() => ({ sentence: say("offline") }));
    ok.disabled = false;
    toast(sent.sentence, { bad: !sent.done });
    if (sent.done) dialog.close();
  });
  $("select, input:not([type=hidden]), textarea", form)?.focus();
  await closed;
}

async function send(url, form) {
  const values = new FormData(form);
  const photo = values.get("photo");
  if (photo?.size) values.set("photo", await smaller(photo), "photo.jpg");
  const answer = await fetch(url, { method: "POST", body: values, headers: { "X-CSRFToken": document.body.dataset.csrf } });
  return answer.json();
}

// A telephone's picture is made small before it travels; one this browser cannot read goes as it is.
export async function smaller(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const sheet = Object.assign(document.createElement("canvas"), { width: picture.width * scale, height: picture.height * scale });
  sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
  return new Promise((resolve) => sheet.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY));
}
