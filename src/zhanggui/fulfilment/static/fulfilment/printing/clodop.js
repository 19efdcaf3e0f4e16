// C-Lodop: a script that its local program serves, and commands that draw a label of our own.
const MM = "mm";
const FONT = "Microsoft YaHei";
const FIND_MS = 4000;
const LOOK_MS = 400;
const ALIGN = { 0: 1, 0.5: 2, 1: 3 };
const heard = new Map();

// The program's object, or null where none of the addresses serves it.
export async function findClodop(addresses) {
  for (const address of addresses) {
    if (!window.getCLodop) await load(`${address}/CLodopfuncs.js`);
  }
  const lodop = window.getCLodop?.();
  if (lodop) lodop.On_Return = (task, value) => { heard.get(task)?.(value); };
  return lodop ?? null;
}

function load(address) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => { script.remove(); resolve(); });
    setTimeout(resolve, FIND_MS);
    document.head.append(script);
  });
}

export function printersOf(lodop) {
  const count = Number(lodop.GET_PRINTER_COUNT()) || 0;
  return Array.from({ length: count }, (_, place) => ({ name: lodop.GET_PRINTER_NAME(place), isReady: true }));
}

// Draws one label and answers printed, failed or unknown once the printer's queue has said so.
export async function printLabel(lodop, { task, commands, html = "", address = "" }, { printer, x, y, width, height }, patience = 20000) {
  lodop.PRINT_INIT(task);
  lodop.SET_PRINT_PAGESIZE(1, `${width}${MM}`, `${height}${MM}`, "");
  if (printer && !lodop.SET_PRINTER_INDEX(printer)) return { state: "failed", words: printer };
  const whole = [y, x, width, height].map((value) => `${value.toFixed(2)}${MM}`);
  if (address) lodop.ADD_PRINT_URL(...whole, address);
  else if (html) lodop.ADD_PRINT_HTM(...whole, harmless(html));
  for (const command of commands ?? []) draw(lodop, command, x, y);
  return sent(lodop, patience);
}

// A whole PDF, each page on A4. UNCONFIRMED: ADD_PRINT_PDF takes the file as text (a data address) only in the
// extended edition of the program.
export async function printPdf(lodop, { title, pdf }, { printer, x, y }, patience = 60000) {
  lodop.PRINT_INIT(title);
  lodop.SET_PRINT_PAGESIZE(1, `210${MM}`, `297${MM}`, "A4");
  if (printer && !lodop.SET_PRINTER_INDEX(printer)) return { state: "failed", words: printer };
  lodop.ADD_PRINT_PDF(`${y.toFixed(2)}${MM}`, `${x.toFixed(2)}${MM}`, `210${MM}`, `297${MM}`, pdf);
  return sent(lodop, patience);
}

// What was drawn goes to the printer; its queue says what became of it.
async function sent(lodop, patience) {
  lodop.SET_PRINT_MODE("CATCH_PRINT_STATUS", true);
  const job = await answered(lodop.PRINT());
  if (!job) return { state: "failed", words: "" };
  for (let waited = 0; waited < patience; waited += LOOK_MS) {
    if (Number(await answered(lodop.GET_VALUE("PRINT_STATUS_OK", job))) === 1) return { state: "printed", words: "" };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { state: "unknown", words: "" };
}

// A label that a provider has drawn, without anything that could run.
export function harmless(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const one of page.querySelectorAll("script, iframe, frame, object, embed, applet, base, meta[http-equiv]")) one.remove();
  for (const one of page.querySelectorAll("*")) {
    for (const { name, value } of [...one.attributes]) {
      if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) one.removeAttribute(name);
    }
  }
  return `<!doctype html>${page.documentElement.outerHTML}`;
}

// A value, or the name of a task whose value comes by On_Return.
function answered(said) {
  return new Promise((resolve) => {
    heard.set(said, (value) => { heard.delete(said); resolve(value); });
    setTimeout(() => { if (heard.delete(said)) resolve(null); }, FIND_MS);
  });
}

function draw(lodop, command, dx, dy) {
  const left = command.x + dx;
  const top = command.y + dy;
  const place = [top, left, command.width, command.height].map((value) => `${value.toFixed(2)}${MM}`);
  if (command.do === "text") {
    lodop.ADD_PRINT_TEXT(...place, command.text);
    lodop.SET_PRINT_STYLEA(0, "FontName", FONT);
    lodop.SET_PRINT_STYLEA(0, "FontSize", command.size);
    lodop.SET_PRINT_STYLEA(0, "Bold", command.bold ? 1 : 0);
    lodop.SET_PRINT_STYLEA(0, "Alignment", ALIGN[command.align] ?? 1);
  } else if (command.do === "code128" || command.do === "qr") {
    lodop.ADD_PRINT_BARCODE(...place, command.do === "qr" ? "QRCode" : "128Auto", command.text);
    if (command.do === "code128") lodop.SET_PRINT_STYLEA(0, "ShowBarText", 0);
  } else {
    const end = [top + command.height, left + command.width].map((value) => `${value.toFixed(2)}${MM}`);
    lodop.ADD_PRINT_LINE(place[0], place[1], ...end, command.do === "dashes" ? 2 : 0, 1);
  }
}
