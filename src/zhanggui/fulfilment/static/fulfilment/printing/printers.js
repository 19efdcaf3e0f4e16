// The page of a table's printers: looks for every program on this computer, lists its printers, keeps what is chosen.
import { askJson } from "../../ui/js/ask.js";
import { Component } from "./component.js";
import { findClodop, printersOf, printLabel } from "./clodop.js";
import { $, $$, make, pageData } from "../../ui/js/elements.js";

const page = pageData("table-printers");
const SIZE = { width: 76, height: 130 };
const say = (name, data = {}) => (page.words[name] ?? name).replace(/\{(\w+)\}/g, (hole, key) => data[key] ?? hole);
let lodop = null;

function notice(words, tone) {
  const box = $("#print-notice");
  box.hidden = false;
  box.className = `flash tone-${tone}`;
  box.textContent = words;
}

function offer(select, printers, chosen, usual = "") {
  const names = printers.map(({ name }) => name);
  const words = (one) => `${one.name}${one.isReady ? "" : ` (${say("not_ready")})`}`;
  const options = printers.map((one) => make("option", { value: one.name }, words(one)));
  if (chosen && !names.includes(chosen)) options.push(make("option", { value: chosen }, `${chosen} (${say("not_ready")})`));
  const first = make("option", { value: "" }, usual ? `${say("usual")}: ${usual}` : say("usual"));
  select.replaceChildren(first, ...options);
  select.value = chosen;
  select.disabled = false;
}

function fillOwn(row) {
  const paper = row.dataset.paper;
  const known = page.printers[paper] ?? {};
  const way = $("[data-way]", row).value;
  const kept = known[way] ?? { printer: "", x: 0, y: 0 };
  const isLodop = way === "clodop";
  offer($("[data-printer]", row), isLodop && lodop ? printersOf(lodop) : [], kept.printer);
  $("[data-printer]", row).disabled = !isLodop;
  $("[data-x]", row).value = kept.x;
  $("[data-y]", row).value = kept.y;
}

async function lookForLodop() {
  if (lodop) return;
  lodop = await findClodop(page.ways.find(({ key }) => key === "clodop").addresses);
  if (!lodop) notice(`${say("missing", { name: "C-Lodop" })} ${say("missing_why", { name: "C-Lodop" })}`, "bad");
}

for (const row of $$("[data-paper]")) {
  const known = page.printers[row.dataset.paper] ?? {};
  $("[data-way]", row).value = "clodop" in known ? "clodop" : "browser";
  fillOwn(row);
  if ("clodop" in known) lookForLodop().then(() => fillOwn(row));
  $("[data-way]", row).addEventListener("change", async (event) => {
    if (event.target.value === "clodop") await lookForLodop();
    fillOwn(row);
  });
  $("[data-test]", row)?.addEventListener("click", async () => {
    if ($("[data-way]", row).value === "browser") return window.open("/print/printers/test", "_blank");
    await lookForLodop();
    if (!lodop) return;
    const said = await printLabel(lodop, { task: `test-${Date.now()}`, commands: page.test }, { ...chosen(row), ...SIZE });
    notice(said.state === "printed" ? say("test_out") : say("failed", { sequence: 1, words: said.words }), said.state === "printed" ? "success" : "bad");
  });
}

for (const place of page.components) {
  const row = $(`[data-component="${place.key}"]`);
  const state = $("[data-state]", row);
  const kept = (page.printers.label ?? {})[place.key] ?? { printer: "", x: 0, y: 0 };
  $("[data-x]", row).value = kept.x;
  $("[data-y]", row).value = kept.y;
  if (kept.printer) offer($("[data-printer]", row), [], kept.printer);
  state.textContent = "…";
  let testTask = "";
  const component = new Component(place, {
    onState: async (now) => {
      state.className = `tone tone-${now === "connected" ? "good" : "muted"}`;
      state.textContent = say(now, { name: place.label });
      $("[data-test]", row).hidden = now !== "connected" || !place.testTemplate;
      if (now !== "connected") return;
      const found = await component.printers();
      if (!found) return;
      if (!found.printers.length) state.textContent = say("no_printers");
      offer($("[data-printer]", row), found.printers, kept.printer, found.usual);
    },
    onEvents: (events) => {
      const said = events.find(({ task }) => task === testTask);
      if (said?.state === "printed") notice(say("test_out"), "success");
      if (said?.state === "failed") notice(say("failed", { sequence: 1, words: said.words }), "bad");
    },
  });
  $("[data-test]", row).addEventListener("click", async () => {
    await component.configure(chosen(row));
    testTask = `test-${Date.now().toString(36)}`;
    component.testPrint(testTask, $("[data-printer]", row).value, place.testTemplate);
    notice(say("test_sent", { printer: $("[data-printer]", row).value || say("usual") }), "info");
  });
  component.open();
}

const chosen = (row) => ({ printer: $("[data-printer]", row).value, x: Number($("[data-x]", row).value) || 0, y: Number($("[data-y]", row).value) || 0 });

$("#save-printers").addEventListener("click", async () => {
  const own = $$("[data-paper]").map((row) => ({ paper: row.dataset.paper, way: $("[data-way]", row).value, ...chosen(row) }));
  const theirs = $$("[data-component]").filter((row) => $("[data-printer]", row).options.length)
    .map((row) => ({ paper: "label", way: row.dataset.component, ...chosen(row) }));
  try {
    const outcome = await askJson(window.location.pathname, { method: "POST", body: { table: $("#table-name").value.trim(), printers: [...own, ...theirs] } });
    const bad = outcome.refused.map(({ sentence }) => sentence).join(" ");
    notice(bad || say("saved"), bad ? "bad" : "success");
  } catch (error) {
    notice(error.message, "bad");
  }
});
