// An order typed on the phone: nothing typed is lost, Enter moves on, Ctrl+Enter places it once.
import { $, $$, make, pageData } from "../ui/js/elements.js";
import { ask, askJson } from "../ui/js/ask.js";
import { button, openDialog } from "../ui/js/dialogs.js";
import { toast } from "../ui/js/toasts.js";
import { AddressForm } from "./address.js";
import { Finder } from "./finder.js";
import { Lines, cents, focusLast, yuan } from "./lines.js";

const SAVE_AFTER = 2500;
const SHORT = 20;
const form = $("[data-enter]");
const page = pageData("enter-page");
const say = (name, data = {}) => page.words[name].replace(/\{(\w+)\}/g, (hole, key) => data[key] ?? hole);

if (form) begin();

function begin() {
  let key = page.key || crypto.randomUUID();
  let kept = "";
  let timer = 0;
  let isPlacing = false;
  let isReady = false;
  let seen = page.key ? page.content : null; // the draft as this window saw it last
  let draft = page.draft;
  let isAsking = false; // what differs stands open: nothing is saved before it is answered
  const fields = Object.fromEntries($$("[data-field]", form).map((input) => [input.dataset.field, input]));
  const address = new AddressForm($("[data-address]", form), { changed });
  const lines = new Lines($("[data-lines]", form), { say, changed, after: () => fields.freight.select() });
  const buyer = $("[data-buyer]", form);

  const content = () => ({
    ...Object.fromEntries(Object.entries(fields).map(([name, input]) => [name, input.value])),
    receiver: address.values,
    lines: lines.values,
    pasted: buyer.value,
  });
  const stamp = () => JSON.stringify(content());
  const isEmpty = () => !lines.values.length && !Object.values(address.values).join("") && !buyer.value.trim();

  function changed() {
    if (!isReady) return;
    const freight = cents(fields.freight.value);
    const discount = cents(fields.discount.value);
    const totals = { goods: lines.goods, discount: discount ? -discount : 0, freight, total: lines.goods - discount + freight };
    for (const [name, amount] of Object.entries(totals)) {
      $(`[data-total="${name}"]`).textContent = Number.isFinite(amount) ? yuan(amount) : "?";
    }
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER);
  }

  async function save() {
    clearTimeout(timer);
    const now = stamp();
    if (isPlacing || now === kept || isEmpty()) return true;
    if (isAsking) return false;
    $("[data-saved]").textContent = say("saving");
    try {
      const sent = content();
      draft = (await askJson("/orders/enter/save", { method: "POST", body: { key, content: sent, seen } })).draft;
      seen = sent;
      kept = now;
      $("[data-saved]").textContent = say("saved");
      return true;
    } catch (refusal) {
      if (refusal.code === "changed_meanwhile") {
        $("[data-saved]").textContent = "";
        showChanged(refusal, save);
        return false;
      }
      if (refusal.code === "draft_closed") {
        $("[data-saved]").textContent = "";
        beginAnew();
        timer = setTimeout(save, SAVE_AFTER);
        return false;
      }
      $("[data-saved]").textContent = say("not_saved", { sentence: refusal.message });
      timer = setTimeout(save, SAVE_AFTER * 2);
      return false;
    }
  }

  // Another window made an order of the draft: what stands in this one goes on as a draft of its own.
  function beginAnew() {
    key = crypto.randomUUID();
    seen = null;
    kept = "";
    draft = null;
    history.replaceState(null, "", window.location.pathname);
    $("[data-trouble]").textContent = say("placed_elsewhere");
    $("[data-trouble]").hidden = false;
  }

  // Another window saved the same draft: this one goes on only once a person has seen what differs.
  function showChanged(refusal, again) {
    clearTimeout(timer);
    const head = make("tr", {}, ...["field", "seen_was", "saved_now"].map((name) => make("th", { scope: "col" }, say(name))));
    const rows = refusal.data.fields.map((each) => make("tr", {}, ...[each.field, each.seen, each.now].map((text) => make("td", {}, text))));
    const open = () => { kept = stamp(); window.location.href = `/orders/enter?draft=${draft}`; };
    const keep = () => { seen = null; isAsking = false; dialog.close(); again(); };
    const dialog = openDialog(say("changed_title"), make("table", { class: "lines" }, make("thead", {}, head), make("tbody", {}, ...rows)), [
      button(say("keep_mine"), keep), button(say("take_saved"), open, "btn-primary"),
    ]);
    isAsking = true;
    dialog.addEventListener("close", () => { isAsking = false; });
  }

  function saveOnLeave() {
    if (isPlacing || isAsking || stamp() === kept || isEmpty()) return;
    fetch("/orders/enter/save", {
      method: "POST", keepalive: true, body: JSON.stringify({ key, content: content(), seen }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": document.body.dataset.csrf, Accept: "application/json" },
    });
    kept = stamp();
    seen = content();
  }

  async function place() {
    if (isPlacing) return;
    isPlacing = true;
    clearTimeout(timer);
    $("[data-place]").disabled = true;
    const trouble = $("[data-trouble]");
    trouble.hidden = true;
    const sent = content();
    try {
      const placed = await askJson("/orders/enter/place", { method: "POST", body: { key, content: sent, seen } });
      toast(say("placed", placed), { action: placed.href && say("open"), onAction: () => window.open(placed.href, "_blank") });
      form.dataset.placed = placed.number;
      reset();
    } catch (refusal) {
      if (refusal.code === "changed_meanwhile") return void showChanged(refusal, place);
      timer = setTimeout(save, SAVE_AFTER);
      if (refusal.code === "draft_closed") return void beginAnew();
      if (refusal.state === 422) seen = sent; // it is saved as it was sent, and no order yet
      trouble.textContent = refusal.message;
      trouble.hidden = false;
    } finally {
      isPlacing = false;
      $("[data-place]").disabled = false;
    }
  }

  function reset() {
    const shop = fields.shop_id.value;
    key = crypto.randomUUID();
    seen = null;
    history.replaceState(null, "", window.location.pathname);
    form.reset();
    fields.shop_id.value = shop;
    address.fill({});
    lines.clear();
    buyer.value = "";
    kept = stamp();
    $("[data-saved]").textContent = "";
    changed();
    buyer.focus();
  }

  const known = new Finder(buyer, $("[data-found]", form), {
    ask: async (text) => (await askJson("/orders/enter/buyers", { method: "POST", body: { q: text } })).buyers,
    show: (each) => [make("b", {}, each.name), make("span", {}, each.mobile), make("span", {}, each.region), make("span", { class: "quiet" }, each.goods)],
    take: copyReceiver,
    none: say("unknown_buyer"),
  });

  async function copyReceiver(each) {
    try {
      address.fill(await askJson(`/orders/enter/buyers/${each.order_id}`, { method: "POST", body: {} }));
      toast(say("copied", each));
      buyer.value = "";
      focusLast(lines);
    } catch (refusal) {
      toast(refusal.message, { bad: true });
    }
  }

  async function readPasted() {
    const { receiver, unsure, note } = await askJson("/orders/enter/pasted", { method: "POST", body: { text: buyer.value } });
    const doubtful = address.fill(receiver, unsure);
    if (note && !fields.message.value) fields.message.value = note;
    buyer.value = "";
    if (!doubtful) return focusLast(lines);
    toast(say("look_at"));
    return doubtful.select();
  }

  buyer.addEventListener("input", () => (buyer.value.trim().length < SHORT ? known.later(buyer.value) : known.close()));
  buyer.addEventListener("paste", () => setTimeout(() => buyer.value.trim().length >= SHORT && readPasted()));
  buyer.addEventListener("keydown", async (event) => {
    if (known.onKey(event) || event.key !== "Enter" || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const text = buyer.value.trim();
    if (!text) address.inputs.name.select();
    else if (text.length >= SHORT) readPasted();
    else if (!(await known.find(text)).length) {
      if (/^\d{7,}$/.test(text)) address.inputs.mobile.value = text;
      address.inputs.name.select();
    }
  });

  // Enter moves on through everything that has no meaning of its own for it.
  form.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.key !== "Enter" || event.ctrlKey || event.target.matches("button")) return;
    if (event.target.matches("textarea") && event.shiftKey) return;
    event.preventDefault();
    const order = [...Object.values(address.inputs), ...Object.values(fields).filter((input) => input !== fields.shop_id && input !== fields.buyer), $("[data-place]")];
    const next = order[order.indexOf(event.target) + 1];
    if ([address.inputs.postcode, address.inputs.email].includes(event.target)) return focusLast(lines);
    next?.focus();
    next?.select?.();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); place(); });
  form.addEventListener("input", changed);
  $("[data-leave]").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if ($("dialog[open]")) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); place(); }
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault(); // or the same key would close the dialog it opens
      leave();
    }
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveOnLeave());
  window.addEventListener("pagehide", saveOnLeave);

  function leave() {
    const away = () => { window.location.href = "/desk/drafts/"; };
    if (isEmpty()) return away();
    const throwAway = async () => {
      kept = stamp();
      await ask("/orders/enter/discard", { method: "POST", body: { key } });
      away();
    };
    const keep = async () => { if (await save()) away(); };
    const dialog = openDialog(say("leave_title"), make("p", {}, say("leave")), [
      button(say("throw_away"), throwAway, "btn-danger"), button(say("keep"), keep), button(say("go_on"), () => dialog.close(), "btn-primary"),
    ]);
    return dialog;
  }

  const start = page.content;
  for (const [name, input] of Object.entries(fields)) {
    if (start[name] != null && String(start[name]) !== "") input.value = start[name];
  }
  address.fill(start.receiver ?? {});
  if (start.lines?.length) {
    lines.body.replaceChildren();
    start.lines.forEach((line) => lines.add(line));
    lines.add();
  }
  buyer.value = start.pasted ?? "";
  isReady = true;
  kept = page.key ? stamp() : "";
  changed();
  (start.receiver?.name ? lines.rows.at(-1).querySelector("input") : buyer).focus();
  form.dataset.ready = "yes";
}
