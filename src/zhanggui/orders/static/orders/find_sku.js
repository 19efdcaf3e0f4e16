// A field that finds a SKU while someone types: `<input data-find-sku>` in a form with `data-none`.
import { askJson } from "../ui/js/ask.js";
import { make } from "../ui/js/elements.js";
import { Finder } from "./finder.js";

for (const input of document.querySelectorAll("[data-find-sku]")) {
  const list = make("ul", { class: "found", role: "listbox", hidden: "" });
  const box = make("div", { class: "finder" });
  input.replaceWith(box);
  box.append(input, list);
  const finder = new Finder(input, list, {
    ask: async (text) => (await askJson(`/orders/find-skus?q=${encodeURIComponent(text)}`)).skus,
    show: (sku) => [make("b", {}, sku.code), make("span", {}, sku.name)],
    take: (sku) => { input.value = sku.code; },
    none: input.form.dataset.none,
  });
  input.addEventListener("input", () => finder.later(input.value));
  input.addEventListener("keydown", (event) => finder.onKey(event));
  if (input.autofocus) input.focus();
}
