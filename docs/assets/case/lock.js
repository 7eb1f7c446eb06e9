/**
 * A file that only a passphrase opens: AES-GCM with a key from PBKDF2. The form is told on the page about the case file's form.
 */

/** @typedef {{ format: string, version: number, rounds: number, salt: string, iv: string, data: string }} Locked */

export const LOCKED = "even-keel-locked";
const VERSION = 1;
const ROUNDS = 600_000;
/** What a file of ours may ask of a phone; anything else is not ours. */
const MOST_ROUNDS = 10_000_000;
const SALT = 16;
const IV = 12;
/** Bytes that are turned into characters at once. */
const BITE = 32_768;

export const canLock = () => Boolean(globalThis.crypto?.subtle);

/**
 * @param {string} passphrase
 * @param {Uint8Array<ArrayBuffer>} salt
 * @param {number} rounds
 */
async function keyOf(passphrase, salt, rounds) {
  const typed = new TextEncoder().encode(passphrase.normalize("NFC"));
  const raw = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/**
 * The text of a locked file.
 * @param {string} text
 * @param {string} passphrase
 */
export async function lock(text, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT));
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const key = await keyOf(passphrase, salt, ROUNDS);
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text)));
  const file = { format: LOCKED, version: VERSION, rounds: ROUNDS, salt: toText(salt), iv: toText(iv), data: toText(data) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * What a locked file holds; null if the passphrase is not right or the file was changed.
 * @param {Locked} file
 * @param {string} passphrase
 */
export async function unlock({ rounds, salt, iv, data }, passphrase) {
  try {
    const key = await keyOf(passphrase, toBytes(salt), rounds);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: toBytes(iv) }, key, toBytes(data));
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return null;
  }
}

/**
 * Whether a parsed file has the parts of a locked one, in a version that we can open.
 * @param {Record<string, unknown>} file
 */
export function isWhole({ version, rounds, salt, iv, data }) {
  const counted = Number.isInteger(rounds) && Number(rounds) > 0 && Number(rounds) <= MOST_ROUNDS;
  return version === VERSION && counted && [salt, iv, data].every((part) => typeof part === "string");
}

export const isNewer = (/** @type {Record<string, unknown>} */ { version }) => Number.isInteger(version) && Number(version) > VERSION;

/** @param {Uint8Array} bytes */
function toText(bytes) {
  let text = "";
  for (let from = 0; from < bytes.length; from += BITE) text += String.fromCharCode(...bytes.subarray(from, from + BITE));
  return btoa(text);
}

/** @param {string} text */
const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
