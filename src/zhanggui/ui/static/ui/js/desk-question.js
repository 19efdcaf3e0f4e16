// What is asked of the desk. It lives in the address, so that a page can be sent to a colleague.
export class Question {
  constructor(page) {
    this.page = page;
    this.listeners = [];
    this.known = new Set(["tab", "q", "sort", ...page.filters.flatMap((filter) => filter.parameters)]);
    this.values = {};
    const asked = new URLSearchParams(window.location.search);
    // An address that asks for nothing opens with the view of the post.
    const opening = asked.size ? null : page.views.find((view) => view.id === page.opens_with);
    this.opened = opening?.id ?? null;
    this.read(opening ? new URLSearchParams(opening.layout.question) : asked);
  }

  read(params) {
    this.values = {};
    for (const [name, value] of params) if (this.known.has(name) && value) this.values[name] = value;
    this.values.tab ??= this.page.tabs[0]?.name ?? "";
  }

  get(name) {
    return this.values[name] ?? "";
  }

  set(changes, { quiet = false } = {}) {
    this.values = { ...this.values, ...changes };
    if (!this.get("q")) this.page.filters.filter((filter) => !this.offers(filter)).forEach((filter) => filter.parameters.forEach((name) => delete this.values[name]));
    for (const [name, value] of Object.entries(this.values)) if (!value) delete this.values[name];
    history.replaceState(null, "", `?${this.params()}`);
    if (!quiet) this.listeners.forEach((listener) => listener());
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  params(more = {}) {
    return new URLSearchParams({ ...this.values, ...more });
  }

  get filterNames() {
    return this.page.filters.flatMap((filter) => filter.parameters);
  }

  // Whether a filter can find something in the tab.
  offers(filter) {
    return !filter.tabs.length || filter.tabs.includes(this.get("tab"));
  }

  get narrowed() {
    return Boolean(this.get("q")) || this.filterNames.some((name) => this.get(name));
  }
}
