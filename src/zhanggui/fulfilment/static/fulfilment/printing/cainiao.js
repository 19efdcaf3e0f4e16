// The words of the 菜鸟 print component, which those of most other platforms share.
//
// "print" answered with success means only that the order was understood. A label is out when the pushed
// notifyPrintResult says printed (or notifyDocResult, or notifyTaskResult completeSuccess of newer programs);
// rendered is not out.
const VERSION = "1.0";
const PUSHED = new Set(["notifyprintresult", "printresultnotify"]);
const OUT = new Set(["printed", "success"]);
const NOT_OUT = new Set(["failed", "canceled", "cancelled"]);

const asked = (cmd, requestID, more = {}) => ({ cmd, requestID, version: VERSION, ...more });

export const replyKey = (message) => (isPushed(message) ? null : message.requestID ?? null);

const isPushed = ({ cmd = "" }) => cmd.toLowerCase().startsWith("notify") || PUSHED.has(cmd.toLowerCase());

export const printers = (id) => asked("getPrinters", id);

export function readPrinters(reply) {
  return {
    usual: reply.defaultPrinter ?? "",
    printers: (reply.printers ?? []).map(({ name, status }) => ({ name, isReady: status !== "disable" })),
  };
}

export const configure = (id, { printer, x, y }) => asked("setPrinterConfig", id, {
  printer: { name: printer, horizontalOffset: x, verticalOffset: y, forceNoPageMargins: true, autoPageSize: false },
});

// One document to a task: a task that is lost then never prints another label twice.
export function print(id, component, one, printer) {
  return asked("print", id, {
    task: {
      taskID: one.task, preview: false, printer, notifyMode: "allInOne",
      firstDocumentNumber: one.sequence, totalDocumentCount: one.total,
      documents: [{ documentID: one.waybill, contents: contentsOf(component, one.data) }],
    },
  });
}

export const testPrint = (id, task, printer, template) => asked("print", id, {
  task: { taskID: task, preview: false, printer, documents: [{ documentID: task, contents: [{ data: {}, templateURL: template }] }] },
});

export const tasks = (id, names) => asked("getTaskStatus", id, { taskID: names });

// The print data stays as the platform gave it; what is not inside it stands beside it.
export function contentsOf(component, { content, signature, templateUrl, version, sender, params }) {
  const given = objectIn(content) ?? { encryptedData: content, signature, ver: version || undefined };
  const addData = { [component.senderKey]: component.senderKey === "senderInfo" ? senderInfo(sender) : sender };
  const pass = params ? { params } : {};
  return [{ [component.templateKey]: templateUrl, ...given, ...pass, addData: given.addData ?? addData }];
}

function senderInfo({ name, mobile, phone, address }) {
  return {
    contact: { name, mobile: mobile || phone },
    address: {
      countryCode: "CHN", provinceName: address.province, cityName: address.city, districtName: address.district,
      streetName: address.town, detailAddress: address.detail,
    },
  };
}

function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

// What a message says of tasks: [{task, state: printed|failed|pending|unknown, words, printer}].
export function events(message) {
  const cmd = (message.cmd ?? "").toLowerCase();
  if (cmd === "print") return orderAnswered(message);
  if (PUSHED.has(cmd)) return printResult(message);
  if (cmd === "notifydocresult") return documentResult(message);
  if (cmd === "notifytaskresult") return taskResult(message);
  if (cmd === "gettaskstatus") return (message.printStatus ?? []).flatMap(taskState);
  return [];
}

function orderAnswered({ taskID, status, msg, errorCode }) {
  if (!taskID) return [];
  const state = status === "failed" || (errorCode ?? 0) !== 0 ? "failed" : "pending";
  return [{ task: taskID, state, words: state === "failed" ? sentence(msg, errorCode) : "" }];
}

function printResult({ taskID, taskStatus, printer, printStatus = [], msg }) {
  const said = printStatus[0] ?? {};
  const bad = NOT_OUT.has(taskStatus) || NOT_OUT.has(said.status);
  if (bad) return [{ task: taskID, state: "failed", words: sentence(said.msg ?? said.detail ?? msg), printer: said.printer ?? printer }];
  return [{ task: taskID, state: taskStatus === "printed" ? "printed" : "pending", words: "", printer: said.printer ?? printer }];
}

function documentResult({ taskId, taskID, status, code, detail, printer }) {
  const task = taskId ?? taskID;
  if (code) return [{ task, state: "failed", words: sentence(detail, code), printer }];
  return [{ task, state: status === "printed" ? "printed" : NOT_OUT.has(status) ? "failed" : "pending", words: detail ?? "", printer }];
}

function taskResult({ taskId, taskID, status, code, detail, printer }) {
  const task = taskId ?? taskID;
  if (status === "completeSuccess") return [{ task, state: "printed", words: "", printer }];
  const bad = /fail/i.test(status ?? "") || code;
  return [{ task, state: bad ? "failed" : "pending", words: bad ? sentence(detail, code) : "", printer }];
}

function taskState({ taskID, detailStatus = [] }) {
  const [said] = detailStatus;
  if (!said) return [{ task: taskID, state: "unknown", words: "" }];
  const state = OUT.has(said.status) ? "printed" : NOT_OUT.has(said.status) ? "failed" : "pending";
  return [{ task: taskID, state, words: said.msg ?? "", printer: said.printer }];
}

const sentence = (words, code) => [words, code].filter((part) => part !== undefined && part !== "" && part !== 0).join(" ");
