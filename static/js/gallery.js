// Corrects and deletes in place; without script the same forms load a page.
import { Problem, correctPhoto, deletePhoto, readJson } from "./api.js";
import { problemWords } from "./words.js";

class Gallery {
  constructor(root) {
    this.root = root;
    this.phrases = readJson(root);
    root.addEventListener("submit", (event) => this.submit(event));
  }

  async submit(event) {
    const form = event.target;
    const tile = form.closest("[data-tile]");
    if (!tile) return;
    event.preventDefault();
    const isDeletion = "delete" in form.dataset;
    try {
      if (isDeletion) await this.delete(tile);
      else await this.correct(tile, form, event.submitter);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(tile, problemWords(problem, this.phrases), true);
    }
  }

  async delete(tile) {
    try {
      await deletePhoto(tile.dataset.url);
    } catch (problem) {
      // Another tab was faster: it is gone, which is what was wanted.
      if (problem.code !== "not_found") throw problem;
    }
    this.drop(tile);
  }

  drop(tile) {
    const near = tile.nextElementSibling ?? tile.previousElementSibling;
    tile.remove();
    if (!near) {
      window.location.reload();
      return;
    }
    near.querySelector("a").focus();
    const count = this.root.querySelector("[data-count]");
    count.textContent = Number(count.textContent) - 1;
  }

  async correct(tile, form, submitter) {
    const correction = correctionOf(form, submitter?.name);
    const photo = await correctPhoto(tile.dataset.url, correction);
    const isCorrected = photo.correction !== null;
    const standing = isCorrected ? "corrected" : photo.reading.verdict;
    const label = (photo.correction ?? photo.reading.text).split("\n").join(" ");
    tile.querySelector("[data-label]").textContent = label || "–";
    form.elements.correction.value = label;
    form.querySelector("[data-withdraw]").hidden = !isCorrected;
    const badge = tile.querySelector("[data-badge]");
    badge.dataset.verdict = standing;
    badge.textContent = this.phrases.standings[standing];
    say(tile, this.phrases.states.saved);
  }
}

// null withdraws, "" is no digit; a space begins a new line.
function correctionOf(form, name) {
  if (name === "withdraw") return null;
  if (name === "nothing") return "";
  return form.elements.correction.value.trim().split(/\s+/).join("\n");
}

function say(tile, words, isFailure = false) {
  const notice = tile.querySelector("[data-notice]");
  notice.classList.toggle("notice-failed", isFailure);
  notice.textContent = words;
}

const root = document.querySelector("[data-gallery]");
if (root) new Gallery(root);
