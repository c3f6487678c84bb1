/** Corrects one reading in its tile, by keyboard alone if wanted. */
import { ApiError, correctPhoto } from "../shared/api.js";
import { cloneTemplate, find } from "../shared/dom.js";
import { problemText } from "../shared/problem-texts.js";
import { gettext } from "../shared/texts.js";
import { digitsOf, focusTile, urlOf } from "./tiles.js";

/** @import { Photo } from "../shared/api.js" */

/** @typedef {{ tile: HTMLElement, form: HTMLElement, field: HTMLInputElement }} OpenEditor */

export class CorrectionEditor {
  /**
   * @param {HTMLElement} root of the page
   * @param {object} hooks
   * @param {(tile: HTMLElement, photo: Photo) => void} hooks.onSaved
   * @param {(tile: HTMLElement) => void} hooks.onDeleted where the photo no longer exists
   */
  constructor(root, { onSaved, onDeleted }) {
    this.root = root;
    this.onSaved = onSaved;
    this.onDeleted = onDeleted;
    /** @type {OpenEditor | null} */
    this.current = null;
  }

  /**
   * @param {HTMLElement} tile
   * @param {string} [typed] replaces the reading, which is selected otherwise
   */
  open(tile, typed = "") {
    this.close();
    const form = cloneTemplate(this.root, "[data-editor-template]");
    const field = find(form, "[name=correction]", HTMLInputElement);
    field.value = typed || digitsOf(tile);
    find(form, "[name=withdraw]").hidden = !tile.hasAttribute("data-corrected");
    this.current = { tile, form, field };
    this.listen(this.current);
    find(tile, "[data-shown]").hidden = true;
    tile.append(form);
    field.focus();
    if (!typed) field.select();
  }

  /** @param {OpenEditor} editor */
  listen(editor) {
    const { form, tile } = editor;
    const cancel = () => {
      this.close();
      focusTile(tile);
    };
    form.addEventListener("submit", (event) => this.submit(event, editor));
    find(form, "[data-leave]").addEventListener("click", cancel);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      cancel();
    });
  }

  close() {
    if (!this.current) return;
    this.current.form.remove();
    find(this.current.tile, "[data-shown]").hidden = false;
    this.current = null;
  }

  /**
   * @param {SubmitEvent} event
   * @param {OpenEditor} editor
   */
  async submit(event, editor) {
    event.preventDefault();
    const { form, tile } = editor;
    const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
    const correction = correctionIn(editor, button?.name);
    if (correction === undefined || form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      const photo = await correctPhoto(urlOf(tile), correction);
      this.finish(editor, () => this.onSaved(tile, photo));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      form.ariaBusy = "false";
      if (error.code === "not_found") this.finish(editor, () => this.onDeleted(tile));
      else showProblem(form, problemText(error));
    }
  }

  /**
   * Close this editor, unless another one was opened meanwhile.
   *
   * @param {OpenEditor} editor
   * @param {() => void} report
   */
  finish(editor, report) {
    const hadFocus = editor.form.contains(document.activeElement);
    if (this.current === editor) this.close();
    if (hadFocus) focusTile(editor.tile);
    report();
  }
}

/**
 * Return the correction: null withdraws it, "" is no digit, undefined is not valid.
 *
 * @param {OpenEditor} editor
 * @param {string} [action] name of the button
 */
function correctionIn({ field, form }, action) {
  if (action === "withdraw") return null;
  if (action === "nothing") return "";
  if (isDigits(field.value)) return toCorrection(field.value);
  showProblem(form, gettext("Enter digits only: 0 to 9, and a space for a new line."));
  field.setAttribute("aria-invalid", "true");
  field.select();
  return undefined;
}

/**
 * @param {HTMLElement} form
 * @param {string} text
 */
function showProblem(form, text) {
  find(form, "[data-notice]").textContent = text;
}

/** @param {string} text */
export function isDigits(text) {
  return /^[0-9\s]*$/.test(text);
}

/**
 * Return typed digits as the API takes them: a space starts a new line.
 *
 * @param {string} text
 */
export function toCorrection(text) {
  return text.trim().split(/\s+/).join("\n");
}
