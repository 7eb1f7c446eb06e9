/**
 * What is folded or out of sight on a page comes into view: behind an address, on paper, and in the menu.
 */

/** Open every fold around the place that the address names, and bring that place into view. */
function reveal() {
  const place = document.getElementById(decoded(location.hash.slice(1)));
  const folds = folded(place);
  for (const fold of folds) fold.open = true;
  if (folds.length) place?.scrollIntoView();
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {Element | null} place @returns {HTMLDetailsElement[]} the closed folds around it */
function folded(place) {
  const fold = place?.closest("details:not([open])");
  return fold instanceof HTMLDetailsElement ? [fold, ...folded(fold.parentElement)] : [];
}

/** Begin to watch the address and the printer. */
export function unfold() {
  reveal();
  const menu = document.querySelector(".contents");
  const here = menu?.querySelector("[aria-current]");
  // Only the menu itself moves: the page stays where its address says.
  if (menu && here instanceof HTMLElement) menu.scrollTop = here.offsetTop - menu.clientHeight / 2;
  menu?.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "open") menu.querySelector("button")?.focus();
  });
  // Whoever leaves the open menu by keyboard leaves it closed: it would lie over what has the focus.
  menu?.addEventListener("focusout", (event) => {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (!(to instanceof Element) || menu.contains(to) || to.closest("[popovertarget]")) return;
    if (menu instanceof HTMLElement && menu.matches(":popover-open")) menu.hidePopover();
  });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("article details")) fold.toggleAttribute("open", true);
  });
}
