// A scale on a serial port: chosen once, remembered by the browser, found again when it comes back.
import { FrameReader, Settling } from "./scale-frames.js";

export const USUAL = { baud: 9600, format: "auto", unit: "kg", takes: true };

export class Scale {
  constructor({ settings, onReading, onState, serial = navigator.serial }) {
    Object.assign(this, { settings, onReading, onState, serial, port: null, reader: null });
    if (!serial) return onState("unsupported");
    serial.addEventListener("connect", () => this.resume());
    serial.addEventListener("disconnect", (event) => event.target === this.port && this.lose());
  }

  // Only after a click or a key: the browser asks which port it is.
  async choose() {
    if (!this.serial) return;
    try {
      await this.leave();
      await this.open(await this.serial.requestPort());
    } catch (trouble) {
      if (trouble.name !== "NotFoundError") this.lose();
    }
  }

  async resume() {
    if (!this.serial || this.port) return;
    const [port] = await this.serial.getPorts();
    if (port) await this.open(port).catch(() => this.lose());
    else this.onState("none");
  }

  async open(port) {
    this.port = port;
    await port.open({ baudRate: this.settings.baud });
    this.onState("connected");
    this.listen(port);
  }

  async listen(port) {
    const frames = new FrameReader(this.settings), settling = new Settling();
    try {
      while (port.readable && this.port === port) {
        this.reader = port.readable.getReader();
        try {
          for (let part = await this.reader.read(); !part.done; part = await this.reader.read()) {
            for (const reading of frames.push(part.value)) this.onReading(settling.see(reading));
          }
          break;
        } catch (trouble) {
          // A garbled byte is passed over, a port that is gone ends the loop.
          if (!["BreakError", "FramingError", "ParityError", "BufferOverrunError"].includes(trouble.name)) throw trouble;
        } finally {
          this.reader.releaseLock();
        }
      }
    } catch {
      // Falls through: the port is gone.
    }
    if (this.port === port) this.lose();
  }

  lose() {
    this.port = null;
    this.onState("lost");
  }

  async leave() {
    const { port } = this;
    this.port = null;
    await this.reader?.cancel().catch(() => {});
    await port?.close().catch(() => {});
  }
}
