// A page that answers scans is heard, too.
import { play } from "../ui/js/sounds.js";

const told = document.querySelector("[data-sound]");
if (told) play(told.dataset.sound);
