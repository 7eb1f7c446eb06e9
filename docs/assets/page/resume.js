/**
 * The offer to go on with an unfinished walk, on any page that has a place for it.
 */
import { folder, read, write } from "./address.js";
import { forget, stopOf } from "./memory.js";
import { WORDS } from "./words.js";

/**
 * Fill every place for a resume offer whose flow this device remembers.
 * @param {string} root address of the site's root
 */
export function offer(root) {
  for (const place of document.querySelectorAll("[data-resume]")) {
    const flow = place.getAttribute("data-resume") ?? "";
    const stop = /^[a-z0-9_-]+$/.test(flow) ? stopOf(flow) : null;
    if (stop) fill(place, root, flow, stop);
  }
}

/**
 * @param {Element} place
 * @param {string} root
 * @param {string} flow
 * @param {import("./memory.js").Stop} stop
 */
function fill(place, root, flow, stop) {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" }).format(new Date(`${stop.at}T12:00`));
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = stop.done ? WORDS.resumeDone(day) : WORDS.resumeOpen(day);
  const go = document.createElement("a");
  const answers = write(read(stop.answers).answers);
  go.href = new URL(`wizard/${folder(flow)}/${stop.state}/${answers && `#${answers}`}`, root).href;
  go.textContent = stop.done ? WORDS.resumeSee : WORDS.resumeGo;
  const erase = document.createElement("button");
  erase.type = "button";
  erase.textContent = WORDS.erase;
  erase.addEventListener("click", () => {
    const erased = forget(flow);
    if (erased) for (const control of [go, erase]) control.remove();
    said.textContent = erased ? WORDS.erased : WORDS.eraseRefused;
    said.tabIndex = -1;
    said.focus();
  });
  place.replaceChildren(said, go, " ", erase);
  place.toggleAttribute("hidden", false);
}
