// The picker's phone: a scanned bin is confirmed, a scanned piece counts; what was counted outlives a reload.
import { play } from "../ui/js/sounds.js";

import "./told.js";

const form = document.querySelector("[data-task]");
if (form) walk(form);

function walk(form) {
  const scan = form.elements.scan;
  const quantity = form.elements.quantity;
  const shown = form.querySelector("[data-count]");
  const said = form.querySelector("[data-said]");
  const wanted = Number(form.dataset.wanted);
  const codes = JSON.parse(document.getElementById("picking-codes").textContent);
  const key = `picking ${form.dataset.task}`;
  const seen = new Set(JSON.parse(sessionStorage.getItem(`${key} seen`) ?? "[]")); // pieces with a code of their own
  let turn = 0;

  const keep = (count) => {
    const now = Math.max(0, Math.min(wanted, count));
    quantity.value = shown.textContent = now;
    sessionStorage.setItem(key, now);
    shown.classList.toggle("is-good", now === wanted);
  };
  const say = (words, good) => {
    said.textContent = words;
    said.classList.toggle("is-good", good);
  };
  // The warehouse knows whether it is a stopped or void label; where it cannot be asked, the code is just wrong.
  const refuse = async (code) => {
    const mine = turn;
    const body = new FormData(form);
    body.set("code", code);
    try {
      const answer = await (await fetch(form.dataset.refused, { method: "POST", body })).json();
      if (mine !== turn) return; // the picker is further on
      say(answer.headline, false);
      play(answer.sound);
    } catch {
      if (mine !== turn) return;
      say(`${scan.dataset.wrong}: ${code}`, false);
      play("wrong_barcode");
    }
  };
  const read = (code) => {
    turn += 1;
    if (code.toUpperCase() === form.dataset.bin.toUpperCase()) {
      form.elements.bin.value = code;
      say(`${code} ✓`, true);
      return play("ok");
    }
    if (!(code === form.dataset.sku || code in codes)) return refuse(code);
    if (seen.has(code)) {
      say(`${scan.dataset.again}: ${code}`, false);
      return play("already_scanned");
    }
    const pieces = codes[code] || 1;
    if (Number(quantity.value) + pieces > wanted) {
      say(scan.dataset.over, false);
      return play("too_many");
    }
    if (codes[code] === 0) {
      seen.add(code);
      sessionStorage.setItem(`${key} seen`, JSON.stringify([...seen]));
    }
    form.elements.code.value = code;
    keep(Number(quantity.value) + pieces);
    say(`${code} ✓`, true);
    if (Number(quantity.value) < wanted) return play("ok");
    play("done");
    form.requestSubmit(form.querySelector("[data-taken]"));
  };

  keep(Number(sessionStorage.getItem(key) ?? quantity.value));
  quantity.addEventListener("input", () => keep(Number(quantity.value)));
  for (const button of form.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => keep(Number(quantity.value) + Number(button.dataset.step)));
  }
  form.querySelector("[data-all]").addEventListener("click", () => keep(wanted));
  scan.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const code = scan.value.trim();
    scan.value = "";
    if (code) read(code);
  });
  form.addEventListener("submit", () => {
    sessionStorage.removeItem(key);
    sessionStorage.removeItem(`${key} seen`);
  });
}
