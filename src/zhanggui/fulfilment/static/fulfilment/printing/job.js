// The page of one print job: starts the printer, shows what became of each label, and asks whoever stands there.
import { ask, askJson } from "../../ui/js/ask.js";
import { Component } from "./component.js";
import { findClodop, printLabel } from "./clodop.js";
import { confirmDialog } from "../../ui/js/dialogs.js";
import { $, pageData } from "../../ui/js/elements.js";
import { openPaper } from "../../ui/js/opening.js";
import { Runner } from "./runner.js";
import { Table } from "./table.js";

const page = pageData("print-job");
document.documentElement.classList.toggle("is-framed", window !== window.top);
const url = (what) => `/print/jobs/${page.job}/${what}`;
const OPEN = new Set(["waiting", "sent", "failed", "unknown"]);
const LOOK_MS = 4000;
const CLODOP_AT_ONCE = 5;
const SENT_HERE = `print-job-${page.job}`;

const say = (name, data = {}) => (page.words[name] ?? name).replace(/\{(\w+)\}/g, (hole, key) => data[key] ?? hole);
const table = new Table($("#labels"), say);

function notice(name, data = {}, tone = "info") {
  const box = $("#print-notice");
  box.hidden = false;
  box.className = `flash tone-${tone}`;
  box.textContent = name === "refused" ? data.words : say(name, data);
}
notice.words = say;

const TONES = { failed: "bad", no_printer: "bad", printer_off: "bad", refused: "bad", offline: "warning" };
const tell = Object.assign((name, data) => notice(name, data, TONES[name] ?? "info"), { words: say });

function show(state) {
  Object.assign(page, state);
  table.show(page.documents);
  const counts = {};
  for (const one of page.documents) counts[one.state] = (counts[one.state] ?? 0) + 1;
  const total = page.documents.length - (counts.dropped ?? 0);
  $("#print-done").textContent = `${counts.printed ?? 0} / ${total}`;
  $("#print-bar").max = total || 1;
  $("#print-bar").value = counts.printed ?? 0;
  const isOver = !page.documents.some((one) => OPEN.has(one.state));
  if (isOver) notice("all_out", { total }, "success");
  else if (counts.unknown && !counts.sent) notice("unknown", { count: counts.unknown }, "warning");
  $("#print-start").disabled = !counts.waiting;
  $("#print-confirm").disabled = !(counts.sent || counts.unknown || counts.failed);
  const link = $("#print-open");
  if (link) link.hidden = !counts.sent;
}

async function refresh() {
  try {
    show(await (await ask(url("state"))).json());
  } catch { /* asked again in a moment */ }
}

const server = {
  take: (limit, draws = false) => {
    localStorage.setItem(SENT_HERE, "yes");
    return askJson(url("take"), { method: "POST", body: { limit, draws } });
  },
  renew: (ids) => askJson(url("renew"), { method: "POST", body: { ids } }),
  tell: async (results) => show(await askJson(url("told"), { method: "POST", body: { results } })),
};

function range() {
  const number = (field) => Number.parseInt($(field).value, 10) || 0;
  return { first: number("#range-first"), last: number("#range-last") };
}

const ends = ({ first, last }) => ({ first: first || 1, last: last || page.documents.length });

async function act(what, body) {
  try {
    const answer = await askJson(url(what), { method: "POST", body });
    show(answer);
    if (answer.refused.length) notice("refused", { words: answer.refused.join(" ") }, "bad");
    return true;
  } catch (error) {
    notice("refused", { words: error.message }, "bad");
    return false;
  }
}

$("#print-confirm").addEventListener("click", () => act("confirm", range()));
$("#print-again")?.addEventListener("click", async () => {
  const asked = range();
  if (await confirmDialog(say("reprint_asked", ends(asked))) && await act("again", asked)) start();
});
$("#print-drop").addEventListener("click", async () => {
  const asked = range();
  if (await confirmDialog(say("drop_asked", ends(asked)))) await act("drop", asked);
});
table.onChoose = (sequence) => {
  const empty = ["#range-first", "#range-last"].find((field) => !$(field).value) ?? "#range-last";
  $(empty).value = sequence;
};

let start = () => {};
let more = () => start();
$("#print-start").addEventListener("click", () => start());
$("#print-stop")?.addEventListener("click", () => {
  runner?.stop();
  notice("paused", { left: page.documents.filter((one) => one.state === "waiting").length });
});
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "p") $("#print-start").click();
  if (event.key === "a") $("#print-confirm").click();
});

let runner = null;
if (page.component) {
  const name = page.component.label;
  const component = new Component(page.component, {
    onState: async (state) => {
      $("#component-state").className = `tone tone-${state === "connected" ? "good" : "bad"}`;
      $("#component-state").textContent = say(state, { name });
      $("#component-why").hidden = state === "connected";
      $("#component-why").textContent = say("missing_why", { name });
      if (state === "lost") notice("lost", { name }, "warning");
      if (state !== "connected") return;
      adopted = adopt();
      await adopted;
      if (runner.isRunning) runner.fill();
      else if (location.hash) await more();
    },
    onEvents: (events) => runner.hear(events),
  });
  const adopt = async () => {
    await refresh(); // a label held back goes only if nobody confirmed or repeated it meanwhile
    const sent = page.documents.filter((one) => ["sent", "unknown"].includes(one.state));
    if (sent.length && !localStorage.getItem(SENT_HERE)) notice("elsewhere", { table: page.at }, "warning");
    else await runner.adopt(sent);
  };
  let adopted = null;
  runner = new Runner({ component, server, printer: page.printer, notice: tell });
  start = async () => {
    await adopted; // what is already at the component is known before more is given to it
    await runner.start();
  };
  more = async () => {
    await adopted;
    await runner.more();
  };
  $("#component-state").textContent = say("connecting", { name });
  component.open();
} else if (page.way === "clodop") {
  start = () => drawAll();
} else {
  start = () => openLabels();
}

// The browser's own print dialog: what was handed out is in the window, and a person says what came out.
async function openLabels() {
  try {
    const { documents } = await server.take(1000);
    if (!documents.length) return;
    show(await askJson(url("state")));
    notice("opened", {}, "info");
    // At a table only the label of the item just scanned comes, in the order as it came.
    const range = location.hash ? `?first=${documents[0].sequence}&last=${documents.at(-1).sequence}` : "";
    openPaper(url(`labels${range}`));
  } catch (error) {
    notice("refused", { words: error.message }, "bad");
  }
}

async function drawAll() {
  const lodop = await findClodop(page.clodop);
  if (!lodop) return notice("missing", { name: "C-Lodop" }, "bad");
  let isGood = true;
  while (isGood) {
    const { documents } = await server.take(CLODOP_AT_ONCE, true);
    if (!documents.length) break;
    for (const one of documents) {
      notice("printing", one);
      const said = isGood ? await printLabel(lodop, one, { ...page.printer, ...one.size }) : { state: "failed", words: "" };
      isGood &&= said.state === "printed";
      await server.tell([{ id: one.id, print: one.print, printer: page.printer.printer, ...said }]);
      if (said.state === "failed" && said.words) notice("failed", { sequence: one.sequence, words: said.words }, "bad");
    }
  }
}

// The verifying table opens this window again for each item: only the part behind the # is new.
async function next() {
  await refresh();
  await more();
}
addEventListener("hashchange", next);

show(page);
if (location.hash && !page.component) next();
setInterval(() => {
  if (!document.hidden && page.documents.some((one) => OPEN.has(one.state))) refresh();
}, LOOK_MS);
