// A station: one input that never loses the focus, one big answer. Nothing is green before the server said so.
import { $, make, pageData } from "./elements.js";
import { play } from "./sounds.js";
import { ScanQueue } from "./scan-queue.js";
import { askJson } from "./ask.js";
import { fullMoment } from "./format.js";
import { LivePart } from "./live-part.js";
import { openPaper } from "./opening.js";
import { openReport } from "./station-report.js";
import { say } from "./words.js";

const ICONS = { good: "circle-check", warn: "alert-triangle", bad: "hand-stop", info: "info-circle", pending: "loader-2" };
const REFUSAL_ICONS = { wrong_barcode: "barcode-off", too_many: "square-plus", stopped: "hand-stop", void: "file-x", refused: "ban" };
const MARKS = { good: "✓", warn: "!", bad: "✕", info: "·" };
const PAST = 50;
const FIGURES_EVERY = 30000;
const LONG = 24;

const page = pageData("station-page");
const input = $("#scan-input");
let context = JSON.parse(sessionStorage.getItem(`context:${page.name}`) ?? "{}");
let sound = localStorage.getItem("station-sound") !== "off";
const totals = { good: 0, bad: 0 };

let lastCode = "";
const shown = new LivePart($("[data-shown]"));

const queue = new ScanQueue(page, { onAnswer, onWaiting, context: () => context });

function show(tone, headline, detail = "", refusal = "") {
  $("[data-answer]").className = `answer is-${tone}`;
  $("[data-answer]").dataset.refusal = refusal;
  $("[data-icon]").className = `ti ti-${(tone === "bad" && REFUSAL_ICONS[refusal]) || ICONS[tone]} answer-icon`;
  $("[data-headline]").textContent = headline;
  $("[data-headline]").classList.toggle("is-long", headline.length > LONG);
  $("[data-detail]").textContent = detail;
}

function onAnswer(scan, answer) {
  context = answer.context ?? {};
  sessionStorage.setItem(`context:${page.name}`, JSON.stringify(context));
  show(answer.tone, answer.headline, answer.detail ?? "", answer.refused ? answer.sound : "");
  showTotal(answer);
  showMark(answer);
  if (!answer.refused) showItems(answer.items);
  if (!answer.refused) showPart(answer.shows ?? "");
  shown.read();
  if (!answer.refused) $("[data-prompt]").textContent = answer.prompt || page.prompt;
  remember(scan, answer);
  if (sound) play(answer.sound);
  if (answer.opens) openPaper(answer.opens);
  document.dispatchEvent(new CustomEvent("station:answer", { detail: answer }));
}

function onWaiting(count) {
  showMark({});
  show("pending", say("pending_offline", { count }));
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

function showItems(items) {
  $("[data-items]").replaceChildren(...items.map((item) => make("div", { class: item.total && item.done >= item.total ? "table-item is-done" : "table-item" },
    item.image ? make("img", { src: item.image, alt: "" }) : make("span"),
    make("span", {}, item.title, make("small", {}, item.detail)),
    make("b", {}, item.total ? `${item.done}/${item.total}` : ""))));
}

function remember(scan, answer) {
  totals[answer.refused ? "bad" : "good"] += 1;
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
  show("pending", code, say("pending"));
  queue.add(code);
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

const askFigures = () => askJson(page.figures_url).then((answer) => showFigures(answer.figures)).catch(() => {});

// The browser belongs to a table, whoever works at it: its name goes along with every scan.
$("[data-table]").addEventListener("click", (event) => {
  const { ask, table } = event.currentTarget.dataset;
  const name = window.prompt(ask, table);
  if (name === null) return;
  document.cookie = `table=${encodeURIComponent(name.trim())}; path=/; max-age=31536000; samesite=lax`;
  window.location.reload();
});

const report = () => page.report_url && !$("dialog[open]") && openReport(page, lastCode, context).then(() => input.focus());
$("[data-report]")?.addEventListener("click", report);

const keepFocus = () => setTimeout(() => $("dialog[open]") || document.activeElement === input || input.focus(), 50);
document.addEventListener("click", keepFocus);
window.addEventListener("focus", keepFocus);
document.addEventListener("keydown", (event) => {
  if (event.key === "F2") { event.preventDefault(); report(); }
  if ($("dialog[open]")) return;
  if (event.target !== input && event.key.length === 1 && !event.ctrlKey && !event.altKey) input.focus();
});
showSound($("[data-sound]"));
showFigures(page.figures);
if (page.figures.length) setInterval(askFigures, FIGURES_EVERY);
showPart(sessionStorage.getItem(`shows:${page.name}`) ?? "");
queue.send();
input.focus();
