// Papers open in a window of their own. A browser may refuse it: then a dialog says so and leads to them.
import { openDialog } from "./dialogs.js";
import { make } from "./elements.js";
import { say } from "./words.js";

// `place` is the name of the window; one that is open already is used again.
export function openPaper(address, place = "_blank") {
  if (window.open(address, place)) return;
  const link = make("a", { class: "btn btn-primary", href: address, target: place }, say("open_papers"));
  const dialog = openDialog(say("papers_blocked"), make("p", {}, say("papers_blocked_why")), [link]);
  link.addEventListener("click", () => dialog.close());
  link.focus();
}
