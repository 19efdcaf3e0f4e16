// One paper as PDF, given to the printer that this table has for it.
import { findClodop, printPdf } from "./clodop.js";
import { $, pageData } from "../../ui/js/elements.js";

const page = pageData("print-paper");
const { printer } = page.printer;
const TONES = { printed: "success", failed: "bad", unknown: "warning" };

function notice(name, tone) {
  const box = $("#print-notice");
  box.className = `flash tone-${tone}`;
  box.textContent = page.words[name].replace("{printer}", printer || page.words.usual);
}

async function print() {
  $("#print-again").disabled = true;
  notice("sending", "info");
  try {
    const lodop = await findClodop(page.clodop);
    if (!lodop) return notice("by_hand", "warning");
    const answer = await fetch(page.pdf);
    if (!answer.ok) return notice("refused", "bad");
    const said = await printPdf(lodop, { title: page.title, pdf: await asText(await answer.blob()) }, page.printer);
    notice(said.state, TONES[said.state]);
  } catch {
    notice("failed", "bad");
  } finally {
    $("#print-again").disabled = false;
  }
}

function asText(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.addEventListener("error", reject);
    reader.readAsDataURL(blob);
  });
}

$("#print-again").addEventListener("click", print);
// A page that is loaded again prints nothing by itself.
if (performance.getEntriesByType("navigation")[0]?.type !== "reload") print();
else $("#print-again").disabled = false;
