// While a desk is looked at, its counts stay true; when its rows have changed, the button to load them is lit.
import { $ } from "./elements.js";
import { askJson } from "./ask.js";

const EVERY = 15000;

export function stayLive(root, { page, question, grid, tabs }) {
  const reload = $("[data-reload]", root);
  const look = async () => {
    if (document.hidden || grid.busy) return;
    const asked = String(question.params());
    const answer = await askJson(`${page.rows_url}?${question.params({ size: 1, columns: page.columns[0].name })}`).catch(() => null);
    if (!answer || asked !== String(question.params())) return;
    tabs.showCounts(answer);
    const first = grid.table.getRows()[0]?.getData().id;
    const changed = answer.matches.number !== grid.matches?.number || answer.rows[0]?.id !== first;
    if (changed && !grid.table.getSelectedRows().length && grid.atTop && !grid.current) grid.reload();
    else reload.classList.toggle("is-lit", changed);
  };
  reload.addEventListener("click", () => { reload.classList.remove("is-lit"); grid.reload(); });
  setInterval(look, EVERY);
}
