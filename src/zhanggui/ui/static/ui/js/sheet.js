// The actions of one document: the same flows as on its desk.
import { $, icon, make, isTyping, pageData } from "./elements.js";
import { Acting } from "./acting.js";

const page = pageData("sheet-page");
const acting = new Acting({ actions: page.actions, onDone: (outcome) => outcome.refused.length || setTimeout(() => window.location.reload(), 700) });
const looks = { primary: "btn-primary", danger: "btn-danger", plain: "" };
const run = (action) => acting.run(action, { ids: [page.id], seen: { [page.id]: page.seen } }, "1", 1);

$("[data-actions]").replaceChildren(...page.actions.map((action) =>
  make("button", { type: "button", class: `btn ${looks[action.look]}`, onclick: () => run(action) },
    action.icon ? icon(action.icon) : null, action.title, action.key ? make("kbd", {}, action.key.toUpperCase()) : null)));

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (event.key === "Escape") window.location.href = page.list_url;
  const action = page.actions.find((each) => each.key === event.key.toLowerCase());
  if (action) {
    event.preventDefault();
    run(action);
  }
});
