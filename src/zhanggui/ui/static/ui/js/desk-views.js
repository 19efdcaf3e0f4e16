// Saved views: tab, filters, sort and columns under a name; own or shared, each person in an order of their own.
import { $, $$, icon, make } from "./elements.js";
import { askJson } from "./ask.js";
import { say } from "./words.js";
import { toast } from "./toasts.js";

const ICONS = { everybody: "users", posts: "users-group", people: "user-share", me: "bookmark" };

export class Views {
  constructor(root, page, question, grid, columns) {
    Object.assign(this, { page, question, grid, columns, views: page.views });
    this.list = $("[data-view-list]", root);
    this.menu = $("[data-views]", root);
    this.title = $("[data-view-title]", root);
    this.form = $("[data-save-view]", root);
    this.form.addEventListener("submit", (event) => this.save(event));
    this.form.elements.share?.addEventListener("change", () => this.offer());
    this.show();
    const opened = this.views.find((view) => view.id === question.opened);
    if (opened) this.name(opened);
  }

  show() {
    this.list.replaceChildren(...this.views.map((view, place) => make("div", { class: "menu-row" },
      make("button", { type: "button", onclick: () => this.use(view) }, icon(ICONS[this.sharedWith(view)]), view.title,
        view.opens_for.length ? make("span", { class: "tone tone-info" }, say("view_opens")) : null,
        view.mine ? null : make("span", { class: "quiet" }, view.by)),
      this.tool("chevron-up", "view_up", () => this.move(place, -1), place === 0),
      this.tool("chevron-down", "view_down", () => this.move(place, 1), place === this.views.length - 1),
      view.mine ? this.tool("trash", "delete_view", () => this.remove(view)) : make("span", { class: "menu-gap" }))));
  }

  tool(name, words, onclick, disabled = false) {
    return make("button", { type: "button", class: "menu-tool", onclick, disabled, title: say(words), "aria-label": say(words) }, icon(name));
  }

  sharedWith(view) {
    return view.shared ? "everybody" : view.posts.length ? "posts" : view.people.length || !view.mine ? "people" : "me";
  }

  name(view) {
    this.title.textContent = view.title;
  }

  use(view) {
    this.menu.removeAttribute("open");
    this.name(view);
    if (view.layout.columns) {
      this.grid.setColumns(view.layout.columns);
      this.columns.show();
    }
    const cleared = Object.fromEntries([...this.question.known].map((name) => [name, ""]));
    this.question.set({ ...cleared, ...view.layout.question });
  }

  // Whom one may share with is asked for when somebody wants to share, not with every page.
  async offer() {
    const share = this.form.elements.share.value;
    const places = $$("[data-share-with]", this.form);
    places.forEach((place) => { place.hidden = place.dataset.shareWith !== share; });
    $("[data-opens]", this.form).hidden = share !== "posts";
    if (this.audience || !["posts", "people"].includes(share)) return;
    try {
      this.audience = await askJson(this.page.views_url);
      places.forEach((place) => place.replaceChildren(...this.audience[place.dataset.shareWith].map(([value, label]) =>
        make("option", { value }, label))));
    } catch (refusal) {
      toast(refusal.sentence ?? String(refusal), { bad: true });
    }
  }

  async save(event) {
    event.preventDefault();
    const { title, share, opens } = this.form.elements;
    const chosen = (kind) => (share?.value === kind ? [...$(`[data-share-with=${kind}]`, this.form).selectedOptions].map((each) => each.value) : []);
    const body = {
      title: title.value.trim(),
      layout: { question: this.question.values, columns: this.grid.layout() },
      shared: share?.value === "everybody",
      posts: chosen("posts"),
      people: chosen("people").map(Number),
      opens: share?.value === "posts" && opens.checked,
      seen: Object.fromEntries(this.views.flatMap((view) => view.opens_for.map((post) => [post, view.id]))),
    };
    if (await this.change("POST", body, say("view_saved", { title: body.title }))) {
      this.form.reset();
      if (share) this.offer();
    }
  }

  move(place, by) {
    const order = this.views.map((view) => view.id);
    order.splice(place + by, 0, ...order.splice(place, 1));
    return this.change("PUT", { order });
  }

  remove(view) {
    return this.change("DELETE", { id: view.id }, say("view_deleted", { title: view.title }));
  }

  async change(method, body, words) {
    try {
      this.views = (await askJson(this.page.views_url, { method, body })).views;
      this.show();
      if (words) toast(words);
      return true;
    } catch (refusal) {
      toast(refusal.sentence ?? String(refusal), { bad: true });
      return false;
    }
  }
}
