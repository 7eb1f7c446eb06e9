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
    if (!stop) continue;
    const answers = write(read(stop.answers).answers);
    // The first question's page walks the answers itself, so that no request says where the reader is.
    const slug = (answers && place.getAttribute("data-first")) || stop.state;
    fill(place, new URL(`wizard/${folder(flow)}/${slug}/${answers && `#${answers}`}`, root), flow, stop);
  }
}

/**
 * @param {Element} place
 * @param {URL} there
 * @param {string} flow
 * @param {import("./memory.js").Stop} stop
 */
function fill(place, there, flow, stop) {
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" }).format(new Date(`${stop.at}T12:00`));
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.textContent = stop.done ? WORDS.resumeDone(day) : WORDS.resumeOpen(day);
  if (stop.title) said.textContent += ` ${WORDS.resumeAt(stop.title)}`;
  const go = document.createElement("a");
  go.href = there.href;
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
