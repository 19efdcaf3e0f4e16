// Everything on a desk can be done without the mouse.
import { $, isTyping } from "./elements.js";

export function useKeys(root, { grid, tabs, actionBar, filters, choice, panel }) {
  const table = grid.table;
  const move = (by) => (event) => {
    if (event.shiftKey) grid.current?.select();
    const row = grid.step(by);
    if (event.shiftKey) row?.select();
    panel.follow(row);
  };
  const showOrChoose = () => (panel.page.sheet_url ? panel.toggle(grid.current ?? grid.step(0)) : grid.current?.toggleSelect());
  const keys = {
    ArrowDown: move(1),
    ArrowUp: move(-1),
    PageDown: move(20),
    PageUp: move(-20),
    Home: move(-1e9),
    " ": showOrChoose,
    v: () => grid.current?.toggleSelect(),
    Enter: () => grid.open(),
    Escape: () => (panel.isOpen ? panel.close() : choice.clear()),
    "/": () => filters.search?.select(),
    f: () => filters.opener && filters.toggle(),
  };
  document.addEventListener("keydown", (event) => {
    if ($("dialog[open]")) return;
    if (isTyping(event)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.target.closest("button, a, summary") && [" ", "Enter"].includes(event.key)) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault();
      table.selectRow();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act(event);
    } else if (/^[1-9]$/.test(event.key)) {
      tabs.goNumber(Number(event.key));
    } else if (choice.size || !panel.isOpen ? actionBar.runKey(event.key.toLowerCase()) : panel.runKey(event.key.toLowerCase())) {
      event.preventDefault();
    }
  });
}
