// A station: one input that never loses the focus, one big answer. Nothing is green before the server said so.
import { $, make, pageData } from "./elements.js";
import { play } from "./sounds.js";
import { ScanQueue } from "./scan-queue.js";
import { askJson } from "./ask.js";
import { openAsk } from "./station-ask.js";
import { fullMoment } from "./format.js";
import { LivePart } from "./live-part.js";
import { openPaper } from "./opening.js";
import { openReport } from "./station-report.js";
import { say } from "./words.js";

const ICONS = { good: "circle-check", warn: "alert-triangle", bad: "hand-stop", info: "info-circle", pending: "loader-2" };
const REFUSAL_ICONS = { wrong_barcode: "barcode-off", too_many: "square-plus", stopped: "hand-stop", void: "file-x", refused: "ban" };
const MARKS = { good: "✓", warn: "!", bad: "✕", info: "·" };
const WORDS = new Set(["wrong_barcode", "already_scanned", "too_many", "stopped", "void"]);
const PAST = 50;
const FIGURES_EVERY = 30000;
const LONG = 24;

const page = pageData("station-page");
const input = $("#scan-input");
const times = $("#scan-times");
const contextKey = `context:${page.name}:${page.user}`;
const isPlain = (answer) => !answer.refused && answer.tone !== "bad";
let context = JSON.parse(localStorage.getItem(contextKey) ?? "{}");
let sound = localStorage.getItem("station-sound") !== "off";
const totals = { good: 0, bad: 0 };

let lastCode = "";
const shown = new LivePart($("[data-shown]"));

const queue = new ScanQueue(page, { onAnswer, onWaiting, onDropped, context: () => context });

function show(tone, headline, detail = "", refusal = "") {
  $("[data-answer]").className = `answer is-${tone}`;
  $("[data-answer]").dataset.refusal = refusal;
  $("[data-icon]").className = `ti ti-${(tone === "bad" && REFUSAL_ICONS[refusal]) || ICONS[tone]} answer-icon`;
  $("[data-headline]").textContent = headline;
  $("[data-headline]").classList.toggle("is-long", headline.length > LONG);
  $("[data-detail]").textContent = detail;
  const word = WORDS.has(refusal) ? say(`word_${refusal}`) : "";
  $("[data-word]").textContent = word;
  $("[data-word]").hidden = !word;
}

function onAnswer(scan, answer) {
  context = answer.context ?? {};
  localStorage.setItem(contextKey, JSON.stringify(context));
  showWaiting();
  show(answer.tone, answer.headline, answer.detail ?? "", isPlain(answer) ? "" : answer.sound);
  showTotal(answer);
  showMark(answer);
  if (!answer.refused) showItems(answer.items);
  if (!answer.refused) showPart(answer.shows ?? "");
  shown.read();
  if (!answer.refused) $("[data-prompt]").textContent = answer.prompt || page.prompt;
  remember(scan, answer);
  if (sound) play(answer.sound);
  if (answer.opens.includes("at=table")) printHere(answer.opens);
  else if (answer.opens) openPaper(answer.opens, answer.opens.includes("#") ? "table-printer" : "_blank");
  document.dispatchEvent(new CustomEvent("station:answer", { detail: answer }));
  if (answer.ask) openAsk(answer.ask, { page, context, onAnswer, onClosed: () => input.focus() });
}

function onWaiting(count) {
  showMark({});
  show("pending", say("pending_offline", { count }));
  showWaiting();
}

function onDropped(scans) {
  for (const scan of scans) remember(scan, { tone: "bad", headline: say("not_counted"), refused: true });
  $("[data-detail]").textContent = say("not_counted");
  showWaiting();
}

function showWaiting() {
  const place = $("[data-waiting]");
  place.hidden = !queue.offline || !queue.count;
  place.textContent = say("waiting_scans", { count: queue.count });
}

function showTotal({ done, total }) {
  const place = $("[data-total]");
  place.hidden = !total;
  place.replaceChildren(String(done ?? 0), make("small", {}, ` / ${total}`));
}

// What is shown huge stands where the sign of the answer stands otherwise.
function showMark({ mark }) {
  $("[data-mark]").hidden = !mark;
  $("[data-icon]").hidden = Boolean(mark);
  $("[data-mark]").textContent = mark ?? "";
}

function showPart(address) {
  sessionStorage.setItem(`shows:${page.name}`, address);
  $("[data-items]").hidden = Boolean(address);
  document.body.classList.toggle("shows-part", Boolean(address));
  shown.show(address);
}

// A printer that prints by itself is driven from this page: a window of its own would take the gun's keys away.
function printHere(address) {
  const frame = $("[data-printer]");
  frame.hidden = false;
  if (frame.getAttribute("src") === address) frame.contentWindow.location.reload();
  else frame.src = address;
}

function showItems(items) {
  $("[data-items]").replaceChildren(...items.map((item) => make("div", { class: item.total && item.done >= item.total ? "table-item is-done" : "table-item" },
    item.image ? make("img", { src: item.image, alt: "" }) : make("span"),
    make("span", {}, item.title, make("small", {}, item.detail)),
    make("b", {}, item.total ? `${item.done}/${item.total}` : ""))));
}

function remember(scan, answer) {
  totals[isPlain(answer) ? "good" : "bad"] += 1;
  $("[data-good]").textContent = totals.good;
  $("[data-bad]").textContent = totals.bad;
  const time = fullMoment(new Date()).slice(11);
  const past = $("[data-past]");
  past.prepend(make("li", { class: `past-${answer.tone}` }, make("span", { class: "past-mark" }, MARKS[answer.tone]),
    make("span", {}, time), make("span", {}, scan.code), make("span", { title: answer.headline }, answer.headline)));
  while (past.children.length > PAST) past.lastChild.remove();
}

$("[data-scan-form]").addEventListener("submit", (event) => {
  event.preventDefault();
  const code = input.value.trim();
  input.value = "";
  if (!code) return;
  lastCode = code;
  showMark({});
  const count = times ? Number.parseInt(times.value, 10) || 1 : 1;
  if (times) times.value = "1";
  show("pending", code, say("pending"));
  queue.add(count > 1 && !code.startsWith("*") ? `*${count} ${code}` : code);
});

// What the keys do depends on what was scanned before, so they never wait behind scans that have no answer yet.
function press(code) {
  if (queue.offline && queue.count) show("pending", say("not_while_waiting"));
  else queue.add(code);
  input.focus();
}

document.addEventListener("keydown", (event) => {
  const key = document.querySelector(`.station-key[data-key="${event.key}"]`);
  if (key && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    press(key.dataset.code);
  } else if (times && event.key === "F3") {
    event.preventDefault();
    times.select();
  }
});
document.querySelectorAll(".station-key").forEach((key) => key.addEventListener("click", () => press(key.dataset.code)));
times?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  input.focus();
});

$("[data-sound]").addEventListener("click", (event) => {
  sound = !sound;
  localStorage.setItem("station-sound", sound ? "on" : "off");
  showSound(event.currentTarget);
});

function showSound(button) {
  button.setAttribute("aria-pressed", String(sound));
  button.firstElementChild.className = `ti ti-${sound ? "volume" : "volume-off"}`;
}

function showFigures(figures) {
  $("[data-figures]").replaceChildren(...figures.map(({ title, number }) => make("span", {}, `${title} `, make("b", {}, number))));
}

// The page went away in the middle of a parcel: the server says what lay on the table.
async function resume() {
  const asked = JSON.stringify(context);
  const answer = await askJson(page.resume_url, { method: "POST", body: { context } }).catch(() => null);
  if (!answer?.headline || JSON.stringify(context) !== asked) return;
  context = answer.context;
  localStorage.setItem(contextKey, JSON.stringify(context));
  show(answer.tone, answer.headline, answer.detail ?? "");
  showTotal(answer);
  showItems(answer.items);
  $("[data-prompt]").textContent = answer.prompt || page.prompt;
}

const askFigures = () => askJson(page.figures_url).then((answer) => showFigures(answer.figures)).catch(() => {});

// The browser belongs to a table, whoever works at it: its name goes along with every scan.
$("[data-table]").addEventListener("click", (event) => {
  const { ask, table } = event.currentTarget.dataset;
  const name = window.prompt(ask, table);
  if (name === null) return;
  document.cookie = `table=${encodeURIComponent(name.trim())}; path=/; max-age=31536000; samesite=lax`;
  window.location.reload();
});

const report = () => page.report_url && !$("dialog[open]") && openReport(page, lastCode, context).then(backToScanning);

// The focus that a dialog gives back has no caret in Chromium: what the gun types would be lost.
function backToScanning() {
  input.blur();
  input.focus();
}

$("[data-report]")?.addEventListener("click", report);

const isElsewhere = () => document.activeElement === times || $("dialog[open]");
const keepFocus = () => setTimeout(() => isElsewhere() || document.activeElement === input || input.focus(), 50);
document.addEventListener("click", keepFocus);
window.addEventListener("focus", keepFocus);
window.addEventListener("blur", keepFocus);
document.addEventListener("keydown", (event) => {
  if (event.key === "F2") { event.preventDefault(); report(); }
  if (isElsewhere()) return;
  if (event.target !== input && event.key.length === 1 && !event.ctrlKey && !event.altKey) input.focus();
});
showSound($("[data-sound]"));
showFigures(page.figures);
if (page.figures.length) setInterval(askFigures, FIGURES_EVERY);
showPart(sessionStorage.getItem(`shows:${page.name}`) ?? "");
if (Object.keys(context).length) resume();
queue.send();
input.focus();
