// Tabs with their counts. While searching, no tab is current: the search looks in all of them.
import { $$ } from "./elements.js";
import { countText } from "./format.js";

export class Tabs {
  constructor(root, page, question) {
    Object.assign(this, { page, question });
    this.buttons = $$("[data-tab]", root);
    this.buttons.forEach((button) => button.addEventListener("click", () => this.go(button.dataset.tab)));
    this.show();
  }

  go(tab) {
    this.question.set({ tab, q: "" });
  }

  goNumber(number) {
    const button = this.buttons[number - 1];
    if (button) this.go(button.dataset.tab);
  }

  show() {
    const current = this.question.get("q") ? null : this.question.get("tab");
    this.buttons.forEach((button) => button.setAttribute("aria-selected", String(button.dataset.tab === current)));
  }

  showCounts({ counts }) {
    if (!counts) return;
    $$("[data-count]").forEach((place) => {
      const count = counts[place.dataset.count];
      place.textContent = count?.number ? countText(count) : "";
    });
  }
}
