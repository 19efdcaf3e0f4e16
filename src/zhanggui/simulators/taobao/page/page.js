// The simulator's page: shows the platform once a second and sends the script's commands.

import { logRow, make, tradeRow } from "./rows.js";
import { switchLanguage, translate, word } from "./words.js";

const VIEWS = ["all", "unpaid", "to_ship", "held", "refund", "shipped", "finished", "closed"];
const ACTIONS = [
  ["pay", "cancel", "hold", "release", "finish"], ["change_address", "change_item", "message"],
  ["ask_refund", "withdraw_refund", "agree_refund", "refuse_refund", "send_back", "confirm_return"], ["repeat", "disorder"],
];
const FAULTS = "throttle refuse http500 http502 html truncate raw drop drop_after slow repeat shuffle motion".split(" ");
const SIZE = 50;
const one = (id) => document.getElementById(id);
const at = { view: "all", page: 1, picked: new Set(), total: 0, rows: [], counts: {} };

async function ask(path, given) {
  const options = given === undefined ? {} : { method: "POST", body: JSON.stringify(given) };
  const response = await fetch(`/sim/${path}`, options);
  const answer = await response.json();
  if (!response.ok) say(told(answer), true);
  return answer;
}

function say(text, refused = false) {
  const toast = one("toast");
  toast.textContent = text;
  toast.className = refused ? "on refused" : "on";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.className = ""; }, 3200);
}

function told(refusal) {
  const key = `r_${refusal.code}`;
  return word(key) === key ? refusal.sentence : word(key);
}

async function command(path, given) {
  const answer = await ask(path, given);
  await refresh();
  return answer;
}

async function act(action) {
  const answer = await command(`trades/${action}`, { tids: [...at.picked] });
  const refusals = Object.values(answer.refused ?? {});
  const parts = [word("doneWord", answer.done?.length ?? 0)];
  if (refusals.length) parts.push(word("refusedWord", refusals.length), told(refusals[0]));
  say(parts.join(" · "), refusals.length > 0);
}

function showRows() {
  one("rows").replaceChildren(...at.rows.map((trade) => tradeRow(trade, at.picked.has(trade.tid))));
  one("empty").hidden = at.rows.length > 0;
  one("all").checked = at.rows.length > 0 && at.rows.every((trade) => at.picked.has(trade.tid));
  one("picked").textContent = word("picked", at.picked.size);
  one("total").textContent = word("total", at.total);
  const pages = Math.max(Math.ceil(at.total / SIZE), 1);
  one("page").textContent = `${at.page} / ${pages}`;
  one("before").disabled = at.page <= 1;
  one("after").disabled = at.page >= pages;
  for (const button of one("actions").querySelectorAll("button")) button.disabled = at.picked.size === 0;
}

function showViews() {
  one("views").replaceChildren(...VIEWS.map((view) => {
    const button = make("button", word(`v_${view}`));
    button.type = "button";
    button.setAttribute("aria-pressed", view === at.view);
    button.append(make("span", at.counts[view] ?? 0));
    button.onclick = () => { Object.assign(at, { view, page: 1, picked: new Set() }); refresh(); };
    return button;
  }));
}

function showState(state) {
  at.counts = state.counts;
  one("nick").textContent = state.nick;
  one("gateway").textContent = `${location.origin}/router/rest`;
  one("app-key").textContent = state.app_key;
  one("now").textContent = state.now;
  one("session").textContent = word(state.session_state);
  one("session").className = `pill ${state.session_state === "good" ? "gone" : "bad"}`;
  one("stream-state").textContent = state.stream.running ? word("placed", state.stream.placed) : "";
  one("stream-switch").textContent = word(state.stream.running ? "stop" : "start");
  one("stream-switch").value = state.stream.running ? "stop" : "start";
  const { faults, banned_s: banned, settings } = state.chaos;
  const waiting = faults.map((fault) => `${word(`f_${fault.kind}`)} ×${fault.times}`);
  if (banned) waiting.push(word("banned", banned));
  one("waiting").textContent = waiting.length ? word("waiting", waiting.join(" · ")) : "";
  for (const input of document.querySelectorAll("[data-setting]")) {
    if (input === document.activeElement) continue;
    if (input.type === "checkbox") input.checked = settings[input.dataset.setting];
    else input.value = settings[input.dataset.setting];
  }
}

async function refresh() {
  const query = new URLSearchParams({ view: at.view, page: at.page, size: SIZE, q: one("search").value.trim() });
  const [state, trades, log] = await Promise.all([ask("state"), ask(`trades?${query}`), ask("log?size=60")]);
  Object.assign(at, { rows: trades.rows, total: trades.total });
  showState(state);
  showViews();
  showRows();
  one("log").replaceChildren(...log.calls.map(logRow));
}

function keys(parent, names, prefix, press) {
  parent.append(...names.map((name) => {
    const button = make("button");
    button.type = "button";
    button.dataset.word = prefix + name;
    button.onclick = () => press(name);
    return button;
  }));
}

function build() {
  ACTIONS.forEach((group, number) => {
    if (number) one("actions").append(make("span", "", "gap"));
    keys(one("actions"), group, "a_", act);
  });
  const number = (id) => Number(one(id).value);
  keys(one("faults"), FAULTS, "f_", (kind) =>
    command("chaos", { faults: [{ kind, times: number("times"), seconds: number("seconds") }] }));
  keys(one("switches"), ["expire", "restore"], "s_", (action) => command("session", { action }));
  keys(one("switches"), ["ban"], "s_", () => command("chaos", { ban_s: number("seconds") }));
  const stamp = document.querySelector("[data-setting=stamp]");
  for (const how of ["normal", "equal", "back"]) {
    const option = make("option");
    option.value = how;
    option.dataset.word = `stamp_${how}`;
    stamp.append(option);
  }
}

function listen() {
  one("language").onclick = () => { switchLanguage(); one("language").textContent = word("other"); refresh(); };
  one("calm").onclick = () => command("chaos", { clear: true });
  one("before").onclick = () => { at.page -= 1; refresh(); };
  one("after").onclick = () => { at.page += 1; refresh(); };
  one("search").oninput = () => { at.page = 1; refresh(); };
  one("all").onchange = (event) => {
    for (const trade of at.rows) at.picked[event.target.checked ? "add" : "delete"](trade.tid);
    showRows();
  };
  one("rows").onclick = (event) => {
    const { tid } = event.target.closest("tr").dataset;
    at.picked[at.picked.has(tid) ? "delete" : "add"](tid);
    showRows();
  };
  one("place").onsubmit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const given = { n: Number(form.get("n")), paid: form.has("paid") };
    for (const name of ["seed", "lines"]) if (form.get(name)) given[name] = Number(form.get(name));
    const answer = await command("orders", given);
    if (answer.tids) say(word("placed", answer.tids.length));
  };
  one("stream").onsubmit = (event) => {
    event.preventDefault();
    const stop = one("stream-switch").value === "stop";
    command("stream", { per_minute: stop ? 0 : Number(event.target.rate.value) });
  };
  for (const input of document.querySelectorAll("[data-setting]")) {
    input.onchange = () => {
      const value = input.type === "checkbox" ? input.checked : input.type === "number" ? Number(input.value) : input.value;
      command("chaos", { settings: { [input.dataset.setting]: value } });
    };
  }
}

build();
translate();
one("language").textContent = word("other");
listen();
refresh();
setInterval(() => { if (!document.hidden) refresh(); }, 1500);
