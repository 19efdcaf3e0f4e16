// Run by test_scale_frames.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameReader, Settling, Taking, asciiReading, equalsReading, stxReading, toledoReading } from "../static/ui/js/scale-frames.js";

const bytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);

test("ASCII lines of usual scales", () => {
  const cases = [
    ["ST,GS,+  1.234kg", 1234, true], ["US,GS,+  1.200kg", 1200, false], ["ST,NT,-  0.050kg", -50, true],
    ["S S     1.234 kg", 1234, true], ["S D     1.100 kg", 1100, false], ["ST,GS,+   1.00lb", 453.592, true],
    ["   440 g", 440, null], ["0.88", 880, null], ["ST,GS,   2.00斤", 1000, true], ["1.5 公斤", 1500, null],
  ];
  for (const [line, grams, stable] of cases) assert.deepEqual(asciiReading(line), { grams, stable }, line);
  for (const line of ["OL,GS,+ 99.999kg", "", "hello", "ST,GS,"]) assert.equal(asciiReading(line), null, line);
  assert.equal(asciiReading("440", "g").grams, 440);
});

test("the equals sign, forwards and backwards", () => {
  assert.deepEqual(equalsReading("=01.234"), { grams: 1234, stable: null });
  assert.deepEqual(equalsReading("=432.10", "kg", true), { grams: 1234, stable: null });
  assert.equal(equalsReading("=12.x"), null);
});

test("Toledo: point, sign, motion, unit", () => {
  const frame = (a, b, c, weight) => `\x02${String.fromCharCode(a, b, c)}${weight}000000\r`;
  assert.deepEqual(toledoReading(frame(0x2d, 0x30, 0x20, "001234")), { grams: 1234, stable: true });
  assert.deepEqual(toledoReading(frame(0x2d, 0x38, 0x20, "001234")), { grams: 1234, stable: false });
  assert.deepEqual(toledoReading(frame(0x2d, 0x32, 0x20, "000050")), { grams: -50, stable: true });
  assert.deepEqual(toledoReading(frame(0x2a, 0x30, 0x21, "  1234")), { grams: 1234, stable: true });
  assert.deepEqual(toledoReading(frame(0x2c, 0x20, 0x20, "000100")), { grams: 453.592, stable: true });
  assert.equal(toledoReading(frame(0x2d, 0x34, 0x20, "999999")), null);
});

test("STX frames are checked", () => {
  assert.deepEqual(stxReading(good("+0012343")), { grams: 1234, stable: null });
  assert.equal(stxReading("\x02+001234300\x03"), null);
});

function good(body) {
  let check = 0;
  for (const letter of body) check ^= letter.charCodeAt(0);
  return `\x02${body}${check.toString(16).padStart(2, "0").toUpperCase()}\x03`;
}

test("frames come in pieces of any size", () => {
  const stream = "ST,GS,+  1.234kg\r\nUS,GS,+  1.300kg\r\nST,GS,+  1.400kg\r\n";
  for (let size = 1; size < 25; size += 1) {
    const reader = new FrameReader(), seen = [];
    for (let at = 0; at < stream.length; at += size) seen.push(...reader.push(bytes(stream.slice(at, at + size))));
    assert.deepEqual(seen.map((one) => one.grams), [1234, 1300, 1400]);
  }
});

test("each make is found out by itself", () => {
  const readings = (text) => new FrameReader().push(bytes(text)).map((one) => one.grams);
  assert.deepEqual(readings("=01.234=01.235="), [1234, 1235]);
  assert.deepEqual(readings(`${good("+0012343")}${good("-0000503")}`), [1234, -50]);
  assert.deepEqual(readings("\x02\x2d\x30\x20001234000000\r\x02\x2d\x30\x20001235000000\r"), [1234, 1235]);
  assert.deepEqual(new FrameReader({ format: "reversed" }).push(bytes("=432.10=432.10=")).map((one) => one.grams), [1234, 1234]);
  assert.deepEqual(new FrameReader().push(utf8("ST,GS, 2.00斤\r\n")).map((one) => one.grams), [1000]);
});

test("noise loses nothing that comes after it", () => {
  const reader = new FrameReader();
  assert.deepEqual(reader.push(bytes(`\x02${"x".repeat(900)}`)), []);
  assert.deepEqual(reader.push(bytes("\r\nST,GS,+ 0.500kg\r\n")).map((one) => one.grams), [500]);
});

test("a scale that does not say so stands still after the same figure some times over", () => {
  const settling = new Settling(3);
  const seen = [1, 1, 2, 2, 2, 2].map((grams) => settling.see({ grams, stable: null }).stable);
  assert.deepEqual(seen, [false, false, false, false, true, true]);
  assert.equal(settling.see({ grams: 2, stable: false }).stable, false);
});

test("one load is taken once", () => {
  const taking = new Taking();
  assert.equal(taking.see({ grams: 500, stable: false }), false);
  assert.equal(taking.see({ grams: 500, stable: true }), true);
  taking.take(500);
  assert.equal(taking.see({ grams: 502, stable: true }), false);
  assert.equal(taking.see({ grams: 700, stable: true }), true);
  taking.see({ grams: 0, stable: true });
  assert.equal(taking.see({ grams: 500, stable: true }), true);
});
