// The wall on a screen of its own: the same part as at the stations, over the whole screen on demand.
import { LivePart } from "../ui/js/live-part.js";

const place = document.getElementById("wall-screen");
new LivePart(place).show(place.dataset.url);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
