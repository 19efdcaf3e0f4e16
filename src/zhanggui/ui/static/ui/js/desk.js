// A desk: the parts of the page, tied together.
import { $, pageData } from "./elements.js";
import { Acting } from "./acting.js";
import { ActionBar } from "./desk-actions.js";
import { Choice } from "./desk-choice.js";
import { ColumnMenu } from "./desk-columns.js";
import { Filters } from "./desk-filters.js";
import { Grid } from "./desk-grid.js";
import { useKeys } from "./desk-keys.js";
import { stayLive } from "./desk-live.js";
import { Panel } from "./desk-panel.js";
import { Question } from "./desk-question.js";
import { Tabs } from "./desk-tabs.js";
import { Views } from "./desk-views.js";

const page = pageData("desk-page");
const root = $("#desk");
const question = new Question(page);
const tabs = new Tabs(root, page, question);
const grid = new Grid(root, page, question, { onAnswer: (answer) => tabs.showCounts(answer), onShow: (row) => panel.open(row) });
const acting = new Acting({ actions: page.actions, onDone: () => { grid.table.deselectRow(); loadAgain(); } });
const panel = new Panel(root, page, grid, acting);
const choice = new Choice(root, grid, question);
const actionBar = new ActionBar(root, page, question, choice, acting);
const filters = new Filters(root, page, question);
const columns = new ColumnMenu(root, page, grid);
new Views(root, page, question, grid, columns);
useKeys(root, { grid, tabs, actionBar, filters, choice, panel });

async function loadAgain() {
  const { id } = panel;
  await grid.reload();
  grid.makeCurrentAgain(id);
  panel.refresh();
}

question.onChange(() => {
  tabs.show();
  filters.show();
  actionBar.show();
  choice.clear();
  panel.close();
  grid.reload();
});
// A button in a row runs its action on that row alone; the row is not chosen by it.
grid.element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  const action = button && page.actions.find((each) => each.name === button.dataset.act);
  if (!action) return;
  event.stopPropagation();
  acting.run(action, { ids: [Number(button.dataset.id)] }, "1", 1);
}, true);
stayLive(root, { page, question, grid, tabs });
$("[data-export]", root)?.addEventListener("click", (event) => {
  event.currentTarget.href = `${page.export_url}?${question.params({ columns: grid.visibleColumns().join(",") })}`;
});
