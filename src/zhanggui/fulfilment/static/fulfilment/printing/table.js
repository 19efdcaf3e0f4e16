// The labels of a job, one row each. Only rows that changed are drawn again; a click takes its number into the range.
import { make } from "../../ui/js/elements.js";

const TONES = { waiting: "neutral", sent: "info", printed: "good", failed: "bad", unknown: "warn", dropped: "muted" };

export class Table {
  constructor(body, say) {
    Object.assign(this, { body, say, rows: new Map(), onChoose: () => {} });
  }

  show(documents) {
    for (const one of documents) {
      const now = JSON.stringify(one);
      const known = this.rows.get(one.id);
      if (known?.dataset.shown === now) continue;
      const row = this.row(one);
      row.dataset.shown = now;
      if (known) known.replaceWith(row);
      else this.body.append(row);
      this.rows.set(one.id, row);
    }
  }

  row(one) {
    const state = make("span", { class: `tone tone-${TONES[one.state]}` }, this.say(`state_${one.state}`));
    const print = one.print > 1 ? make("span", { class: "tone tone-warn" }, this.say("reprint", { number: one.print })) : null;
    const words = [one.printer, one.words].filter(Boolean).join(" · ");
    return make(
      "tr", { class: `is-${one.state}`, onclick: () => this.onChoose(one.sequence), "data-sequence": one.sequence },
      make("td", { class: "is-number" }, String(one.sequence)), make("td", {}, state, " ", print),
      make("td", {}, one.waybill), make("td", { class: "is-number" }, one.cell == null ? "" : String(one.cell)),
      make("td", {}, one.wave), make("td", {}, make("a", { href: `/sheet/parcels/${one.parcelId}/`, target: "_blank" }, one.parcel)),
      make("td", {}, one.receiver), make("td", { class: "is-words" }, words),
    );
  }
}
