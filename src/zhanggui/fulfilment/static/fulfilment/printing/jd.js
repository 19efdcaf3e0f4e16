// The words of the 京东 print component (3.3.2.7 and later). It pushes nothing: its answer to PRINT, code 2, is its word
// that the label is out, and it cannot be asked later what became of one.
const VERSION = "2";
const PRINTED = "2";
const PRINTERS = "6";

const asked = (orderType, key, parameters) => ({ orderType, key, version: VERSION, dataType: "app", parameters });

export const replyKey = (message) => message.key ?? null;

export const printers = (id) => asked("GET_Printers", id, {});

export function readPrinters(reply) {
  const told = reply.detailinfo?.printers ?? [];
  return { usual: "", printers: told.map((one) => ({ name: one.name ?? one, isReady: one.status !== "disable" })) };
}

export const configure = null;

export const tasks = null;

// The key names the task: what it answers is then known to be of this label.
export function print(id, component, one, printer) {
  const { content, templateUrl, sender } = one.data;
  return asked("PRINT", one.task, {
    printName: printer, contents: [{ [component.templateKey]: templateUrl, printData: content, addData: { sender } }],
  });
}

export function events({ code, key, success, message, status }) {
  if (String(code) === PRINTERS || !key) return [];
  const isOut = String(code) === PRINTED && String(success) === "true";
  return [{ task: key, state: isOut ? "printed" : "failed", words: isOut ? "" : [message, status].filter(Boolean).join(" ") }];
}
