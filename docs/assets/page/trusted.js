/**
 * The only door through which a text becomes elements of the page, or the script of the engine. Browsers that know
 * Trusted Types refuse every other way; in the others this door refuses the same.
 */

/** @typedef {{ createHTML: (text: string) => string, createScriptURL: (address: string) => string }} Policy */
/** @typedef {{ createPolicy: (name: string, rules: Policy) => Policy }} Factory what Trusted Types give, of which TypeScript knows nothing */

/** What the renderer never writes, so it is no markup here either; typed text comes from it with its brackets escaped. */
const NEVER = /<(?=\/?(?:script|iframe|object|embed|base|meta|link|style)\b)/gi;
const ENGINE = /\/assets\/engine\/[0-9a-f]+\/worker\.js$/;

/** @type {Policy} */
const RULES = {
  createHTML: (text) => text.replace(NEVER, "&lt;"),
  createScriptURL: (address) => {
    const { href, origin, pathname } = new URL(address, location.href);
    if (origin !== location.origin || !ENGINE.test(pathname)) throw new TypeError("This is not the engine.");
    return href;
  },
};
const { trustedTypes: factory } = /** @type {{ trustedTypes?: Factory }} */ (/** @type {unknown} */ (globalThis));
const policy = factory ? factory.createPolicy("even-keel", RULES) : RULES;

/** What our own renderer wrote, to be put into the page. @param {string} html */
export const drawn = (html) => policy.createHTML(html);

/** The address of the engine's script. @param {URL} address */
export const engineScript = (address) => policy.createScriptURL(address.href);
