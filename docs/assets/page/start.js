/**
 * Where the page script begins: it looks at what kind of page this is and wakes the parts it needs. A page of the
 * guide never fetches what only a step needs; a step's page names all parts, so that they come at once.
 */
import { folder, read } from "./address.js";
import { find } from "./missing.js";
import { offer } from "./resume.js";

/** @param {string} name */
function named(name) {
  const content = document.querySelector(`meta[name="ek-${name}"]`)?.getAttribute("content");
  return content ? new URL(content, location.href).href : "";
}

/**
 * Let links that carry a first answer go by the page of the first question, so that no request says the answer.
 * @param {string} root
 */
function veil(root) {
  for (const place of document.querySelectorAll("[data-resume][data-first]")) {
    const flow = new URL(`wizard/${folder(place.getAttribute("data-resume") ?? "")}/`, root);
    for (const link of document.querySelectorAll("main a[href*='#']")) {
      if (!(link instanceof HTMLAnchorElement) || !link.href.startsWith(flow.href)) continue;
      if (read(link.hash).answers.size) link.pathname = `${flow.pathname}${place.getAttribute("data-first")}/`;
    }
  }
}

const main = document.querySelector("main#step[data-flow]");
if (main instanceof HTMLElement) {
  const { Journey } = await import("./journey.js");
  new Journey(main, named("bundle"), named("engine")).begin();
}

const root = named("root");
if (root) {
  veil(root);
  offer(root);
  find(root);
}
