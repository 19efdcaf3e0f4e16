// The sentences of the page's language, sent with the page.
const words = JSON.parse(document.getElementById("script-words")?.textContent ?? "{}");

export function say(name, data = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (hole, key) => data[key] ?? hole);
}
