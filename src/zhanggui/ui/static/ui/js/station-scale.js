// The scale of a station: what it shows, and when its weight is sent as if it were typed.
import { $, make, pageData } from "./elements.js";
import { Scale, USUAL } from "./scale.js";
import { FORMATS, Taking, UNITS } from "./scale-frames.js";
import { play } from "./sounds.js";
import { say } from "./words.js";

const BAUDS = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];
const TAKE_KEY = "F8";
const page = pageData("station-page");
const key = `scale:${page.name}`;
const settings = { ...USUAL, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
const place = $("[data-scale]"), shown = $("[data-scale-reading]"), words = $("[data-scale-words]");
const input = $("#scan-input"), dialog = $("[data-scale-settings]");
const taking = new Taking();
let last = null, waits = false, state = "none";

const scale = new Scale({ settings, onReading, onState });

function onReading(reading) {
  last = reading;
  shown.textContent = `${Math.round(reading.grams)} g`;
  place.classList.toggle("is-stable", reading.stable);
  if (taking.see(reading) && settings.takes && waits && input.value === "") take(reading);
}

function take({ grams }) {
  taking.take(grams);
  waits = false;
  input.value = `scale ${Math.round(grams)}g`;
  $("[data-scan-form]").requestSubmit();
}

function onState(now) {
  const wasLost = now === "lost" && state === "connected";
  state = now;
  place.dataset.state = now;
  place.classList.remove("is-stable");
  if (now !== "connected") last = null;
  shown.textContent = now === "connected" ? "…" : "";
  words.textContent = { connected: say("scale_connected"), lost: say("scale_lost"), unsupported: say("scale_unsupported"), none: say("scale_none") }[now];
  if (wasLost) play("refused");
}

// The station says after each answer whether a weight is what it waits for.
document.addEventListener("station:answer", ({ detail }) => {
  const { waybill, step, boxes, box } = detail.context ?? {};
  waits = Boolean(waybill) && !step && (!boxes || box != null);
  if (waits && last && !detail.refused && taking.see(last) && settings.takes && input.value === "") take(last);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== TAKE_KEY) return;
  event.preventDefault();
  if (last?.stable && waits) take(last);
  else if (state !== "connected") scale.choose();
});

$("[data-scale-connect]").addEventListener("click", () => scale.choose());
$("[data-scale-setup]").addEventListener("click", () => {
  for (const field of dialog.querySelectorAll("[name]")) {
    if (field.type === "checkbox") field.checked = settings[field.name];
    else field.value = settings[field.name];
  }
  dialog.showModal();
});
dialog.addEventListener("close", async () => {
  if (dialog.returnValue !== "save") return;
  for (const field of dialog.querySelectorAll("[name]")) {
    settings[field.name] = field.type === "checkbox" ? field.checked : field.type === "number" || field.name === "baud" ? Number(field.value) : field.value;
  }
  localStorage.setItem(key, JSON.stringify(settings));
  await scale.leave();
  scale.resume();
});
const fill = (name, values, label = String) =>
  dialog.querySelector(`[name=${name}]`).replaceChildren(...values.map((value) => make("option", { value }, label(value))));
fill("baud", BAUDS);
fill("unit", UNITS);
fill("format", FORMATS, (format) => say(`scale_format_${format}`));
scale.resume();
