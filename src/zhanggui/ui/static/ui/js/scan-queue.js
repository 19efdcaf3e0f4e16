// Scans wait here until the server has answered, in order, each under the id it was made with.
// They survive a reload. A scan is sent again with the same id, so it can never count twice.
// What was scanned without a network was scanned blindly: once one of it is refused, the rest is not counted but said.
import { askJson } from "./ask.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

export class ScanQueue {
  constructor(page, { onAnswer, onWaiting, onDropped, context }) {
    Object.assign(this, { page, onAnswer, onWaiting, onDropped, context, wait: FIRST_WAIT, sending: false, offline: false });
    this.key = `scans:${page.name}`;
    this.scans = JSON.parse(localStorage.getItem(this.key) ?? "[]");
    window.addEventListener("online", () => this.wake?.());
  }

  get count() {
    return this.scans.length;
  }

  add(code) {
    this.scans.push({ scan_id: newId(), code, ...(this.offline && { blind: true }) });
    this.keep();
    if (this.offline) this.onWaiting(this.count);
    this.send();
  }

  keep() {
    localStorage.setItem(this.key, JSON.stringify(this.scans));
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.scans.length) {
      const { blind, ...scan } = this.scans[0];
      try {
        const answer = await askJson(this.page.scan_url, { method: "POST", body: { ...scan, context: this.context() } });
        this.settle(scan, answer);
      } catch (refusal) {
        if (refusal.state >= 400 && refusal.state < 500) {
          this.settle(scan, { headline: refusal.sentence, tone: "bad", sound: "refused", refused: true, items: [], context: this.context() });
        } else {
          this.offline = true;
          for (const each of this.scans) each.blind = true; // also what came before anybody knew
          this.keep();
          this.onWaiting(this.count);
          await new Promise((resolve) => { this.wake = resolve; setTimeout(resolve, this.wait); });
          this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
        }
      }
    }
    this.sending = false;
  }

  settle(scan, answer) {
    this.wait = FIRST_WAIT;
    this.offline = false;
    this.scans.shift();
    const dropped = answer.refused ? this.scans.filter((each) => each.blind) : [];
    this.scans = this.scans.filter((each) => !dropped.includes(each));
    this.keep();
    this.onAnswer(scan, answer);
    if (dropped.length) this.onDropped(dropped);
  }
}

// crypto.randomUUID exists only on secure addresses; a station in the warehouse may use plain http.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
