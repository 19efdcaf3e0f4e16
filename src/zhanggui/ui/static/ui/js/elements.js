// Make and find elements. Text is always set as text, never as markup.
export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const icon = (name) => make("i", { class: `ti ti-${name}`, "aria-hidden": "true" });

export function pageData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export function isTyping(event) {
  return event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]") != null;
}
