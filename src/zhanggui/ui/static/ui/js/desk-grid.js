// The grid: Tabulator over the desk's rows. Each page is fetched after the last row of the one before.
import { $, make } from "./elements.js";
import { askJson } from "./ask.js";
import { cellContent, countText } from "./format.js";
import { widthOf } from "./desk-widths.js";
import { say } from "./words.js";

const RIGHT = new Set(["money", "quantity"]);
const PAGE = 100;

export class Grid {
  // `onShow` is told of a row that somebody wants to see.
  constructor(root, page, question, { onAnswer, onShow }) {
    Object.assign(this, { page, question, onAnswer, onShow, next: null, matches: null, current: null });
    this.layoutKey = `desk:${page.name}`;
    this.element = $("[data-grid]", root);
    this.loaded = $("[data-loaded]", root);
    this.table = new window.Tabulator(this.element, {
      height: "100%",
      layout: "fitDataFill",
      columns: this.columns(this.openedColumns() ?? this.storedColumns()),
      columnDefaults: { headerSortTristate: false, resizable: "header", minWidth: 48 },
      rowHeader: {
        formatter: "rowSelection", titleFormatter: "rowSelection", headerSort: false, resizable: false, frozen: true,
        width: 36, minWidth: 36, hozAlign: "center", headerHozAlign: "center",
        titleFormatterParams: { rowRange: "active" },
      },
      selectableRows: "highlight", // rows are chosen by their boxes and keys; a click shows the row
      movableColumns: true,
      rowHeight: 30,
      index: "id",
      rowFormatter: (row) => row.getElement().querySelector("[type=checkbox]")?.setAttribute("aria-label", say("choose_row")),
      sortMode: "remote",
      ajaxURL: page.rows_url,
      ajaxRequestFunc: (_url, _config, params) => this.fetch(params),
      ajaxResponse: (_url, _params, answer) => answer,
      progressiveLoad: "scroll",
      progressiveLoadScrollMargin: 600,
      paginationSize: PAGE,
      dataLoader: false,
      placeholder: () => this.wordsOfNothing(),
      initialSort: this.sorters(),
    });
    this.ready = new Promise((resolve) => this.table.on("tableBuilt", resolve));
    this.ready.then(() => this.element.querySelector(".tabulator-header [type=checkbox]")?.setAttribute("aria-label", say("choose_rows")));
    this.listen();
  }

  // What the desk says of being empty is true of all of it; in another tab there is only nothing of that kind.
  wordsOfNothing() {
    if (this.question.narrowed) return say("no_rows_filtered");
    return (this.question.get("tab") === (this.page.tabs[0]?.name ?? "") && this.page.empty) || say("no_rows");
  }

  listen() {
    const keep = () => this.keepColumns();
    ["columnMoved", "columnResized", "columnVisibilityChanged"].forEach((event) => this.table.on(event, keep));
    this.table.on("rowClick", (event, row) => this.click(event, row));
    this.table.on("rowDblClick", (event, row) => this.open(row));
    this.table.on("dataSorting", (sorters) => {
      const [sort] = sorters;
      if (!sort?.field) return;
      const chosen = `${sort.dir === "desc" ? "-" : ""}${sort.field}`;
      this.question.set({ sort: chosen === this.usualSort() ? "" : chosen }, { quiet: true });
    });
    this.element.addEventListener("click", (event) => this.tick(event), true);
    this.element.addEventListener("mouseover", ({ target }) => this.tip(target.closest(".tabulator-cell")));
    this.table.on("dataLoadError", (error) => this.showFailure(error));
  }

  async fetch({ page }) {
    this.busy = true;
    this.element.classList.add("is-loading");
    const first = page === 1;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const more = { size: PAGE, columns: this.wantedColumns().join(",") };
      if (!first) more.after = this.next;
      const answer = await askJson(`${this.page.rows_url}?${this.question.params(more)}`);
      if (turn !== this.turn) return { data: [], last_page: page }; // a newer question is on its way
      this.next = answer.next;
      if (first) {
        this.matches = answer.matches;
        this.current = null;
        this.onAnswer(answer);
      }
      requestAnimationFrame(() => this.showLoaded());
      return { data: answer.rows, last_page: answer.next ? page + 1 : page };
    } finally {
      if (turn === this.turn) {
        this.busy = false;
        this.element.classList.remove("is-loading");
      }
    }
  }

  async reload() {
    await this.ready;
    await this.offerSorts();
    const sort = this.sorters();
    if (sort.length) this.table.setSort(sort);
    else await this.table.setData(this.page.rows_url);
  }

  get atTop() {
    return this.element.querySelector(".tabulator-tableholder").scrollTop === 0;
  }

  showLoaded() {
    const count = this.table.getDataCount();
    this.loaded.textContent = `${say("rows_loaded", { count })} ${this.matches ? say("of_matching", { count: countText(this.matches) }) : ""}`;
  }

  showFailure(error) {
    this.table.clearAlert();
    this.loaded.replaceChildren(
      make("span", { class: "tone tone-bad" }, error.sentence ?? say("load_failed")), " ",
      make("button", { type: "button", class: "btn btn-sm", onclick: () => this.reload() }, say("try_again")));
  }

  // Columns

  columns(stored) {
    const known = new Map(this.page.columns.map((column) => [column.name, column]));
    const order = [...(stored ?? []).map((each) => each.name).filter((name) => known.has(name)), ...known.keys()];
    return [...new Set(order)].map((name) => this.column(known.get(name), (stored ?? []).find((each) => each.name === name)));
  }

  column(column, stored) {
    const right = RIGHT.has(column.kind) ? "right" : "left";
    return {
      field: column.name, title: column.title, width: stored?.width ?? widthOf(column), visible: stored?.shown ?? column.shown,
      frozen: column.frozen, headerSort: this.sorts(column), hozAlign: right, headerHozAlign: right,
      cssClass: right === "right" ? "is-number" : "",
      formatter: (cell) => this.cell(cell, column), tooltip: false,
    };
  }

  cell(cell, column) {
    const row = cell.getData();
    const content = cellContent(cell.getValue(), column, row);
    const href = column.opens ? column.opens.replace("{id}", row.id) : column.link && this.page.sheet_url && `${this.page.sheet_url}${row.id}/`;
    return href ? make("a", { href, tabindex: "-1" }, content) : content;
  }

  // What a cell cuts off stands whole in its tip.
  tip(cell) {
    if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? cell.textContent : "";
  }

  wantedColumns() {
    return this.page.columns.map((column) => column.name);
  }

  visibleColumns() {
    return this.layout().filter((column) => column.shown).map((column) => column.name);
  }

  layout() {
    return this.table.getColumns().filter((column) => column.getField())
      .map((column) => ({ name: column.getField(), width: column.getWidth(), shown: column.isVisible() }));
  }

  openedColumns() {
    return this.page.views.find((view) => view.id === this.question.opened)?.layout.columns;
  }

  storedColumns() {
    try { return JSON.parse(localStorage.getItem(this.layoutKey)); } catch { return null; }
  }

  keepColumns() {
    localStorage.setItem(this.layoutKey, JSON.stringify(this.layout()));
  }

  setColumns(layout) {
    this.table.setColumns(this.columns(layout));
    this.keepColumns();
  }

  tab() {
    const name = this.question.get("tab");
    return this.page.tabs.find((tab) => tab.name === name) ?? (name ? null : this.page.tabs[0]);
  }

  usualSort() {
    return this.tab()?.sort ?? this.page.sort;
  }

  // No index sorts this tab by the columns it names.
  sorts(column) {
    return column.sortable && !this.tab()?.unsorted.includes(column.name);
  }

  async offerSorts() {
    for (const column of this.page.columns.filter((each) => each.sortable)) {
      const shown = this.table.getColumn(column.name);
      const sorts = this.sorts(column);
      if (shown && shown.getDefinition().headerSort !== sorts) await shown.updateDefinition({ headerSort: sorts });
    }
  }

  sorters() {
    const sort = this.question.get("sort") || this.usualSort();
    const field = sort.replace("-", "");
    const known = this.page.columns.some((column) => column.name === field && this.sorts(column));
    return known ? [{ column: field, dir: sort.startsWith("-") ? "desc" : "asc" }] : [];
  }

  // Current row

  click(event, row) {
    if (event.target.closest("a, button, input, .tabulator-row-header") || String(window.getSelection())) return;
    if (event.shiftKey) this.chooseUpTo(row);
    else if (event.ctrlKey || event.metaKey || !this.page.sheet_url) row.toggleSelect();
    this.makeCurrent(row);
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) this.onShow(row);
  }

  chooseUpTo(row) {
    this.table.selectRow([...this.between(this.current ?? row, row), row]);
  }

  // A box chooses its row beside those chosen already; with Shift also all from the box before.
  tick({ target, shiftKey }) {
    if (!target.matches(".tabulator-row .tabulator-row-header input")) return;
    const row = this.table.getRow(target.closest(".tabulator-row"));
    if (shiftKey && this.ticked) this.table.selectRow(this.between(this.ticked, row));
    this.ticked = row;
  }

  // The rows from this one to that one, without the latter.
  between(first, last) {
    const rows = this.table.getRows();
    const [from, to] = [rows.indexOf(first), rows.indexOf(last)];
    if (from < 0) return [];
    return from <= to ? rows.slice(from, to) : rows.slice(to + 1, from + 1);
  }

  // After a reload the document that was looked at is still the current one, where it is still listed.
  makeCurrentAgain(id) {
    const row = id === null ? null : this.table.getRow(id);
    if (row) this.makeCurrent(row);
  }

  makeCurrent(row) {
    this.current?.getElement()?.classList.remove("is-current");
    this.current = row;
    row.getElement().classList.add("is-current");
  }

  step(by) {
    const rows = this.table.getRows();
    const at = this.current ? rows.indexOf(this.current) + by : 0;
    const row = rows[Math.max(0, Math.min(at, rows.length - 1))];
    if (!row) return null;
    this.makeCurrent(row);
    this.table.scrollToRow(row, "nearest", false).then(() => row.getElement().classList.add("is-current"));
    return row;
  }

  open(row = this.current) {
    if (row && this.page.sheet_url) window.location.href = `${this.page.sheet_url}${row.getData().id}/`;
  }
}
