// One row of the queue: a name, what is going on, a bar, and what can be done.
import { fill, problemWords } from "../texts.js";

const SLOW_MS = 8000;

export class QueueRow {
  // on: { show, retry, cancel }, each called without arguments
  constructor(template, name, phrases, on) {
    this.phrases = phrases;
    this.name = name;
    this.node = template.content.firstElementChild.cloneNode(true);
    this.part("name").textContent = name;
    ["show", "retry", "cancel"].forEach((action) => {
      const words = fill(phrases.files[action], { name });
      this.part(action).setAttribute("aria-label", words);
      this.part(action).addEventListener("click", on[action]);
    });
    this.bar.setAttribute("aria-label", fill(phrases.files.bar, { name }));
    this.wait();
  }

  part(name) {
    return this.node.querySelector(`[data-${name}]`);
  }

  get bar() {
    return this.part("bar");
  }

  // offered: which buttons can be pressed in this state
  mark(state, words, offered = []) {
    clearTimeout(this.slow);
    this.node.dataset.state = state;
    this.say(words);
    ["show", "retry", "cancel"].forEach((action) => {
      this.part(action).hidden = !offered.includes(action);
    });
    this.bar.hidden = !["sending", "reading"].includes(state);
  }

  say(words) {
    this.part("state").textContent = words;
  }

  wait() {
    this.mark("queued", this.phrases.states.queued, ["cancel"]);
  }

  send() {
    this.mark("sending", this.phrases.files.sending, ["cancel"]);
    this.bar.value = 0;
    this.slow = setTimeout(() => this.warn(), SLOW_MS);
  }

  progress(share) {
    this.bar.value = share;
    if (share < 1 || this.node.dataset.state === "reading") return;
    this.mark("reading", this.phrases.states.reading, ["cancel"]);
    this.slow = setTimeout(() => this.warn(), SLOW_MS);
  }

  // Says why nothing seems to happen, and what has.
  warn() {
    const { slow_sending: sending, slow_reading: reading } = this.phrases.files;
    const share = Math.floor(this.bar.value * 100);
    const isSending = this.node.dataset.state === "sending";
    this.say(isSending ? fill(sending, { share }) : reading);
    if (isSending) this.slow = setTimeout(() => this.warn(), 1000);
  }

  pause(code, seconds) {
    const words = fill(this.phrases.pauses[code], { seconds });
    this.mark("paused", words, ["retry", "cancel"]);
  }

  fail(problem, limit, isWorthRetry) {
    const words = problemWords(problem, this.phrases, limit);
    this.mark("failed", words, isWorthRetry ? ["retry"] : []);
  }

  cancel() {
    this.mark("cancelled", this.phrases.files.cancelled, ["retry"]);
  }

  answer({ verdict, text }) {
    const { states } = this.phrases;
    const line = text.split("\n").join(" ");
    const words = { nothing: states.nothing, unsure: `${line} – ${states.unsure}` };
    this.mark(verdict, words[verdict] ?? line, ["show"]);
  }

  choose(isChosen) {
    this.node.classList.toggle("queue-chosen", isChosen);
  }
}
