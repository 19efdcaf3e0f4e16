// The goods of the order: one row each, the last one always empty.
import { $, icon, make } from "../ui/js/elements.js";
import { askJson } from "../ui/js/ask.js";
import { Finder } from "./finder.js";

export const cents = (text) => Math.round(Number(String(text).trim() || 0) * 100);
export const yuan = (amount) => (amount / 100).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export class Lines {
  constructor(body, { say, changed, after }) {
    Object.assign(this, { body, say, changed, after });
    this.add();
  }

  get rows() {
    return [...this.body.children];
  }

  get values() {
    return this.rows.map((row) => ({
      code: row.code ?? "",
      typed: part(row, "code").value,
      quantity: part(row, "quantity").value.trim(),
      price: part(row, "price").value.trim(),
    })).filter((line) => line.code || line.typed);
  }

  get goods() {
    return this.rows.reduce((sum, row) => sum + (row.code ? amountOf(row) : 0), 0);
  }

  add(line = {}) {
    const place = this.rows.length + 1;
    const list = make("ul", { class: "found", role: "listbox", hidden: true });
    const code = make("input", { "data-part": "code", maxlength: 80, "aria-label": this.say("goods_of", { line: place }) });
    const row = make("tr", {},
      make("td", {}, make("div", { class: "finder" }, code, list)),
      make("td", { class: "line-goods" }),
      make("td", {}, make("input", { "data-part": "quantity", inputmode: "numeric", maxlength: 6, "aria-label": this.say("quantity_of", { line: place }) })),
      make("td", {}, make("input", { "data-part": "price", inputmode: "decimal", maxlength: 12, "aria-label": this.say("price_of", { line: place }) })),
      make("td", { class: "line-amount" }),
      make("td", {}, make("button", { type: "button", class: "tool", tabindex: "-1", "aria-label": this.say("remove", { line: place }), onclick: () => this.remove(row) }, icon("x"))));
    row.finder = new Finder(code, list, {
      ask: async (text) => (await askJson(`/orders/enter/goods?q=${encodeURIComponent(text)}`)).skus,
      show: (sku) => [make("b", {}, sku.code), make("span", {}, `${sku.name} ${sku.spec}`), make("span", { class: "quiet" }, sku.price)],
      take: (sku) => this.take(row, sku),
      none: this.say("unknown_goods"),
    });
    code.addEventListener("input", () => {
      row.code = "";
      row.finder.later(code.value);
      this.draw(row);
    });
    row.addEventListener("input", () => this.draw(row));
    row.addEventListener("keydown", (event) => this.onKey(event, row));
    this.body.append(row);
    if (line.code || line.typed) this.fill(row, line);
    return row;
  }

  // A row of a draft: its goods are read again, its price is kept.
  async fill(row, line) {
    part(row, "code").value = line.code || line.typed;
    part(row, "quantity").value = line.quantity ?? "";
    part(row, "price").value = line.price ?? "";
    row.code = line.code;
    this.draw(row);
    if (!line.code) return;
    const { skus } = await askJson(`/orders/enter/goods?q=${encodeURIComponent(line.code)}`);
    const sku = skus.find((each) => each.code === line.code);
    if (sku) this.describe(row, sku);
  }

  take(row, sku) {
    part(row, "code").value = sku.code;
    part(row, "price").value = sku.price;
    if (!part(row, "quantity").value) part(row, "quantity").value = "1";
    this.describe(row, sku);
    part(row, "quantity").select();
    if (row === this.body.lastElementChild) this.add();
    this.changed();
  }

  describe(row, sku) {
    row.code = sku.code;
    row.floor = cents(sku.floor);
    row.name = `${sku.name} ${sku.spec}`.trim();
    this.draw(row);
  }

  draw(row) {
    const low = row.code && row.floor && cents(part(row, "price").value) < row.floor;
    $(".line-goods", row).replaceChildren(row.code ? (row.name ?? "") : "",
      low ? make("span", { class: "tone tone-warn" }, this.say("below_floor", { floor: yuan(row.floor) })) : "");
    const amount = row.code ? amountOf(row) : 0;
    $(".line-amount", row).textContent = row.code && Number.isFinite(amount) ? yuan(amount) : "";
    this.changed();
  }

  remove(row) {
    const next = row.nextElementSibling ?? this.add();
    row.remove();
    part(next, "code").focus();
    this.changed();
  }

  clear() {
    this.body.replaceChildren();
    this.add();
  }

  async onKey(event, row) {
    const here = event.target.dataset.part;
    if (!here || event.ctrlKey) return;
    if (here === "code" && row.finder.onKey(event)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const other = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
      if (other) part(other, here).select();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (here !== "code") return this.onward(row);
    const text = part(row, "code").value.trim();
    if (!text) return this.after();
    if (row.code) return part(row, "quantity").select();
    const found = await row.finder.find(text); // typed faster than the answers, or scanned
    if (found.length === 1 || found[0]?.sure) row.finder.choose(0);
  }

  onward(row) {
    part(row.nextElementSibling ?? this.add(), "code").select();
  }
}

export const part = (row, name) => $(`[data-part="${name}"]`, row);
export const focusLast = (lines) => part(lines.rows.at(-1), "code").focus();

function amountOf(row) {
  return cents(part(row, "price").value) * Number(part(row, "quantity").value.trim() || 0);
}
