// Short notices at the lower right; one with an undo button stays longer.
import { $, make } from "./elements.js";

export function toast(text, { bad = false, action = "", onAction } = {}) {
  const box = make("div", { class: bad ? "toast-box is-bad" : "toast-box" }, make("span", {}, text));
  if (action) {
    box.append(make("button", { type: "button", onclick: () => { box.remove(); onAction(); } }, action));
  }
  $("#toasts").append(box);
  setTimeout(() => box.remove(), action ? 12000 : bad ? 8000 : 4000);
}
