/**
 * The page for an address that is not there: a state that moved is found again by walking its answers.
 */
import { folder, read, write } from "./address.js";
import { booksHere, Library } from "./book.js";
import { WORDS } from "./words.js";

/**
 * If the address lies in a flow and has answers, go where they lead now; else offer the flow's first question.
 * @param {string} root address of the site's root
 */
export async function find(root) {
  const base = new URL("wizard/", root).pathname;
  const [place = ""] = location.pathname.startsWith(base) ? location.pathname.slice(base.length).split("/") : [];
  const library = new Library(booksHere());
  const flow = place && library.flowIn(place);
  if (!flow) return;
  const { answers, says } = read(location.hash);
  const reached = answers.size ? await library.follow(flow, answers) : null;
  // The first question's page walks the answers itself, so that no request says where the reader is.
  const state = reached && new URL(`wizard/${folder(reached.flow)}/${reached.book.start}/`, root);
  // A state whose own page is missing would bring us back here for ever.
  if (state && state.pathname !== location.pathname) {
    state.hash = write(new Map([...reached.walk.used, ...reached.answers]));
    location.replace(state);
    return;
  }
  offerStart(new URL(`wizard/${place}/`, root), says);
}

/** @param {URL} start @param {string} says */
function offerStart(start, says) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = start.href;
  link.textContent = WORDS.movedStart;
  said.append(`${says || WORDS.movedGone} `, link);
  const heading = document.querySelector("h1");
  if (heading) heading.after(said);
  else document.body.append(said);
}
