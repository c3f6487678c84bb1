// The list of what was given: one row each, answered in turn.
import { Problem, sendPhoto } from "./api.js";
import { fill, isWorthRetry, problemWords } from "./words.js";

const MEGABYTE = 1024 * 1024;

export class Queue {
  // options: url, maxBytes, phrases, onAnswer(entry), onIdle(entry)
  constructor(list, template, options) {
    this.list = list;
    this.template = template;
    Object.assign(this, options);
    this.waiting = [];
    this.isBusy = false;
  }

  add(entries) {
    if (!this.isBusy) this.list.replaceChildren();
    entries.forEach((entry) => {
      entry.row = this.addRow(entry);
      this.waiting.push(entry);
    });
    return this.work();
  }

  addRow(entry) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-name]").textContent = entry.name;
    row.querySelector("[data-show]")
      .addEventListener("click", () => this.onAnswer(entry));
    row.querySelector("[data-retry]")
      .addEventListener("click", () => this.retry(entry));
    this.list.append(row);
    mark(row, "queued", this.phrases.states.queued);
    return row;
  }

  retry(entry) {
    this.waiting.push(entry);
    mark(entry.row, "queued", this.phrases.states.queued);
    return this.work();
  }

  // One at a time: the first answer begins the gallery that the others join.
  async work() {
    if (this.isBusy) return;
    this.isBusy = true;
    let answered = null;
    while (this.waiting.length) {
      const entry = this.waiting.shift();
      await this.send(entry);
      if (entry.photo) answered = entry;
    }
    this.isBusy = false;
    if (answered) this.onIdle(answered);
  }

  async send(entry) {
    mark(entry.row, "reading", this.phrases.states.reading);
    try {
      this.refuse(entry);
      entry.photo = await sendPhoto(this.url, entry.file, entry.name);
    } catch (problem) {
      this.fail(entry, problem);
      return;
    }
    const { verdict } = entry.photo.reading;
    mark(entry.row, verdict, this.answerWords(entry.photo.reading));
    const show = entry.row.querySelector("[data-show]");
    show.disabled = false;
    show.setAttribute("title", fill(this.phrases.states.show, { name: entry.name }));
    this.onAnswer(entry);
  }

  // What is certain to be refused is not sent.
  refuse({ file, code }) {
    if (code) throw new Problem(code);
    if (file.size === 0) throw new Problem("empty_upload");
    if (file.size > this.maxBytes) throw new Problem("photo_too_large");
  }

  fail(entry, problem) {
    if (!(problem instanceof Problem)) throw problem;
    const limit = Math.floor(this.maxBytes / MEGABYTE);
    mark(entry.row, "failed", problemWords(problem, this.phrases, limit));
    entry.row.querySelector("[data-retry]").hidden = !isWorthRetry(problem.code);
  }

  answerWords({ verdict, text }) {
    const { states } = this.phrases;
    if (verdict === "nothing") return states.nothing;
    const line = text.split("\n").join(" ");
    return verdict === "unsure" ? `${line} – ${states.unsure}` : line;
  }
}

function mark(row, state, words) {
  row.dataset.state = state;
  row.querySelector("[data-state]").textContent = words;
  row.querySelector("[data-retry]").hidden = true;
}
