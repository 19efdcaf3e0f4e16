// Sums of both sides while typing, in whole cents, and what is still missing.

const form = document.querySelector("[data-entry]");

function cents(text) {
  const found = /^\s*(\d{1,13})?(?:\.(\d{0,2}))?\s*$/.exec(text);
  if (!found) return 0n;
  return BigInt(found[1] || "0") * 100n + BigInt((found[2] || "").padEnd(2, "0"));
}

function written(amount) {
  const text = String(amount).padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function total(side) {
  let sum = 0n;
  for (const input of form.querySelectorAll(`input[name$="-${side}"]`)) sum += cents(input.value);
  form.querySelector(`[data-sum="${side}"]`).textContent = written(sum);
  return sum;
}

function show() {
  const difference = total("debit") - total("credit");
  const isEmpty = form.querySelector("[data-sum=debit]").textContent === "0.00" && difference === 0n;
  form.querySelector("[data-missing]").hidden = difference === 0n;
  form.querySelector("[data-even]").hidden = difference !== 0n || isEmpty;
  form.querySelector("[data-difference]").textContent = written(difference < 0n ? -difference : difference);
}

form.addEventListener("input", show);
show();
