/**
 * Where the page script begins: it looks at what kind of page this is and wakes the parts it needs. A page of the
 * guide never fetches what only a step needs; a step's page names all parts, so that they come at once.
 */
import { find } from "./missing.js";
import { offer } from "./resume.js";

/** @param {string} name */
function named(name) {
  const content = document.querySelector(`meta[name="ek-${name}"]`)?.getAttribute("content");
  return content ? new URL(content, location.href).href : "";
}

const main = document.querySelector("main#step[data-flow]");
if (main instanceof HTMLElement) {
  const { Journey } = await import("./journey.js");
  new Journey(main, named("bundle"), named("engine")).begin();
}

const root = named("root");
if (root) {
  offer(root);
  find(root);
}
