// Search box and filter panel. A pasted list of numbers works in both.
import { $, $$, make } from "./elements.js";
import { say } from "./words.js";

export class Filters {
  constructor(root, page, question) {
    Object.assign(this, { page, question });
    this.panel = $("[data-filters]", root);
    this.opener = $("[data-open-filters]", root);
    this.counter = $("[data-filter-count]", root);
    this.search = $("[data-search]", root);
    this.opener?.addEventListener("click", () => this.toggle());
    this.search?.addEventListener("change", () => question.set({ q: this.search.value.trim() }));
    this.search?.addEventListener("search", () => this.search.value || question.set({ q: "" }));
    this.panel.addEventListener("submit", (event) => { event.preventDefault(); this.apply(); });
    this.panel.addEventListener("change", () => this.apply());
    this.build();
    this.show();
  }

  build() {
    this.panel.replaceChildren(...this.page.filters.map((filter) => this.row(filter)),
      (this.note = make("p", { class: "filter-note" })),
      make("div", { class: "filter-buttons" },
        make("button", { type: "submit", class: "btn btn-sm btn-primary" }, say("apply")),
        make("button", { type: "button", class: "btn btn-sm", onclick: () => this.clear() }, say("clear_filters"))));
  }

  row(filter) {
    if (filter.parameters.length === 2) {
      const type = filter.kind === "date" ? "date" : "number";
      const [from, to] = filter.parameters.map((name, at) =>
        make("input", { name, type, step: "any", "aria-label": `${filter.title} ${say(at ? "filter_to" : "filter_from")}` }));
      return make("div", { "data-filter": filter.name }, make("span", { class: "filter-name" }, filter.title), make("div", { class: "filter-range" }, from, "–", to));
    }
    const id = `filter-${filter.name}`;
    const field = filter.kind === "choice"
      ? make("select", { id, name: filter.name }, make("option", { value: "" }, "–"),
        ...filter.choices.map(([value, label]) => make("option", { value }, label)))
      : make("input", { id, name: filter.name });
    return make("div", { "data-filter": filter.name }, make("label", { for: id }, filter.title), field);
  }

  apply() {
    const changes = Object.fromEntries($$("[name]", this.panel).map((field) => [field.name, field.value.trim()]));
    this.question.set(changes);
  }

  clear() {
    this.question.set(Object.fromEntries(this.question.filterNames.map((name) => [name, ""])));
  }

  toggle(open = this.panel.hidden) {
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) $("input, select", this.panel)?.focus();
  }

  // Only filters that can find something in the tab stand there; of some it is said how far they look.
  fitToTab() {
    for (const filter of this.page.filters) $(`[data-filter="${filter.name}"]`, this.panel).hidden = !this.question.offers(filter);
    const count = this.page.tabs.find((tab) => tab.name === this.question.get("tab"))?.reach;
    const wide = this.page.filters.filter((filter) => filter.wide && this.question.offers(filter)).map((filter) => filter.title);
    const between = document.documentElement.lang.startsWith("zh") ? "、" : ", ";
    const lifting = this.page.filters.find((filter) => filter.few_days);
    this.note.hidden = !count || !wide.length;
    const reach = say("filters_reach", { count: count?.toLocaleString(), filters: wide.join(between) });
    this.note.replaceChildren(reach, ...(lifting ? [make("br"), say("filters_few_days", { days: lifting.few_days, title: lifting.title })] : []));
  }

  show() {
    $$("[name]", this.panel).forEach((field) => { field.value = this.question.get(field.name); });
    if (this.search) this.search.value = this.question.get("q");
    this.fitToTab();
    const used = this.question.filterNames.filter((name) => this.question.get(name)).length;
    if (this.counter) {
      this.counter.hidden = !used;
      this.counter.textContent = used;
    }
  }
}
