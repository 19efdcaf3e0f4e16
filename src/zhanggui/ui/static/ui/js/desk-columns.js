// Which columns are shown. Order and width are changed in the grid's head.
import { $, make } from "./elements.js";

export class ColumnMenu {
  constructor(root, page, grid) {
    Object.assign(this, { page, grid });
    this.place = $("[data-columns]", root);
    grid.ready.then(() => this.show());
  }

  show() {
    const shown = new Set(this.grid.visibleColumns());
    this.place.replaceChildren(...this.page.columns.map((column) => {
      const box = make("input", { type: "checkbox", disabled: column.frozen });
      box.checked = shown.has(column.name);
      box.addEventListener("change", () => this.grid.table.toggleColumn(column.name));
      return make("label", {}, box, column.title);
    }));
  }
}
