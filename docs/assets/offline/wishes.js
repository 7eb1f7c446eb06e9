/**
 * What the reader wants of the offline app, on this device. A browser may refuse or lose it: then nothing was wished.
 */

const SHELF = "even-keel.offline";

/**
 * @typedef {object} Wishes
 * @property {boolean} [off] she removed everything: nothing is kept until she asks
 * @property {boolean} [guide] all pages, also when data are saved
 * @property {boolean} [engine] dates and sums too
 * @property {boolean} [asked] the offer to install was made
 * @property {boolean} [plan] a plan of her own was on the screen; never which
 * @property {string} [checked] when the site was last asked for a newer copy
 */

/** @returns {Wishes} */
export function wishes() {
  try {
    const kept = JSON.parse(localStorage.getItem(SHELF) ?? "{}");
    return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** @param {Wishes} more */
export function wish(more) {
  try {
    localStorage.setItem(SHELF, JSON.stringify({ ...wishes(), ...more }));
  } catch {
    // What the browser refuses to remember is asked again the next time.
  }
}

/** Whether the reader or her line wants few bytes. */
export function frugal() {
  const line = /** @type {{ connection?: { saveData?: boolean } }} */ (/** @type {unknown} */ (navigator)).connection;
  return line?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
}

/** Whether the image of a started Python was fetched for later starts; the page script notes it (memory.js). */
export function imageKept() {
  try {
    return Boolean(JSON.parse(localStorage.getItem("even-keel.engine") ?? "{}")?.image);
  } catch {
    return false;
  }
}
