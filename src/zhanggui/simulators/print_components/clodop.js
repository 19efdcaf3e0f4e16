// What the local program serves in place of C-Lodop: the calls a page makes of it, kept as commands and posted back.
(() => {
  const printers = __PRINTERS__;
  const home = new URL(document.currentScript.src).origin;
  const lodop = { CVERSION: "6.6.0.5", On_Return: null };
  let page = { title: "", commands: [], printer: "" };
  let asked = 0;
  const later = (path, body, pick) => {
    asked += 1;
    const task = `C${asked}`;
    fetch(`${home}/c_print/${path}`, { method: "POST", body: JSON.stringify(body) })
      .then((answer) => answer.json()).then((answer) => lodop.On_Return?.(task, pick(answer)))
      .catch(() => lodop.On_Return?.(task, null));
    return task;
  };
  const keep = (what) => (...given) => { page.commands.push([what, ...given]); return true; };
  lodop.PRINT_INIT = (title) => { page = { title, commands: [], printer: "" }; return true; };
  lodop.SET_PRINT_PAGESIZE = keep("SET_PRINT_PAGESIZE");
  lodop.GET_PRINTER_COUNT = () => printers.length;
  lodop.GET_PRINTER_NAME = (place) => printers[place];
  lodop.SET_PRINTER_INDEX = (name) => { if (!printers.includes(name)) return false; page.printer = name; return true; };
  for (const what of ["ADD_PRINT_TEXT", "ADD_PRINT_BARCODE", "ADD_PRINT_LINE", "ADD_PRINT_RECT", "ADD_PRINT_IMAGE", "ADD_PRINT_HTM", "ADD_PRINT_URL", "ADD_PRINT_PDF",
    "SET_PRINT_STYLE", "SET_PRINT_STYLEA", "SET_PRINT_MODE", "NewPage"]) lodop[what] = keep(what);
  lodop.PRINT = () => later("print", page, (answer) => answer.job);
  lodop.GET_VALUE = (name, job) => later("value", { name, job }, (answer) => answer.ok);
  window.getCLodop = () => lodop;
})();
