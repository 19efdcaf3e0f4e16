// Run an action on documents: ask, send, show how far it is, show the outcome.
import { ask, askLines } from "./ask.js";
import { askForm, confirmDialog, outcomeDialog, workingDialog } from "./dialogs.js";
import { openPaper } from "./opening.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const SHOW_PROGRESS_AFTER_MS = 1500; // what is done sooner needs no dialog that flashes up

export class Acting {
  constructor({ actions, onDone }) {
    this.actions = actions;
    this.onDone = onDone;
    this.busy = false;
  }

  // `target` is {ids} or {matching}; `count` how many that is, as text; `size` about how many.
  async run(action, target, count, size) {
    if (this.busy || !size) return;
    this.busy = true;
    try {
      const outcome = await this.ask(action, target, count, size);
      if (outcome) this.show(action, outcome, target);
    } catch (refusal) {
      if (!refusal.sentence) throw refusal;
      toast(refusal.sentence, { bad: true });
    } finally {
      this.busy = false;
    }
  }

  async ask(action, target, count, size) {
    const look = action.look === "danger" ? "btn-danger" : "btn-primary";
    const asks = action.confirm || (target.matching ? say("all_matching", { title: action.title, count }) : "");
    const sentence = asks.replaceAll("{count}", count);
    const send = (form) => this.send(action, { ...target, form }, size);
    if (action.has_form) {
      const html = await (await ask(action.url)).text();
      return (await askForm(action.title, { sentence, html, look, send }))?.result;
    }
    if (sentence && !(await confirmDialog(action.title, sentence, look))) return null;
    return send({});
  }

  async send(action, body, size) {
    let working = null;
    let last = null;
    const opener = setTimeout(() => {
      working = workingDialog(action.title, size);
      if (last) working.step(last);
    }, SHOW_PROGRESS_AFTER_MS);
    try {
      return await askLines(action.url, body, (step) => {
        last = step;
        working?.step(step);
      });
    } finally {
      clearTimeout(opener);
      working?.close();
    }
  }

  show(action, outcome, target) {
    if (outcome.refused.length) {
      const seen = { ...target.seen };
      for (const each of outcome.refused) if (each.data.seen) seen[each.id] = each.data.seen; // the dialog shows it
      outcomeDialog(outcome, { retry: (ids) => this.run(action, { ids, seen }, String(ids.length), ids.length) });
    } else {
      const undo = this.actions.find((each) => each.name === outcome.undo);
      toast(say("all_done", { title: outcome.title, count: outcome.done.length }), undo ? {
        action: say("undo"),
        onAction: () => this.run({ ...undo, confirm: "" }, { ids: outcome.done }, String(outcome.done.length), outcome.done.length),
      } : {});
    }
    if (outcome.opens) openPaper(outcome.opens);
    this.onDone(outcome);
  }
}
