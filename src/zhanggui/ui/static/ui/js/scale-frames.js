// What scales say on the wire, as grams. No page and no port here: bytes in, readings out.
const STX = "\x02", ETX = "\x03", CR = "\r";
const GRAMS = { kg: 1000, g: 1, mg: 0.001, t: 1e6, lb: 453.59237, lbs: 453.59237, oz: 28.349523125, 斤: 500, 公斤: 1000, 千克: 1000, 克: 1, 两: 50 };
const LONGEST = 400;
export const FORMATS = ["auto", "ascii", "equals", "reversed", "toledo", "stx"];
export const UNITS = ["kg", "g", "lb", "斤"];

const toGrams = (number, unit) => Math.round(number * (GRAMS[unit] ?? NaN) * 1000) / 1000;

// "ST,GS,+  1.234kg", "US,NT,-0012.5 g", "S S   1.234 kg", "  1234 g": a word of state if there is one, number, unit.
export function asciiReading(line, unit = "kg") {
  const found = /([+-]?)\s*(\d+(?:\.\d+)?)\s*(kg|mg|lbs|lb|oz|g|t|公斤|千克|斤|克|两)?\s*$/iu.exec(line.trim());
  if (!found) return null;
  const words = line.slice(0, found.index).toUpperCase();
  if (/\bOL\b|\bER/.test(words)) return null;
  const grams = toGrams(Number(found[2]), (found[3] ?? unit).toLowerCase());
  if (Number.isNaN(grams)) return null;
  const stable = /\bUS\b|\bSD\b|\bS\s+D\b/.test(words) ? false : /\bST\b|^S\s/.test(words) ? true : null;
  return { grams: found[1] === "-" ? -grams : grams, stable };
}

// "=01.234"; some makes send the digits last to first, "=432.10".
export function equalsReading(text, unit = "kg", reversed = false) {
  const digits = text.replace(/^=/, "").trim();
  const number = Number(reversed ? [...digits].reverse().join("") : digits);
  return digits === "" || Number.isNaN(number) ? null : { grams: toGrams(number, unit), stable: null };
}

// Continuous output of Toledo makes: three words of state, six digits of weight, six of tare.
export function toledoReading(frame) {
  const [a, b, c] = [1, 2, 3].map((place) => frame.charCodeAt(place));
  const digits = frame.slice(4, 10).replaceAll(" ", "0");
  if (!/^\d{6}$/.test(digits) || (b & 4)) return null;
  const unit = (c & 7) === 1 ? "g" : (c & 7) === 3 ? "oz" : (b & 16) ? "kg" : "lb";
  const grams = toGrams(Number(digits) * 10 ** (2 - (a & 7)), unit);
  return { grams: (b & 2) ? -grams : grams, stable: (b & 8) === 0 };
}

// STX, sign, six digits, place of the point, two digits of check, ETX.
export function stxReading(frame, unit = "kg") {
  const found = /^\x02([+-])(\d{6})(\d)([0-9A-F]{2})\x03$/.exec(frame);
  if (!found) return null;
  let check = 0;
  for (const letter of frame.slice(1, 9)) check ^= letter.charCodeAt(0);
  if (check.toString(16).padStart(2, "0").toUpperCase() !== found[4]) return null;
  const grams = toGrams(Number(found[2]) / 10 ** Number(found[3]), unit);
  return { grams: found[1] === "-" ? -grams : grams, stable: null };
}

// Cuts what comes in, in pieces of any size, into frames.
export class FrameReader {
  constructor({ format = "auto", unit = "kg" } = {}) {
    Object.assign(this, { format, unit, held: "" });
  }

  push(bytes) {
    for (const byte of bytes) this.held += String.fromCharCode(byte);
    const readings = [];
    for (let frame = this.next(); frame != null; frame = this.next()) {
      const reading = this.read(frame);
      if (reading) readings.push(reading);
    }
    this.held = this.held.slice(-LONGEST);
    return readings;
  }

  next() {
    const start = this.held.indexOf(STX);
    if (start >= 0 && ["auto", "toledo", "stx"].includes(this.format)) return this.binary(start);
    const equals = this.held.indexOf("=");
    if (equals >= 0 && ["auto", "equals", "reversed"].includes(this.format)) return this.signed(equals);
    const end = this.held.search(/[\r\n]/);
    return end < 0 ? null : this.cut(0, end, 1);
  }

  binary(start) {
    if (this.format !== "toledo" && this.held[start + 11] === ETX) return this.cut(start, start + 12);
    if (this.format !== "stx" && this.held[start + 16] === CR) return this.cut(start, start + 17);
    if (this.held.length - start < 17) return null;
    this.held = this.held.slice(start + 1);
    return "";
  }

  signed(equals) {
    const end = this.held.slice(equals + 1).search(/[=\r\n]/);
    return end < 0 ? null : this.cut(equals, equals + 1 + end);
  }

  cut(from, to, skip = 0) {
    const frame = this.held.slice(from, to);
    this.held = this.held.slice(to + skip);
    return frame;
  }

  read(frame) {
    if (frame === "") return null;
    if (frame[0] === STX) return frame.length === 12 ? stxReading(frame, this.unit) : toledoReading(frame);
    if (frame[0] === "=") return equalsReading(frame, this.unit, this.format === "reversed");
    // A unit in Chinese comes as several bytes.
    return asciiReading(unicode(frame), this.unit);
  }
}

function unicode(frame) {
  const bytes = Uint8Array.from(frame, (letter) => letter.charCodeAt(0));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gbk").decode(bytes);
  }
}

// A weight stands still when the scale says so, or, where it says nothing, after the same figure came some times over.
export class Settling {
  constructor(times = 4) {
    Object.assign(this, { times, last: null, seen: 0 });
  }

  see({ grams, stable }) {
    this.seen = grams === this.last ? this.seen + 1 : 1;
    this.last = grams;
    return { grams, stable: stable ?? this.seen >= this.times };
  }
}

// A weight is taken once for each load: after the scale was empty, or shows clearly another one.
export class Taking {
  constructor({ least = 5, apart = 20 } = {}) {
    Object.assign(this, { least, apart, taken: null });
  }

  see({ grams, stable }) {
    if (grams < this.least) this.taken = null;
    return stable && grams >= this.least && (this.taken == null || Math.abs(grams - this.taken) > this.apart);
  }

  take(grams) {
    this.taken = grams;
  }
}
