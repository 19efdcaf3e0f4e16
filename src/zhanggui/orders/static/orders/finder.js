// A box with answers below it, worked by keyboard: arrows choose, Enter takes, Escape closes.
import { make } from "../ui/js/elements.js";

const PAUSE = 120;

// `ask(text)` answers a list; `show(item)` the cells of one; `take(item)` is told which was chosen.
export class Finder {
  constructor(input, list, { ask, show, take, none }) {
    Object.assign(this, { input, list, ask, show, take, none, items: [], at: 0, asked: 0, timer: 0 });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const place = [...list.children].indexOf(event.target.closest("li"));
      if (this.items[place]) this.choose(place);
    });
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  later(text) {
    clearTimeout(this.timer);
    if (!text.trim()) return this.close();
    this.timer = setTimeout(() => this.find(text), PAUSE);
  }

  async find(text) {
    clearTimeout(this.timer);
    const mine = ++this.asked;
    const items = await this.ask(text);
    if (mine !== this.asked) return this.items; // an older question was answered late
    this.items = items;
    this.at = 0;
    this.draw();
    return items;
  }

  draw() {
    const rows = this.items.map((item, place) => make("li", { role: "option", "aria-selected": String(place === this.at) }, ...this.show(item)));
    if (!rows.length) rows.push(make("li", { class: "is-none" }, this.none));
    this.list.replaceChildren(...rows);
    this.list.hidden = document.activeElement !== this.input;
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.items = [];
    this.list.hidden = true;
  }

  choose(place) {
    const item = this.items[place];
    this.close();
    this.take(item);
  }

  // True when the key was for the answers.
  onKey(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = (this.at + step + this.items.length) % (this.items.length || 1);
      this.draw();
    } else if (event.key === "Enter" && !event.ctrlKey && this.items.length) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
