/**
 * Every sentence that the offline app and the news of releases say themselves, in one place for the translator.
 */

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export const WORDS = Object.freeze({
  newer: "A newer copy of this site is ready.",
  coming: "A newer copy of this site is being fetched.",
  changing: "Taking the newer copy.",
  useNow: "Use it now",
  later: "Later",
  older: "This page is older than the copy on your device.",
  reload: "Reload",

  install: "You can put Even Keel on your home screen. It then opens like an app, without internet too.",
  installGo: "Install",
  installNo: "No, thanks",
  installed: "Even Keel is installed.",

  guide: "Pages, questions, plans and search",
  /** @param {string} name */
  flow: (name) => `Questions and plans: ${name}`,
  core: "Home and the list of situations",
  engine: "Dates and sums",
  /** @param {number} bytes */
  kept: (bytes) => `on this device (${megabytes(bytes)} MB)`,
  /** @param {number} bytes */
  notKept: (bytes) => `not on this device (${megabytes(bytes)} MB to fetch)`,
  keepGuide: "Keep all pages",
  keepEngine: "Keep dates and sums too",
  remove: "Remove everything",
  removed: "Everything is removed. What you typed and your answers are still on this device.",
  removedNow: "Nothing is kept, because you removed it. To keep it again, press a button.",
  /** @param {number} done @param {number} all */
  fetching: (done, all) => `Fetching: ${megabytes(done)} of ${megabytes(all)} MB`,
  done: "Done. It opens without internet now.",
  failedLine: "It could not be fetched. Look at your connection and try again.",
  failedFull: "There is no room left on this device. Free some and try again.",
  /** @param {string} day */
  copyOf: (day) => `The copy on this device is of ${day}.`,
  /** @param {string} time */
  checked: (time) => `Last looked for a newer copy: ${time}.`,
  look: "Look for a newer copy",
  upToDate: "There is no newer copy.",
  noLine: "The site could not be reached.",
  persisted: "Your browser has promised not to delete it by itself.",
  mayGo: "Your browser may delete it when the device is full.",
  persist: "Ask the browser not to delete it",
  absent: "This browser cannot keep the site. In a private window, most cannot.",
  waiting: "The site is being fetched for days without internet. This takes a minute.",
  again: "Try again",

  /** @param {string} day @param {string} says */
  changed: (day, says) => `This advice changed on ${day}. ${says}`,
  /** @param {string} day @param {string} at @param {string} says */
  changedSince: (day, at, says) => `This advice changed on ${day}; you were last here on ${at}. ${says}`,
  useNew: "Use the new copy",
  /** @param {string} day */
  oldAlone: (day) => `This copy is from ${day}. Upwork\u2019s rules may have changed since. Connect to the internet to look for a newer copy, or check each rule on your own screen.`,
  /** @param {string} day */
  oldCopy: (day) => `This copy is from ${day}, and there is a newer one. Upwork\u2019s rules may have changed since.`,
  /** @param {string} day */
  oldRules: (day) => `We last read Upwork\u2019s rules on ${day}. They may have changed since. Check each rule on your own screen.`,
  /** @param {string} today @param {string} day */
  clockWrong: (today, day) => `The date on your device may be wrong: it is ${today} there, and this copy is from ${day}. Dates below may be wrong too.`,
});
