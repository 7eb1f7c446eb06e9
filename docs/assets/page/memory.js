/**
 * What this device remembers: unfinished walks, typed values, and that the engine was used here.
 * A browser may refuse, lose or garble any of it: reading then finds nothing and writing says so, neither throws.
 */

/** @typedef {"even-keel.walk" | "even-keel.inputs" | "even-keel.tools" | "even-keel.engine"} Shelf */
/** @typedef {{ state: string, answers: string, at: string, title?: string, done?: boolean }} Stop */

/** Characters of a title that is shown again. */
const LONGEST_TITLE = 100;

/**
 * @param {Shelf} shelf
 * @returns {Record<string, unknown>}
 */
function whole(shelf) {
  try {
    const kept = JSON.parse(localStorage.getItem(shelf) ?? "{}");
    return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}

/**
 * Keep a value under a name, or drop the name when the value is null; false if the browser refused.
 * @param {Shelf} shelf
 * @param {string} name
 * @param {unknown} value
 */
function keep(shelf, name, value) {
  try {
    const kept = whole(shelf);
    if (value === null) delete kept[name];
    else kept[name] = value;
    if (Object.keys(kept).length) localStorage.setItem(shelf, JSON.stringify(kept));
    else localStorage.removeItem(shelf);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} flow @param {Stop | null} stop null drops it */
export const keepStop = (flow, stop) => keep("even-keel.walk", flow, stop);

/**
 * Where the reader stopped in a flow; null if nothing usable is kept.
 * @param {string} flow
 * @returns {Stop | null}
 */
export function stopOf(flow) {
  const { state, answers, at, title, done } = /** @type {Record<string, unknown>} */ (whole("even-keel.walk")[flow] ?? {});
  if (typeof state !== "string" || !/^[a-z0-9](?:[.-]*[a-z0-9])*$/.test(state)) return null;
  if (typeof answers !== "string" || typeof at !== "string" || !/^\d{4}-\d\d-\d\d$/.test(at)) return null;
  return { state, answers, at, title: typeof title === "string" ? title.slice(0, LONGEST_TITLE) : "", done: done === true };
}

/** @param {string} flow @param {ReadonlyMap<string, string>} inputs */
export const keepInputs = (flow, inputs) => keepTyped("even-keel.inputs", flow, inputs);

/** @param {Shelf} shelf @param {string} name @param {ReadonlyMap<string, string>} inputs */
const keepTyped = (shelf, name, inputs) => keep(shelf, name, inputs.size ? Object.fromEntries(inputs) : null);

/** @param {string} tool @param {ReadonlyMap<string, string>} inputs */
export const keepTool = (tool, inputs) => keepTyped("even-keel.tools", tool, inputs);
/** What was typed in a tool, by id of the field. @param {string} tool */
export const toolOf = (tool) => typedOf("even-keel.tools", tool);

/**
 * What was typed in a flow, by id of the field.
 * @param {string} flow
 * @returns {Map<string, string>}
 */
export const inputsOf = (flow) => typedOf("even-keel.inputs", flow);

/** @param {Shelf} shelf @param {string} name */
function typedOf(shelf, name) {
  const kept = whole(shelf)[name] ?? {};
  /** @type {[string, string][]} */
  const typed = Object.entries(kept).filter(([, value]) => typeof value === "string");
  return new Map(typed);
}

/**
 * Drop everything this device remembers of a flow; false if the browser refused.
 * @param {string} flow
 */
export function forget(flow) {
  if (!keep("even-keel.walk", flow, null)) return false;
  const waiting = whole("even-keel.walk");
  // What was typed went along to other flows: it goes with the last walk that it belongs to.
  const left = Object.keys(whole("even-keel.inputs")).filter((id) => id === flow || !Object.hasOwn(waiting, id));
  return left.every((id) => keep("even-keel.inputs", id, null));
}

export const keepEngineUsed = () => keep("even-keel.engine", "used", true);
/** @param {string} image name of the image that this device has; empty drops it */
export const keepImage = (image) => keep("even-keel.engine", "image", image || null);
export const keptImage = () => String(whole("even-keel.engine").image ?? "");
/** @param {string} folder of an engine that has started here, so that all its files are on this device */
export const keepEngineHere = (folder) => keep("even-keel.engine", "folder", folder);
/** @param {string} folder */
export const engineIsHere = (folder) => whole("even-keel.engine").folder === folder;
export const engineWasUsed = () => whole("even-keel.engine").used === true;
