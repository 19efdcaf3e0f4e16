// One trade as a table row, one API call as a log row.

import { word } from "./words.js";

const COLOURS = {
  WAIT_BUYER_PAY: "wait", PAID_FORBID_CONSIGN: "bad", WAIT_SELLER_SEND_GOODS: "ship", SELLER_CONSIGNED_PART: "ship",
  WAIT_BUYER_CONFIRM_GOODS: "gone", TRADE_FINISHED: "gone",
  WAIT_SELLER_AGREE: "bad", WAIT_BUYER_RETURN_GOODS: "wait", WAIT_SELLER_CONFIRM_GOODS: "wait", SELLER_REFUSE_BUYER: "bad",
};
const SHOWN_LINES = 2;

export function make(name, text = "", className = "") {
  const element = document.createElement(name);
  if (text !== "") element.textContent = text;
  if (className) element.className = className;
  return element;
}

function cell(className, ...children) {
  const td = make("td", "", className);
  td.append(...children);
  return td;
}

function pill(state) {
  return make("em", word(state), `pill ${COLOURS[state] ?? ""}`);
}

function item(line) {
  const element = make("div", "", "item");
  element.title = `${line.title} ${line.spec}`;
  element.append(make("b", `${line.code} ×${line.num}`), make("span", line.title));
  return element;
}

function states(trade) {
  const refunds = new Set(trade.lines.map((line) => line.refund).filter((state) => state !== "NO_REFUND" && state !== "CLOSED"));
  return [pill(trade.status), ...[...refunds].flatMap((state) => [make("br"), pill(state)])];
}

function shipment(trade) {
  const parcels = new Map(trade.lines.filter((line) => line.waybill).map((line) => [line.waybill, line.company]));
  return [...parcels].flatMap(([waybill, company]) => [make("span", company), make("small", waybill)]);
}

function notes(trade) {
  const found = [];
  if (trade.memo || trade.flag) {
    const memo = make("div", "", "note");
    memo.append(make("i", "", `flag flag${trade.flag}`), trade.memo);
    memo.title = trade.memo;
    found.push(memo);
  }
  if (trade.message) {
    const message = make("div", trade.message, "note sub");
    message.title = trade.message;
    found.push(message);
  }
  return found;
}

export function tradeRow(trade, picked) {
  const row = make("tr", "", picked ? "on" : "");
  row.dataset.tid = trade.tid;
  const box = make("input");
  box.type = "checkbox";
  box.checked = picked;
  box.setAttribute("aria-label", trade.tid);
  const buyer = make("div", trade.place, "sub place");
  buyer.title = `${trade.place}${trade.address} ${trade.mobile}`;
  const freight = trade.post_fee === "0.00" ? [] : [make("small", word("freight", trade.post_fee))];
  const more = trade.lines.length - SHOWN_LINES;
  row.append(
    cell("pick", box),
    cell("", make("code", trade.tid), make("small", trade.created)),
    cell("", ...states(trade)),
    cell("", make("span", `${trade.receiver} · ${trade.buyer}`), buyer),
    cell("", ...trade.lines.slice(0, SHOWN_LINES).map(item), ...(more > 0 ? [make("small", word("moreLines", more))] : [])),
    cell("money", trade.payment, ...freight),
    cell("", ...shipment(trade)),
    cell("", ...notes(trade)),
  );
  return row;
}

// "15 isv.logistics-offline-service-error:B04" is told as "15 B04"; the whole is in the row's title.
function brief(result) {
  const [code, sub = ""] = result.split(" ");
  return `${code} ${sub.split(":").at(-1).split(".").at(-1)}`;
}

export function logRow(call) {
  const row = make("tr");
  const refused = !call.result.startsWith("ok");
  row.title = `${call.method} ${call.tid} ${call.result} ${call.request_id}`;
  row.append(
    cell("", new Date(call.at).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" })),
    cell("method", call.method.replace("taobao.", "")),
    cell(refused ? "result refused" : "result", brief(call.result)),
    cell("", `${call.ms} ms`),
  );
  return row;
}
