// One platform's print component: asked things, and heard. What it says of tasks goes to `onEvents`.
import { Link } from "./link.js";
import * as cainiao from "./cainiao.js";
import * as jd from "./jd.js";

const DIALECTS = { cainiao, jd };
const ANSWER_MS = 5000;
let asked = 0;

const fresh = () => `${Date.now().toString(36)}-${(asked += 1)}-${Math.random().toString(36).slice(2, 8)}`;

export class Component {
  constructor(place, { onState = () => {}, onEvents = () => {} } = {}) {
    this.place = place;
    this.speaks = DIALECTS[place.dialect];
    this.waiting = new Map();
    this.link = new Link(place.address, {
      onState: (state) => {
        if (state === "lost") this.forget();
        onState(state);
      },
      onMessage: (message) => {
        const asked = this.waiting.get(this.speaks.replyKey(message));
        if (asked) return asked(message);
        const told = this.speaks.events(message);
        if (told.length) onEvents(told);
      },
    });
  }

  open() { this.link.open(); }

  close() { this.link.close(); }

  get isOpen() { return this.link.isOpen; }

  // The answer, or null when none comes.
  ask(makeMessage) {
    return new Promise((resolve) => {
      const id = fresh();
      const end = (answer) => {
        clearTimeout(clock);
        this.waiting.delete(id);
        resolve(answer);
      };
      const clock = setTimeout(() => end(null), ANSWER_MS);
      this.waiting.set(id, end);
      if (!this.link.send(makeMessage(id))) end(null);
    });
  }

  async printers() {
    const reply = await this.ask((id) => this.speaks.printers(id));
    return reply && this.speaks.readPrinters(reply);
  }

  async configure(printer) {
    if (this.speaks.configure && printer.printer) await this.ask((id) => this.speaks.configure(id, printer));
  }

  print(one, printer) {
    return this.link.send(this.speaks.print(fresh(), this.place, one, printer));
  }

  testPrint(task, printer, template) {
    return this.link.send(this.speaks.testPrint(fresh(), task, printer, template));
  }

  // What it knows of these tasks; null: it cannot be asked, or does not answer.
  async stateOf(names) {
    if (!this.speaks.tasks) return null;
    const reply = await this.ask((id) => this.speaks.tasks(id, names));
    if (!reply) return null;
    const told = new Map(this.speaks.events(reply).map((one) => [one.task, one]));
    return names.map((task) => told.get(task) ?? { task, state: "unknown", words: "" });
  }

  forget() {
    for (const end of [...this.waiting.values()]) end(null);
  }
}
