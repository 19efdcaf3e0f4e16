// The words of a carrier go to the clipboard with one click; where the browser does not let us, they are selected.

for (const button of document.querySelectorAll("[data-copy]")) {
  const area = button.closest("section").querySelector("textarea");
  button.addEventListener("click", async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
  });
}
