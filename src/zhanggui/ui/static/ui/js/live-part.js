// A part of a page that others change too: read again every second and a half, grey while it cannot be read.
const EVERY = 1500;

export class LivePart {
  constructor(place) {
    Object.assign(this, { place, address: "", shown: "", asking: false });
    setInterval(() => this.read(), EVERY);
  }

  show(address) {
    if (address !== this.address) this.place.replaceChildren();
    this.address = address;
    this.shown = "";
    this.place.hidden = !address;
    this.read();
  }

  async read() {
    if (!this.address || this.asking || document.hidden) return;
    this.asking = true;
    const asked = this.address;
    try {
      const answer = await fetch(asked, { headers: { "X-Part": "1" } });
      const text = answer.ok && !answer.redirected ? await answer.text() : null;
      this.place.classList.toggle("is-stale", text === null);
      if (text !== null && asked === this.address && text !== this.shown) {
        this.shown = text;
        this.place.innerHTML = text; // rendered by our own server, which escapes it
      }
    } catch {
      this.place.classList.add("is-stale");
    }
    this.asking = false;
  }
}
