// Lets the gallery's buttons show what they name.
import { $$ } from "./elements.js";
import { confirmDialog, outcomeDialog, workingDialog } from "./dialogs.js";
import { play } from "./sounds.js";
import { toast } from "./toasts.js";

const refused = [1, 2, 3].map((id) => ({ id, document: `202611210000${id}`, link: "", code: "parcel_stopped", sentence: "Parcel TC01 was stopped: refund asked. Put it in the stop basket." }));
const tries = {
  confirm: (title) => confirmDialog(title, title, "btn-danger"),
  outcome: (title) => outcomeDialog({ title, done: [4, 5, 6], refused, ways: [] }, { retry: () => {} }),
  working(title) {
    const dialog = workingDialog(title, 5000);
    dialog.step({ progress: 2000, total: 5000 });
    setTimeout(() => dialog.close(), 3000);
  },
  toast: (title) => toast(title, { action: title, onAction: () => {} }),
  "bad-toast": (title) => toast(title, { bad: true }),
};

$$("[data-try]").forEach((button) => button.addEventListener("click", () => tries[button.dataset.try](button.textContent)));
$$("[data-sound-name]").forEach((button) => button.addEventListener("click", () => play(button.dataset.soundName)));
