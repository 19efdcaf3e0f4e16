// Draw the bar codes of a paper; print at once when asked by the address.
import { $, $$ } from "./elements.js";

window.addEventListener("load", () => {
  $$("[data-barcode]").forEach((place) => {
    window.JsBarcode(place, place.dataset.barcode, {
      format: place.dataset.format ?? "CODE128", height: Number(place.dataset.height ?? 40), width: Number(place.dataset.module ?? 2),
      displayValue: place.dataset.text === "yes", margin: 0, fontSize: 14,
    });
  });
  if (new URLSearchParams(window.location.search).has("now")) window.print();
});
$("[data-print]")?.addEventListener("click", () => window.print());
