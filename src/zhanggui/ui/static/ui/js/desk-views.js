// Saved views: tab, filters, sort and columns under a name, own or shared.
import { $, icon, make } from "./elements.js";
import { askJson } from "./ask.js";
import { say } from "./words.js";
import { toast } from "./toasts.js";

export class Views {
  constructor(root, page, question, grid, columns) {
    Object.assign(this, { page, question, grid, columns, views: page.views });
    this.list = $("[data-view-list]", root);
    this.menu = $("[data-views]", root);
    this.title = $("[data-view-title]", root);
    $("[data-save-view]", root).addEventListener("submit", (event) => this.save(event));
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.views.map((view) => make("div", { class: "menu-row" },
      make("button", { type: "button", onclick: () => this.use(view) }, icon(view.shared ? "users" : "bookmark"), view.title,
        view.mine ? null : make("span", { class: "quiet" }, view.by)),
      view.mine ? make("button", { type: "button", onclick: () => this.remove(view), title: say("delete_view"), "aria-label": say("delete_view") }, icon("trash")) : null)));
  }

  use(view) {
    this.menu.removeAttribute("open");
    this.title.textContent = view.title;
    if (view.layout.columns) {
      this.grid.setColumns(view.layout.columns);
      this.columns.show();
    }
    const cleared = Object.fromEntries([...this.question.known].map((name) => [name, ""]));
    this.question.set({ ...cleared, ...view.layout.question });
  }

  async save(event) {
    event.preventDefault();
    const form = event.target;
    const title = form.elements.title.value.trim();
    const layout = { question: this.question.values, columns: this.grid.layout() };
    await this.change("POST", { title, layout, shared: Boolean(form.elements.shared?.checked) }, say("view_saved", { title }));
    form.reset();
  }

  remove(view) {
    return this.change("DELETE", { id: view.id }, say("view_deleted", { title: view.title }));
  }

  async change(method, body, words) {
    try {
      this.views = (await askJson(this.page.views_url, { method, body })).views;
      this.show();
      toast(words);
    } catch (refusal) {
      toast(refusal.sentence ?? String(refusal), { bad: true });
    }
  }
}
