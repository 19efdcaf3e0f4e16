// Buttons of actions on one line: what does not fit waits in a menu at its end.
import { $, icon, make } from "./elements.js";
import { say } from "./words.js";

// `button(action, look)` makes the button of one action; those of all `actions` stand in `place`, in this order.
export function fold(place, actions, button) {
  $(".more-actions", place)?.remove();
  const width = place.clientWidth;
  const buttons = [...place.children];
  buttons.forEach((each) => { each.hidden = false; });
  const left = place.getBoundingClientRect().left;
  const right = (element) => element.getBoundingClientRect().right - left;
  if (!width || !buttons.length || right(buttons.at(-1)) <= width) return;
  const menu = make("details", { class: "menu more-actions" }, make("summary", { class: "btn btn-sm" }, say("more"), icon("chevron-down")));
  place.append(menu);
  const room = width - menu.offsetWidth - 8;
  const over = buttons.map((each) => right(each) > room);
  const folded = actions.filter((_action, at) => over[at]);
  buttons.forEach((each, at) => { each.hidden = over[at]; });
  menu.append(make("div", { class: "menu-sheet" }, ...folded.map((action) => button(action, action.look === "danger" ? "is-danger" : ""))));
}
