// Groups of the menu: closed and opened by a click, remembered in this browser. The group one works in is open.
import { $, $$ } from "./elements.js";

const KEPT = "side-parts";
const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}");

$$(".side-part").forEach((part) => {
  const isHere = $("[aria-current]", part) !== null;
  part.open = isHere || (kept[part.dataset.part] ?? !("aside" in part.dataset));
  $("summary", part).addEventListener("click", () => {
    kept[part.dataset.part] = !part.open;
    localStorage.setItem(KEPT, JSON.stringify(kept));
  });
});
$(".side-bar [aria-current]")?.scrollIntoView({ block: "nearest" });
