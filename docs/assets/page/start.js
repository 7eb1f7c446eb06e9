/**
 * Where the page script begins: it looks at what kind of page this is and wakes the parts it needs. A page of the
 * guide never fetches what only a step needs; a step's page names all parts, so that they come at once.
 */
import { folder } from "./address.js";
import { find } from "./missing.js";
import { offer } from "./resume.js";
import { unfold } from "./folds.js";
import { WORDS } from "./words.js";

/** @param {string} name */
function named(name) {
  const content = document.querySelector(`meta[name="ek-${name}"]`)?.getAttribute("content");
  return content ? new URL(content, location.href).href : "";
}

/**
 * Let a flow's first answers go by the page of its first question, so that no request says the answer.
 * @param {string} root
 */
function veil(root) {
  for (const place of document.querySelectorAll("[data-resume][data-first]")) {
    const flow = place.getAttribute("data-resume") ?? "";
    const first = new URL(`wizard/${folder(flow)}/${place.getAttribute("data-first")}/`, root);
    for (const link of document.querySelectorAll(`a[data-answer^="${CSS.escape(flow)}:"]`)) {
      first.hash = `1~${link.getAttribute("data-answer")?.slice(flow.length + 1)}`;
      link.setAttribute("href", first.href);
    }
  }
}

function begun() {
  try {
    sessionStorage.setItem("even-keel.touched", "yes");
  } catch {
    // Without a memory of the tab the offline app reloads nothing by itself.
  }
}

// Nothing that a reader has begun in this tab is ever reloaded unasked.
for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, begun, { once: true, capture: true });
unfold();

// What a first view must never wait for: a copy for days without internet, and news of this release. It is asked for
// before anything that may fail, so that a mended release comes also where a part below is broken.
const offline = named("offline");
if (offline && document.querySelector('meta[name="ek-release"]')) {
  const start = () => {
    for (const name of ["keeper.js", "news.js"]) import(new URL(name, offline).href).catch(() => {});
  };
  const idle = () => void (globalThis.requestIdleCallback ?? setTimeout)(start);
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
  // A browser says early that it can install, and only once: install.js reads it from here.
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    Object.assign(globalThis, { evenKeelPrompt: event });
  });
}

const main = document.querySelector("main#step[data-flow]");
if (main instanceof HTMLElement) {
  const { Journey } = await import("./journey.js");
  const { booksHere, Library } = await import("./book.js");
  const library = new Library(booksHere().set(main.dataset.flow ?? "", named("bundle")));
  new Journey(main, library, named("engine")).begin();
} else if (document.querySelector("[data-bench], [data-case]")) {
  const names = ["engine", "gauge", "handout", "line", "localtime", "memory", "words", "address", "trusted"];
  const own = named("case") ? new URL("file.js", named("case")) : new URL("tool.js", named("tools"));
  const came = await Promise.all([import(own.href), ...names.map((name) => import(`./${name}.js`))]).catch(() => null);
  for (const place of document.querySelectorAll("[data-bench], [data-case]")) {
    if (came) new (came[0].Tool ?? came[0].CaseFile)(place, Object.assign({}, ...came.slice(1)), named("engine")).begin();
    else document.querySelector("[data-not-here]")?.removeAttribute("hidden");
  }
} else if (document.querySelector("[data-copy], [data-print]")) {
  const { act, dress } = await import("./handout.js");
  dress(document.body);
  document.addEventListener("click", ({ target }) => target instanceof Element && void act(target, async () => ""));
}

const root = named("root");
if (root) {
  veil(root);
  offer(root);
  // A page that is not kept on this device has not moved; only answers can lead on from there.
  if (location.hash || !document.querySelector("[data-not-kept]")) find(root);
}

const finder = document.querySelector("[data-finder]");
if (finder && root) {
  // If it does not come, the lists that stand in its place stay there.
  const came = await import(new URL("search.js", named("search")).href).catch(() => null);
  if (came) new came.Search(finder, root, WORDS).begin();
}
