// The current document beside its list. It follows the current row; the list stays where it is.
import { $, icon, make, pageData } from "./elements.js";
import { ask } from "./ask.js";
import { fold } from "./folding.js";
import { say } from "./words.js";

const LOOKS = { primary: "btn-primary", danger: "btn-danger", plain: "" };
const FOLLOWS_AFTER_MS = 120; // who runs down the list with the arrow held asks only where they stop

export class Panel {
  constructor(root, page, grid, acting) {
    Object.assign(this, { page, grid, acting, id: null, shown: null, asking: null });
    this.place = $("[data-panel]", root);
    this.place.addEventListener("click", ({ target }) => {
      const step = target.closest("[data-panel-step]");
      if (step) this.follow(grid.step(Number(step.dataset.panelStep)));
      if (target.closest("[data-panel-close]")) this.close();
    });
  }

  get isOpen() {
    return !this.place.hidden;
  }

  // The target of an action when no row is chosen.
  get target() {
    return this.isOpen && this.shown ? { ids: [this.shown.id], seen: { [this.shown.id]: this.shown.seen } } : null;
  }

  open(row) {
    if (!row || !this.page.sheet_url) return;
    if (!this.isOpen) {
      this.place.hidden = false;
      row.getTable().redraw();
      row.getTable().scrollToRow(row, "nearest", false);
    }
    this.load(row.getData().id);
  }

  toggle(row) {
    if (this.isOpen) this.close();
    else this.open(row);
  }

  follow(row) {
    if (!this.isOpen || !row) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.load(row.getData().id), FOLLOWS_AFTER_MS);
  }

  close() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.place.hidden = true;
    this.place.replaceChildren();
    Object.assign(this, { id: null, shown: null });
    this.grid.table.redraw();
  }

  refresh() {
    if (this.isOpen && this.id !== null) this.load(this.id);
  }

  async load(id) {
    this.asking?.abort();
    this.asking = new AbortController();
    this.id = id;
    this.place.classList.add("is-loading");
    try {
      const answer = await ask(`${this.page.sheet_url}${id}/panel`, { signal: this.asking.signal });
      this.show(await answer.text());
    } catch (refusal) {
      if (refusal.name === "AbortError") return;
      this.shown = null;
      this.place.replaceChildren(make("p", { class: "panel-trouble" }, refusal.sentence ?? say("load_failed"), " ",
        make("button", { type: "button", class: "btn btn-sm", onclick: () => this.refresh() }, say("try_again"))));
    }
    this.place.classList.remove("is-loading");
  }

  // The fragment is our own page, written by the server's templates.
  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    this.place.replaceChildren(...parsed.body.children);
    this.shown = pageData("panel-page");
    const place = $("[data-panel-actions]", this.place);
    const button = (action, look) => this.button(action, look);
    place.replaceChildren(...this.shown.actions.map((action) => button(action, `btn btn-sm ${LOOKS[action.look]}`)));
    fold(place, this.shown.actions, button);
    window.htmx?.process(this.place);
  }

  button(action, look) {
    return make("button", { type: "button", class: look, onclick: () => this.run(action) },
      action.icon ? icon(action.icon) : null, action.title);
  }

  run(action) {
    return this.acting.run(action, this.target, "1", 1);
  }

  runKey(key) {
    const action = this.isOpen && this.shown?.actions.find((each) => each.key === key);
    if (action) this.run(action);
    return Boolean(action);
  }
}
