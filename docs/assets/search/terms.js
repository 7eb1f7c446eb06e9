/**
 * Words as the search compares them: without case, accents and endings, so that "Releasing" is "released".
 * Nothing here knows what a word means.
 */

const WORD = /[\p{L}\p{N}]+(?:['\u2019][\p{L}\p{N}]+)*/gu;
/** One row for each step; of a row, the first ending that fits is replaced. @type {[RegExp, string][][]} */
const STEPS = [
  [[/(..)ie[sd]$/, "$1y"], [/(s|x|z|ch|sh)es$/, "$1"], [/(.[^sui])s$/, "$1"]],
  [[/(gree)d$/, "$1"], [/^(?=.{3,}(?:ing|ed)$)([^aeiouy]*[aeiouy].*)(?:ing|(?<!e)ed)$/, "$1"], [/(.{4})ly$/, "$1"]],
  [[/(...)e$/, "$1"]],
  [[/(..)(.)\2$/, "$1$2"]],
];
const SHORTEST = 4;

/**
 * The words of a text with their places.
 * @param {string} text
 */
export const words = (text) => Array.from(text.matchAll(WORD), (found) => ({ word: found[0], at: found.index }));

/**
 * A word as it is compared.
 * @param {string} word
 */
export function term(word) {
  const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['\u2019]s$/, "").replace(/['\u2019]/g, "");
  return STEPS.reduce((one, endings) => {
    const [ending, stays] = (one.length >= SHORTEST && endings.find(([ending]) => ending.test(one))) || [];
    return ending && stays ? one.replace(ending, stays) : one;
  }, plain);
}
