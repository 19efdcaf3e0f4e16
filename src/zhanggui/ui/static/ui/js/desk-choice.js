// Which rows are chosen: those ticked, or all that match.
import { $, make } from "./elements.js";
import { countText } from "./format.js";
import { say } from "./words.js";

export class Choice {
  constructor(root, grid, question) {
    Object.assign(this, { grid, question, all: false, listeners: [] });
    this.words = $("[data-choice]", root);
    this.bar = $(".choice-bar", root);
    grid.table.on("rowSelectionChanged", () => { this.all = false; this.show(); });
    this.show();
  }

  get ids() {
    return this.grid.table.getSelectedData().map((row) => row.id);
  }

  get size() {
    return this.all ? this.grid.matches.number : this.ids.length;
  }

  get count() {
    return this.all ? countText(this.grid.matches) : String(this.ids.length);
  }

  get target() {
    return this.all ? { matching: Object.fromEntries(this.question.params()) } : { ids: this.ids };
  }

  clear() {
    this.all = false;
    this.grid.table.deselectRow();
    this.show();
  }

  chooseAll() {
    this.all = true;
    this.show();
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  show() {
    const size = this.size;
    this.bar.classList.toggle("has-choice", size > 0);
    const parts = [say(this.all ? "all_chosen" : "chosen", { count: this.count })];
    const everyLoaded = size > 0 && size === this.grid.table.getDataCount();
    if (!this.all && everyLoaded && this.grid.next) {
      const words = say("choose_all", { count: countText(this.grid.matches) });
      parts.push(make("button", { type: "button", onclick: () => this.chooseAll() }, words));
    }
    if (size) parts.push(make("button", { type: "button", onclick: () => this.clear() }, say("clear_choice")));
    this.words.replaceChildren(...parts);
    this.listeners.forEach((listener) => listener());
  }
}
