/**
 * Every sentence the page script says itself, in one place for the translator.
 * What a flow says travels in its pages, its bundle and the engine's answers, never here.
 */

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export const WORDS = Object.freeze({
  addressBroken: "The answers in this link cannot be read. The page below is the one the link names; your link is unchanged.",
  addressNewer: "The answers in this link were written by a newer version of this site. Reload the page to use them; your link is unchanged.",
  addressOlder: "The answers in this link were written by an older version of this site. Please answer again; your link is unchanged.",
  addressStrange: "One answer in this link belongs to a question that is not asked here. It is kept, but not used.",
  addressStray: "One answer in this link is not offered any more. Please answer this question again; the others are kept.",

  borrowed: "from the link, not said by you",

  copy: "Copied.",
  /** @param {string} blanks */
  copyBlanks: (blanks) => `Copied. Fill in before you send it: ${blanks}.`,
  copyRefused: "Your browser did not allow copying. The text is selected: press Ctrl+C, or hold it and choose Copy.",
  shareCopied: "Copied as plain text. Paste it where you want it.",
  shareRefused: "Your browser did not allow copying. Print the page, or select its text and copy it.",
  shareDone: "Handed on.",

  /** @param {number} done @param {number} all */
  engineBytes: (done, all) => `${megabytes(done)} of ${megabytes(all)} MB`,
  engineLoading: "Getting the calculator.",
  engineOtherwise: "That did not work. Starting the calculator in another way.",
  engineStarting: "Starting the calculator.",
  engineReady: "Filled in, wherever this plan has a place for it.",
  engineIdle: "What you typed before is still here. Press the button to work it out.",
  /** @param {string} file */
  engineFile: (file) => `The calculator did not load (${file}).`,
  engineSlow: "The calculator does not answer.",
  engineDied: "The calculator stopped.",
  engineAbsent: "This browser cannot run the calculator.",
  engineMissing: "Your own dates and sums are missing; the rest of the plan stands.",
  engineAgain: "Try again",
  engineBusy: "Working",
  engineStop: "Stop loading",
  engineReload: "Reload the page to try once more.",
  engineNoWay: "Your dates cannot be worked out on this page. Go to the first question and answer from there.",
  engineElsewhere: "The calculator belongs to another version of this page. Reload the page to fill in your dates.",

  /** @param {string} day */
  resumeOpen: (day) => `You stopped in the middle on ${day}. Your answers are on this device.`,
  /** @param {string} day */
  resumeDone: (day) => `You reached a plan on ${day}. Your answers are on this device.`,
  /** @param {string} title */
  resumeAt: (title) => `\u201c${title}\u201d`,
  resumeGo: "Go on where you stopped",
  resumeSee: "See your plan",
  erase: "Erase",
  erased: "Erased from this device.",
  eraseRefused: "Your browser did not allow erasing. Clear the site data in its settings.",

  searchLabel: "What happened? Use your own words.",
  searchLoading: "Getting the list of pages.",
  searchFailed: "The search did not load. Look at your connection.",
  /** @param {number} number */
  searchFound: (number) => (number === 1 ? "1 page found." : `${number} pages found, the best first.`),
  searchNothing: "Nothing found. Try one or two plain words, such as refund, review or hours. Or answer a few questions:",
  searchWizard: "What is happening right now?",
  searchPlan: "Get a plan:",

  toolDone: "Worked out below.",
  toolMissing: "Nothing is worked out yet; the part below for paper works without it.",
  toolFill: "Fill in the fields that are marked.",
  toolEmpty: "Please fill this in.",
  toolCleared: "All fields are empty.",
  toolCarried: "Filled in with your day.",
  toolNotKept: "Your browser does not keep what you type here. A reload empties the fields.",
  rowDropped: "Removed.",
  putBack: "Put it back",
  fileSaved: "The file was handed to your device.",

  yourTime: "your time",
  movedGone: "The page of this address has moved and your answers could not be carried over.",
  movedStart: "Start again from the first question",
});
