// What every page does: fold the side bar, menus, dialogs, keys.
import { $, $$, isTyping } from "./elements.js";
import "./side-bar.js";

const FOLDED = "side-folded";
const NARROW = window.matchMedia("(max-width: 1100px)").matches ? "yes" : "no";
document.body.classList.toggle(FOLDED, (localStorage.getItem(FOLDED) ?? NARROW) === "yes");

function fold() {
  const folded = document.body.classList.toggle(FOLDED);
  localStorage.setItem(FOLDED, folded ? "yes" : "no");
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (target.closest("[data-toggle-side]")) fold();
  const opens = target.closest("[data-open-dialog]");
  if (opens) document.getElementById(opens.dataset.openDialog).showModal();
  if (target.closest("[data-close-dialog]")) target.closest("dialog").close();
  $$("details.menu[open]").forEach((menu) => menu.contains(target) || menu.removeAttribute("open"));
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    $("#global-search")?.select();
  }
  if (event.key === "Escape") $$("details.menu[open]").forEach((menu) => menu.removeAttribute("open"));
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (event.key === "?") $("#help-dialog").showModal();
  if (event.key === "[") fold();
});
