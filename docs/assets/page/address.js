/**
 * Addresses: a flow's folder, and a reader's answers in the fragment, as in "#1~contract.fixed~money.held".
 * Reads and writes text only; whether an answer exists is for the book to say.
 */
import { WORDS } from "./words.js";

/** @typedef {ReadonlyMap<string, string>} Answers question id -> option id */

const VERSION = 1;
const LONGEST = 2000;
const ANSWER = /^([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)$/;

/**
 * The answers of a fragment. `says` is a sentence when the fragment was meant as answers but cannot be used;
 * a fragment that names a place on the page has no answers and nothing to say.
 * @param {string} fragment
 * @returns {{ answers: Answers, says: string }}
 */
export function read(fragment) {
  const none = new Map();
  let text = fragment.replace(/^#/, "");
  try {
    text = decodeURIComponent(text);
  } catch {
    return { answers: none, says: WORDS.addressBroken };
  }
  const [version = "", ...pairs] = text.split("~");
  if (!pairs.length && !/^\d+$/.test(version)) return { answers: none, says: "" };
  if (text.length > LONGEST || !/^\d{1,6}$/.test(version)) return { answers: none, says: WORDS.addressBroken };
  if (Number(version) > VERSION) return { answers: none, says: WORDS.addressNewer };
  if (Number(version) < VERSION) return { answers: none, says: WORDS.addressOlder };
  /** @type {Map<string, string>} */
  const answers = new Map();
  for (const pair of pairs) {
    const [, question, option] = ANSWER.exec(pair) ?? [];
    if (!question || !option || answers.has(question)) return { answers: none, says: WORDS.addressBroken };
    answers.set(question, option);
  }
  return { answers, says: "" };
}

/**
 * The address text of the answers, in their order; empty when there are none.
 * @param {Answers} answers
 */
export function write(answers) {
  if (!answers.size) return "";
  return [VERSION, ...[...answers].map(([question, option]) => `${question}.${option}`)].join("~");
}

/**
 * The folder of a flow below wizard/: ids are written with underscores, addresses with hyphens.
 * @param {string} flow
 */
export const folder = (flow) => flow.replaceAll("_", "-");
