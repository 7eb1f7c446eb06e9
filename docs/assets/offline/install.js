/**
 * The offer to put the site on the home screen: made once, below a plan that was of use, where the browser can do it.
 */
import { button } from "./bar.js";
import { wish, wishes } from "./wishes.js";
import { WORDS } from "./words.js";

/** @typedef {Event & { prompt: () => Promise<unknown> }} Prompt */

/** @type {Prompt | null} */
let prompt = null;
/** The plan on the screen was of use: dates were filled in, it was taken along, or it is not the first of her own. */
let useful = false;

/** Listen for the browser's word that it can install, and for what makes a plan useful. */
export function offerInstall() {
  const able = (/** @type {Event} */ event) => {
    event.preventDefault();
    prompt = /** @type {Prompt} */ (event);
    offer();
    for (const place of document.querySelectorAll("[data-install]")) place.replaceChildren(go());
  };
  addEventListener("beforeinstallprompt", able);
  // The browser may have said it before this module was here; the page script kept the event (start.js).
  const { evenKeelPrompt: early } = /** @type {{ evenKeelPrompt?: Event }} */ (globalThis);
  if (early) able(early);
  addEventListener("appinstalled", () => {
    for (const place of document.querySelectorAll(".install")) place.remove();
    for (const place of document.querySelectorAll("[data-install]")) place.textContent = WORDS.installed;
  });
  addEventListener("afterprint", () => used());
  document.addEventListener("ek-step", () => arrived());
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-copy], [data-share]")) used();
  });
  const filled = () => plan()?.getAttribute("data-answered-by") === "engine" && used();
  new MutationObserver(filled).observe(document.body, { subtree: true, attributeFilter: ["data-answered-by"] });
  filled();
  arrived();
}

const plan = () => document.querySelector('main#step[data-kind="result"]');

function used() {
  if (!plan()) return;
  useful = true;
  offer();
}

/**
 * A plan is on the screen: of use if an earlier page had one of her own. That there was one is remembered, not which,
 * and a plan that was only opened by a link is not her own.
 */
function arrived() {
  if (!plan()) return;
  if (wishes().plan) used();
  else addEventListener("pagehide", () => own() && wish({ plan: true }), { once: true });
}

/** Whether this device has a finished walk to the plan on the screen. */
function own() {
  try {
    const walks = JSON.parse(localStorage.getItem("even-keel.walk") ?? "{}");
    const stop = walks[plan()?.getAttribute("data-flow") ?? ""];
    return stop?.done === true && stop.state === plan()?.getAttribute("data-state");
  } catch {
    return false;
  }
}

/** The button; a browser shows its question only once for each time it says it can. */
function go() {
  return button([WORDS.installGo, () => prompt?.prompt().catch(() => {})]);
}

function offer() {
  const here = plan();
  if (!here || !prompt || !useful || wishes().asked || wishes().off) return;
  wish({ asked: true });
  const place = document.createElement("p");
  place.className = "install";
  place.append(WORDS.install, " ", go(), " ", button([WORDS.installNo, () => place.remove()]));
  here.append(place);
}
