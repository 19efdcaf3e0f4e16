// The buttons of the actions that fit the tab.
import { $, $$, icon, make } from "./elements.js";
import { fold } from "./folding.js";

const LOOKS = { primary: "btn-primary", danger: "btn-danger", plain: "" };

export class ActionBar {
  constructor(root, page, question, choice, acting) {
    Object.assign(this, { page, question, choice, acting });
    this.place = $("[data-actions]", root);
    choice.onChange(() => this.enable());
    new ResizeObserver(() => this.fold()).observe(this.place);
    this.show();
    this.showKeys();
  }

  get offered() {
    const tab = this.question.get("q") ? "" : this.question.get("tab");
    return this.page.actions.filter((action) => !tab || !action.tabs.length || action.tabs.includes(tab));
  }

  show() {
    this.place.closest(".choice-bar").classList.toggle("is-idle", !this.offered.length);
    this.place.replaceChildren(...this.offered.map((action) => this.button(action, `btn btn-sm ${LOOKS[action.look]}`)));
    this.fold();
    this.enable();
  }

  fold() {
    fold(this.place, this.offered, (action, look) => this.button(action, look));
    this.enable();
  }

  button(action, look) {
    return make("button", { type: "button", class: look, "data-action": action.name, onclick: () => this.run(action) },
      action.icon ? icon(action.icon) : null, action.title, action.key ? make("kbd", {}, action.key.toUpperCase()) : null);
  }

  showKeys() {
    const keys = this.page.actions.filter((action) => action.key);
    $("[data-action-keys]")?.replaceChildren(...keys.flatMap((action) => [
      make("dt", {}, make("kbd", {}, action.key.toUpperCase())), make("dd", {}, action.title)]));
  }

  enable() {
    $$("[data-action]", this.place).forEach((button) => { button.disabled = !this.choice.size; });
  }

  run(action) {
    $("details[open]", this.place)?.removeAttribute("open");
    return this.acting.run(action, this.choice.target, this.choice.count, this.choice.size);
  }

  runKey(key) {
    const action = this.offered.find((each) => each.key === key);
    if (action) this.run(action);
    return Boolean(action);
  }
}
