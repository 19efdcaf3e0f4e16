// Gives the labels of a job to a component, a few at a time, and tells the server what became of each.
//
// A label counts as sent from the moment the server handed it out. After a reload, or when the component was gone, it is
// asked what it knows of the labels that were on their way; nothing is sent twice without being counted. A label goes
// again by itself only when the component provably never had it.
const SILENT_MS = 12000;
const TELL_MS = 300;
const AGAIN_MS = 2000;
const STALE = 0.5; // of the time a pass is good for

export class Runner {
  // server: {take(limit), renew(ids), tell(results)} · notice(name, data) · onOut(count)
  constructor({ component, server, printer, notice }) {
    Object.assign(this, { component, server, printer, notice, isRunning: false, hasMore: true, asked: 0 });
    this.onTheWay = new Map();
    this.doubtful = new Map();
    this.told = [];
    this.clock = setInterval(() => this.look(), 1000);
  }

  async start() {
    if (this.isRunning) return;
    const known = await this.component.printers();
    if (!known) return;
    const name = this.printer.printer || known.usual;
    const chosen = known.printers.find((one) => one.name === name);
    if (this.printer.printer && !chosen) return this.notice("no_printer", { printer: name });
    if (chosen && !chosen.isReady) return this.notice("printer_off", { printer: name });
    if (!this.isConfigured) {
      await this.component.configure(this.printer);
      this.isConfigured = true;
    }
    this.isRunning = true;
    this.hasMore = true;
    await this.fill();
  }

  // One more label lies ready, perhaps while the last ones are still coming out.
  async more() {
    this.asked += 1;
    this.hasMore = true;
    await (this.isRunning ? this.fill() : this.start());
  }

  stop() {
    this.isRunning = false;
  }

  // The next labels, as many as may be on their way at once.
  async fill() {
    if (this.isFilling || !this.isRunning || !this.hasMore || !this.component.isOpen) return;
    this.isFilling = true;
    try {
      while (this.isRunning && this.hasMore && this.component.isOpen && this.room > 0) await this.sendNext();
    } catch (error) {
      this.isRunning = false;
      this.notice("refused", { words: error.message });
    } finally {
      this.isFilling = false;
    }
    if (!this.hasMore && this.onTheWay.size === 0) this.isRunning = false;
  }

  get room() {
    return this.component.place.atOnce - this.onTheWay.size;
  }

  async sendNext() {
    const { asked } = this;
    const { documents } = await this.server.take(this.room);
    this.hasMore = documents.length > 0 || this.asked !== asked;
    for (const one of documents) {
      const given = { ...one, at: Date.now(), got: Date.now(), isHeld: false };
      this.onTheWay.set(one.task, given);
      if (one.trouble) this.hear([{ task: one.task, state: "failed", words: one.trouble }]);
      else if (this.component.print(one, this.printer.printer)) this.notice("printing", one);
      else given.isHeld = true; // the line broke before it went: it goes when the line is back
    }
  }

  // What the server says is sent: a label held back goes now, of each other one the component is asked what became of it.
  async adopt(documents) {
    const held = new Map();
    for (const one of documents) {
      const known = this.onTheWay.get(one.task);
      if (!known) this.onTheWay.set(one.task, { ...one, at: Date.now() });
      else if (known.isHeld && one.state === "sent") held.set(one.task, known);
    }
    await this.inquire([...this.onTheWay.keys()].filter((task) => !held.has(task)), [...held.values()]);
  }

  // `held` goes with what turns out to have been lost on its way, in the order of the wave.
  async inquire(names, held = []) {
    if (!this.component.isOpen || !(names.length || held.length)) return;
    const told = names.length ? await this.answersFor(names) : [];
    if (!told && !this.component.isOpen) return; // gone again: asked when it is back
    const lost = (told ?? []).filter(({ task, state }) => state === "unknown" && this.neverArrived(task));
    const willing = [...held, ...lost.map(({ task }) => this.onTheWay.get(task))];
    const again = (await this.renewed(willing)).sort((a, b) => a.sequence - b.sequence);
    for (const one of again) one.isHeld = !this.component.print(one, this.printer.printer);
    for (const one of again) one.at = Date.now();
    this.hear(told ? told.filter((one) => !lost.includes(one)) : names.map((task) => ({ task, state: "unknown", words: "silent" })));
  }

  // Those of these labels that may go: the pass of each is fresh, or renewed now.
  async renewed(labels) {
    const stale = labels.filter(({ data, got }) => data?.goodFor != null && Date.now() - got >= data.goodFor * 1000 * STALE);
    if (!stale.length) return labels;
    const fresh = new Map();
    let words = "";
    try {
      for (const one of (await this.server.renew(stale.map(({ id }) => id))).documents) fresh.set(one.task, one);
    } catch (error) {
      words = error.message;
    }
    for (const one of stale) {
      const now = fresh.get(one.task);
      if (now?.data) Object.assign(one, { data: now.data, got: Date.now() });
      else this.hear([{ task: one.task, state: "failed", words: now?.trouble || words }]);
    }
    return labels.filter(({ task }) => this.onTheWay.has(task));
  }

  // A program that was started anew has forgotten what it printed; one that still knows an earlier label has not.
  async answersFor(names) {
    const told = await this.component.stateOf(this.witness ? [...names, this.witness] : names);
    this.remembers = told?.find(({ task }) => task === this.witness)?.state === "printed";
    return told && told.filter(({ task }) => names.includes(task));
  }

  neverArrived(task) {
    const one = this.onTheWay.get(task);
    return this.remembers && one && !one.isAccepted && one.data !== undefined;
  }

  hear(events) {
    for (const { task, state, words = "", printer = "" } of events) {
      const one = this.onTheWay.get(task) ?? this.doubtful.get(task);
      if (!one || (state === "unknown" && this.doubtful.has(task))) continue;
      if (state === "pending") {
        Object.assign(one, { at: Date.now(), isAccepted: true });
        continue;
      }
      if (state === "printed") this.witness = task;
      this.onTheWay.delete(task);
      this.doubtful.delete(task);
      if (state === "unknown") this.doubtful.set(task, one); // it may still be told
      this.tell({ id: one.id, print: one.print, state, words: this.worded(state, words), printer });
      if (state === "failed") {
        this.isRunning = false;
        this.notice("failed", { sequence: one.sequence, words });
      }
    }
    this.fill();
  }

  worded(state, words) {
    return state === "unknown" ? this.notice.words(words === "silent" ? "silent" : "not_known_there") : words;
  }

  // Once a second: what has said nothing for long is asked about.
  look() {
    if (!this.component.isOpen) return;
    const late = [...this.onTheWay.values()].filter((one) => Date.now() - one.at > SILENT_MS);
    for (const one of late) one.at = Date.now();
    this.inquire(late.map((one) => one.task));
  }

  tell(result) {
    this.told.push(result);
    this.telling ??= setTimeout(() => this.flush(), TELL_MS);
  }

  async flush() {
    const results = this.told.splice(0);
    try {
      await this.server.tell(results);
      this.telling = null;
    } catch (error) {
      this.told.unshift(...results);
      this.notice(error.code === "offline" ? "offline" : "refused", { words: error.message });
      this.telling = setTimeout(() => this.flush(), AGAIN_MS);
      return;
    }
    if (this.told.length) this.telling = setTimeout(() => this.flush(), TELL_MS);
  }
}
