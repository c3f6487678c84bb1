// Corrects one reading where it stands, by keyboard alone if wanted.
import { Problem, correctPhoto } from "../shared/api.js";
import { isDigits, toCorrection } from "./grid-navigation.js";
import { focusTile, labelOf } from "./tiles.js";
import { problemWords } from "../shared/texts.js";

export class CorrectionEditor {
  // hooks: onSaved(tile, photo), onGone(tile) where the photo is no longer there.
  constructor(template, phrases, hooks) {
    this.template = template;
    this.phrases = phrases;
    Object.assign(this, hooks);
    this.tile = null;
  }

  // `typed` replaces what is there; without it that is selected, to be typed over.
  open(tile, typed = "") {
    if (this.tile) this.close();
    this.tile = tile;
    this.form = this.template.content.firstElementChild.cloneNode(true);
    this.field = this.form.elements.correction;
    this.field.value = typed || labelOf(tile);
    this.form.elements.withdraw.hidden = !tile.hasAttribute("data-corrected");
    this.listen();
    tile.querySelector("[data-shown]").hidden = true;
    tile.append(this.form);
    this.field.focus();
    if (!typed) this.field.select();
  }

  listen() {
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.querySelector("[data-leave]").addEventListener("click", () => this.leave());
    this.form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.leave();
    });
  }

  close() {
    this.form.remove();
    this.tile.querySelector("[data-shown]").hidden = false;
    this.tile = null;
  }

  leave() {
    const { tile } = this;
    this.close();
    focusTile(tile);
  }

  async submit(event) {
    event.preventDefault();
    const { tile, form } = this;
    const correction = this.wanted(event.submitter?.name);
    if (correction === undefined || form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      const photo = await correctPhoto(tile.dataset.url, correction);
      this.settle(tile, form, () => this.onSaved(tile, photo));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      form.ariaBusy = "false";
      if (problem.code === "not_found") this.settle(tile, form, () => this.onGone(tile));
      else this.say(form, problemWords(problem, this.phrases));
    }
  }

  // null withdraws, "" is no digit, undefined is no correction at all.
  wanted(name) {
    if (name === "withdraw") return null;
    if (name === "nothing") return "";
    if (isDigits(this.field.value)) return toCorrection(this.field.value);
    this.say(this.form, this.phrases.gallery.digits_alone);
    this.field.setAttribute("aria-invalid", "true");
    this.field.select();
    return undefined;
  }

  // Another tile may have been opened while this one was saved.
  settle(tile, form, done) {
    const isOpen = this.form === form && this.tile === tile;
    const hadFocus = form.contains(document.activeElement);
    if (isOpen) this.close();
    if (hadFocus) focusTile(tile);
    done();
  }

  say(form, words) {
    form.querySelector("[data-notice]").textContent = words;
  }
}
