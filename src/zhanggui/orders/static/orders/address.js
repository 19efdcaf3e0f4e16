// The fields of a receiver: filled from a pasted text, the region checked as soon as it is complete.
import { $, $$, make } from "../ui/js/elements.js";
import { askJson } from "../ui/js/ask.js";

const PLACES = ["state", "city", "district"];
const URL = "/orders/enter/region";

export class AddressForm {
  constructor(root, { changed = () => {} } = {}) {
    this.root = root;
    this.changed = changed;
    this.inputs = Object.fromEntries($$("[data-part]", root).map((input) => [input.dataset.part, input]));
    root.addEventListener("input", (event) => {
      event.target.classList.remove("is-unsure");
      changed();
    });
    PLACES.forEach((name) => this.inputs[name].addEventListener("change", () => this.check()));
  }

  get values() {
    return Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value.trim()]));
  }

  // `unsure` names the parts a person has to look at; the first of them is answered.
  fill(receiver, unsure = []) {
    for (const [name, input] of Object.entries(this.inputs)) {
      input.value = receiver[name] ?? "";
      input.classList.toggle("is-unsure", unsure.includes(name));
    }
    this.check();
    this.changed();
    return this.inputs[unsure.find((name) => name in this.inputs)];
  }

  async check() {
    const asked = Object.fromEntries(PLACES.map((name) => [name, this.inputs[name].value.trim()]));
    const place = $("[data-region-error]", this.root);
    if (!asked.state) return (place.textContent = "");
    const answer = await askJson(URL, { method: "POST", body: asked });
    for (const [name, list] of [["cities", "region-cities"], ["districts", "region-districts"]]) {
      document.getElementById(list).replaceChildren(...answer[name].map((value) => make("option", { value })));
    }
    const isComplete = asked.city && (asked.district || !answer.districts.length);
    place.textContent = answer.wrong && isComplete ? answer.wrong : "";
    for (const name of PLACES) {
      if (answer.region?.[name] && this.inputs[name].value.trim() === asked[name]) this.inputs[name].value = answer.region[name];
    }
    return answer;
  }
}
