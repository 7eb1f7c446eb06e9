/**
 * Every sentence that the script of the case file says itself, in one place for the translator.
 * What a record says comes from Python.
 */

/** @param {number} number */
const entries = (number) => (number === 1 ? "1 entry" : `${number} entries`);

export const WORDS = Object.freeze({
  all: "All contracts",
  saved: "Saved.",
  undo: "Undo",
  /** @param {string} label */
  next: (label) => `The button \u201c${label}\u201d follows.`,
  undone: "Undone.",
  putBack: "Put it back",
  otherTab: "Another tab changed something here.",
  unknown: "There is no such contract on this device.",

  waiting: "Only what you typed is shown so far. Start the calculator to see the rest.",
  waitingFirst: "The record is being made.",
  newer: "Newer, not worked out yet",
  /** @param {string} day */
  viewOf: (day) => `This is the view of ${day}. Start the calculator to bring it up to date.`,
  start: "Start the calculator",
  missing: "Your records are still here: you can read, tick, note, export and erase.",

  empty: "Please fill this in.",
  number: "Write only a number here, such as 45 or 120.50.",
  whole: "Write only a whole number here, such as 45.",
  date: "Choose a day between 2015 and 2099.",
  long: "This is too long. Shorten it.",
  warns: "This seems to hold an e-mail address, a link or a phone number. A short mark is safer.",
  handNames: "What you typed seems to hold an e-mail address, a link or a phone number. Others may see it. Press again to go on.",
  notSaved: "It is not saved. What you typed is still in its field.",
  clock: "The date of your device seems to be wrong. Set it, then save again. What you typed is still in its field.",

  storeDenied: "This browser does not let this page keep anything. Look at its settings for cookies and site data.",
  storeFull: "There is no room left on this device. Free some, then save again.",
  storeNewer: "A newer version of this site was open here. Reload this page.",
  storeBroken: "The store of this browser does not work. Reload this page, or restart the browser.",
  storeSilent: "The store of this browser does not answer. Close other tabs of this site, then reload this page.",
  storeGone: "The records of this page are not on this device any more. Reload this page.",
  storeLost: "Your browser has removed the records that were on this device. If you have an exported file, import it now.",

  persisted: "Your browser has promised not to delete the records by itself.",
  mayGo: "Your browser may delete the records: when the device is full, after days without a visit, or when you close a private window. Save them to a file from time to time.",

  neverExported: "Not saved to a file yet.",
  /** @param {string} day @param {number} since */
  exported: (day, since) => `Last saved to a file on ${day}${since ? `; ${entries(since)} since` : ", and nothing is new since"}.`,
  exportLarge: "This file is larger than a file that can be brought in again. Save contracts one by one too, on the page of each.",
  exportDone: "The file is made. Look for it among your downloads.",
  exportNothing: "There is nothing to export yet.",
  exportNames: "What you typed seems to hold an e-mail address, a link or a phone number. Think of that before you give the file to others.",
  phraseShort: "Use at least 8 characters, for example three words. If you forget it, nobody can open the file.",
  phraseAsk: "This file is locked. Type its passphrase:",
  phraseOpen: "Open the file",
  phraseWrong: "The passphrase is not right, or the file is damaged. Nothing was changed.",
  lockAbsent: "This browser cannot lock or open such a file.",

  importLarge: "This file is too large for a case file. Nothing was changed.",
  importEmpty: "This file is empty. Choose a file that you exported here. Nothing was changed.",
  importNotText: "This is not a text file. Choose a file that you exported here. Nothing was changed.",
  importDamaged: "This file is damaged, or a part is missing. Choose another copy of it. Nothing was changed.",
  importForeign: "This is not a case file of this site. Choose a file that you exported here. Nothing was changed.",
  importNewer: "This file was written by a newer version of this site: open the site again with internet, then import. Nothing was changed.",
  importNoVersion: "The file does not say its version. Nothing was changed.",
  importUnreadable: "The file could not be read. Choose it again. Nothing was changed.",
  importAside: "The file is set aside. It is checked as soon as the calculator is here. Nothing is changed before you say so.",
  importChecking: "The file is being checked.",
  importTake: "Take it over",
  importLeave: "Leave it",
  importLeft: "The file was put away. Nothing was changed.",
  importDone: "The file is taken over.",
  importTold: "This is what would change.",
  importNothing: "Everything in the file is here already. Nothing would change.",

  eraseAsk: "Erase everything?",
  eraseTells: "This removes from this device: all contracts and their notes, unfinished questions, what you typed into plans and tools, and the settings of this site. Exported files stay. It cannot be undone.",
  eraseDo: "Erase all of it now",
  eraseNot: "Keep it",
  erased: "Everything is erased from this device.",
  erasedElsewhere: "Everything was erased in another tab.",
  eraseRefused: "Your browser did not allow erasing all of it. Clear the data of this site in its settings.",

  keepTitle: "Keep this plan",
  keepWhere: "Which contract is it for?",
  keepNew: "A new contract",
  keepName: "What do you call this contract?",
  keepNameHint: "A word for yourself, such as \u201clogo\u201d. Leave the name of the client out.",
  keepDo: "Keep it",
  keepNot: "Do not keep it",
  keepLeft: "This plan was not kept. To come back to it, press Back in your browser.",
  keepBroken: "This link to a plan cannot be read. Open the plan again and press its button.",
});
