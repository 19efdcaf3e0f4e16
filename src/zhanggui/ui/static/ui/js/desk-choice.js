// Which rows are chosen: those ticked, or all that match.
import { $, make } from "./elements.js";
import { countText } from "./format.js";
import { say } from "./words.js";

export class Choice {
  constructor(root, grid, question) {
    Object.assign(this, { grid, question, all: false, ready: false, listeners: [] });
    this.words = $("[data-choice]", root);
    this.bar = $(".choice-bar", root);
    grid.table.on("rowSelectionChanged", () => { this.all = false; this.show(); });
    grid.ready.then(() => { this.ready = true; this.show(); });
  }

  get chosen() {
    return this.ready ? this.grid.table.getSelectedData() : [];
  }

  // What was seen of them: an edit of what somebody else has changed since is refused with the difference.
  get seen() {
    return Object.fromEntries(this.chosen.filter((row) => row.seen).map((row) => [row.id, row.seen]));
  }

  get ids() {
    if (!this.ready) return [];
    return this.chosen.map((row) => row.id);
  }

  get size() {
    return this.all ? this.grid.matches.number : this.ids.length;
  }

  get count() {
    return this.all ? countText(this.grid.matches) : String(this.ids.length);
  }

  get target() {
    // Who chose by conditions has seen the rows on the page, and vouches for the others unseen.
    const seen = this.seen;
    return this.all ? { matching: Object.fromEntries(this.question.params()), seen } : { ids: this.ids, seen };
  }

  clear() {
    this.all = false;
    if (this.ready) this.grid.table.deselectRow();
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
    const parts = [say(this.all ? "all_chosen" : size ? "chosen" : "none_chosen", { count: this.count })];
    const everyLoaded = size > 0 && this.grid.table.getDataCount() === size;
    if (!this.all && everyLoaded && this.grid.next) {
      const words = say("choose_all", { count: countText(this.grid.matches) });
      parts.push(make("button", { type: "button", onclick: () => this.chooseAll() }, words));
    }
    if (size) parts.push(make("button", { type: "button", onclick: () => this.clear() }, say("clear_choice")));
    this.words.replaceChildren(...parts);
    this.listeners.forEach((listener) => listener());
  }
}
