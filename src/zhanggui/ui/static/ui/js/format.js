// Values of the API as people read them. Money and quantities are text: no float touches them.
// Every cell is a node, never a string: the grid would read a string as markup.
import { icon, make } from "./elements.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const zone = document.body.dataset.zone || "Asia/Shanghai";
const shape = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
const signs = { CNY: "¥", USD: "$", EUR: "€", HKD: "HK$" };

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

export function moneyText(amount, currency = "CNY") {
  const negative = amount.startsWith("-");
  const [whole, cents = ""] = amount.replace("-", "").split(".");
  return `${negative ? "−" : ""}${signs[currency] ?? `${currency} `}${grouped(whole)}.${cents.padEnd(2, "0")}`;
}

export function quantityText(number) {
  const [whole, part = ""] = String(number).split(".");
  const rest = part.replace(/0+$/, "");
  return grouped(whole) + (rest ? `.${rest}` : "");
}

export const fullMoment = (text) => shape.format(new Date(text));
export const countText = ({ number, more }) => grouped(String(number)) + (more ? "+" : "");

export function toneBadge(label, tone = "neutral", title = "") {
  return make("span", { class: `tone tone-${tone}`, title }, label);
}

const plainText = (text) => make("span", {}, text);
const nothing = () => make("span", { class: "nothing" }, "–");

const shown = {
  money(value, column, row) {
    return make("span", { class: value.startsWith("-") ? "money is-negative" : "money" }, moneyText(value, row[`${column.name}_currency`]));
  },
  quantity: (value) => plainText(quantityText(value)),
  moment(value) {
    const full = fullMoment(value);
    const sameYear = full.slice(0, 4) === shape.format(new Date()).slice(0, 4);
    return make("time", { datetime: value, title: full }, sameYear ? full.slice(5, 16) : full.slice(0, 10));
  },
  state(value, column) {
    const state = column.states.find((each) => each.value === value);
    return toneBadge(state?.label ?? value, state?.tone);
  },
  chips(value) {
    const box = make("span", { class: "chips" });
    value.forEach((chip, at) => box.append(at ? " " : "", toneBadge(chip.label, chip.tone, chip.title)));
    return box;
  },
  links(value, _column, row) {
    const named = value.map(({ label, href, act }) => {
      if (act) return make("button", { type: "button", class: "btn btn-sm row-act", "data-act": act, "data-id": row.id }, label);
      return href ? make("a", { href }, label) : label;
    });
    return make("span", {}, ...named.flatMap((each, at) => (at ? [" ", each] : [each])));
  },
  copy(value) {
    const copy = (event) => {
      event.stopPropagation(); // the row is not what was meant
      navigator.clipboard.writeText(value).then(() => toast(say("copied")), () => toast(say("not_copied"), { bad: true }));
    };
    const words = say("copy_text");
    return make("span", { class: "copied-from" },
      make("button", { type: "button", class: "btn btn-sm", title: words, "aria-label": `${words}: ${value}`, onclick: copy }, icon("copy")), " ", plainText(value));
  },
  flag: (value) => (value ? plainText(say("yes")) : nothing()),
  image: (value) => make("img", { class: "thumb", src: value, alt: "", loading: "lazy" }),
  progress([done, total]) {
    return make("span", { class: "progress-line" }, make("progress", { max: total || 1, value: done }), ` ${done}/${total}`);
  },
};

export function cellContent(value, column, row) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return nothing();
  return shown[column.kind]?.(value, column, row) ?? plainText(String(value));
}
