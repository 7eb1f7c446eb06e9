/**
 * The question that a kept plan brings with it: which contract is it for? It makes the entries and saves nothing itself.
 */
import { button, paragraph, row } from "./pieces.js";
import { WORDS } from "./words.js";

/** @typedef {{ flow: string, state: string, answers: string, title: string }} Kept */
/** @typedef {{ record: string, nickname: string }} Choice an empty record is a new one */

const FLOW = /^[a-z][a-z0-9_]{0,39}$/;
const STATE = /^(?=.{1,500}$)[a-z][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)*$/;
const LONGEST_TITLE = 200;

/**
 * What a fragment asks to keep; null if it cannot be read.
 * @param {string} fragment "#keep=flow/state/answers/title"
 * @param {(fragment: string) => { answers: ReadonlyMap<string, string>, says: string }} read
 * @returns {Kept | null}
 */
export function kept(fragment, read) {
  let text = "";
  try {
    text = decodeURIComponent(fragment.replace(/^#keep=/, ""));
  } catch {
    return null;
  }
  const [flow = "", state = "", answers = "", ...title] = text.split("/");
  const found = read(`#${answers}`);
  if (!FLOW.test(flow) || !STATE.test(state) || !found.answers.size || found.says) return null;
  const shown = title.join("/").replace(/[\p{Cc}\p{Cf}]/gu, "").trim().slice(0, LONGEST_TITLE);
  return { flow, state, answers, title: shown || state.replace(/[.-]/g, " ") };
}

/**
 * Ask which contract a plan is for.
 * @param {Kept} plan
 * @param {ReadonlyMap<string, string>} records id -> nickname
 * @param {string} likely the record that the reader came from
 * @param {(choice: Choice) => Promise<Record<string, string> | null>} save gives what is wrong by field, null if it is saved
 * @param {() => void} left
 */
export function askWhere(plan, records, likely, save, left) {
  const dialog = document.createElement("dialog");
  dialog.className = "keepplan";
  dialog.setAttribute("aria-labelledby", "keep-title");
  const form = document.createElement("form");
  form.noValidate = true;
  form.autocomplete = "off";
  const heading = document.createElement("h2");
  heading.id = "keep-title";
  heading.textContent = WORDS.keepTitle;
  const what = paragraph(plan.title);
  const where = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.textContent = WORDS.keepWhere;
  const first = records.has(likely) ? likely : "";
  where.append(legend, radio("", WORDS.keepNew, !first), ...[...records].map(([id, nickname]) => radio(id, nickname, id === first)));
  const name = field();
  const problem = paragraph("", "problem");
  problem.setAttribute("role", "alert");
  problem.id = "keep-problem";
  name.input.setAttribute("aria-describedby", `${name.input.getAttribute("aria-describedby")} ${problem.id}`);
  const go = button(WORDS.keepDo);
  go.type = "submit";
  const no = button(WORDS.keepNot);
  form.append(heading, what, where, name.line, problem, row(go, no));
  dialog.append(form);
  const chosen = () => String(new FormData(form).get("record") ?? "");
  const show = () => name.line.toggleAttribute("hidden", Boolean(chosen()));
  form.addEventListener("change", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    const wrong = await save({ record: chosen(), nickname: name.input.value });
    go.disabled = false;
    problem.textContent = wrong ? Object.values(wrong).join(" ") : "";
    name.input.setAttribute("aria-invalid", String(Boolean(wrong?.nickname)));
    if (wrong?.nickname) name.input.focus();
    if (!wrong) dialog.remove();
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    left();
  });
  show();
  document.querySelector("[data-case]")?.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @param {string} value @param {string} text @param {boolean} checked */
function radio(value, text, checked) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: "record", value, checked });
  label.append(input, ` ${text}`);
  return label;
}

function field() {
  const line = document.createElement("p");
  const label = document.createElement("label");
  const hint = document.createElement("span");
  const input = document.createElement("input");
  label.htmlFor = input.id = "keep-name";
  label.textContent = WORDS.keepName;
  hint.className = "hint";
  hint.id = "keep-hint";
  hint.textContent = WORDS.keepNameHint;
  Object.assign(input, { type: "text", maxLength: 80 });
  input.setAttribute("aria-describedby", hint.id);
  line.append(label, " ", hint, input);
  return { line, input };
}
