// The dialog with the code that lets one phone in.
import { Problem, endPairing, openPairing } from "../shared/api.js";
import { leftWords } from "./remaining-time.js";
import { fill, problemWords } from "../shared/texts.js";

export class PairingDialog {
  // onChange(state) learns what the server says when a code is made.
  constructor(dialog, opener, url, phrases, onChange) {
    Object.assign(this, { dialog, url, phrases, onChange });
    this.words = phrases.pairing;
    this.part = (name) => dialog.querySelector(`[data-pairing-${name}]`);
    opener.addEventListener("click", () => this.open());
    this.part("again").addEventListener("click", () => this.open());
    this.part("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.withdraw());
  }

  get isWaiting() {
    return this.dialog.open && this.dialog.dataset.state === "waiting";
  }

  async open() {
    this.become("loading");
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const { code, url, ...state } = await openPairing(this.url);
      if (!code) this.become("unreachable");
      else if (this.dialog.open) this.offer(code, url, state);
      else await endPairing(this.url);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.become("failed", problemWords(problem, this.phrases));
    }
  }

  offer(code, url, state) {
    this.part("code").src = code;
    this.part("host").textContent = new URL(url).host;
    this.known = state.phones.length;
    this.become("waiting");
    this.onChange(state);
  }

  show({ waits, phones }) {
    if (!this.isWaiting) return;
    this.part("left").textContent = leftWords(waits, this.words);
    if (phones.length > this.known) this.welcome(phones.at(-1));
    else if (!waits) this.become("late");
  }

  welcome({ name }) {
    this.become("joined");
    this.part("said").textContent = fill(this.words.joined, { name });
  }

  // A code that nobody sees any more should let nobody in.
  withdraw() {
    // It dies by itself soon, so a failure here needs no words.
    if (this.dialog.dataset.state === "waiting") endPairing(this.url).catch(() => {});
    this.become("loading");
  }

  become(state, problem = "") {
    this.dialog.dataset.state = state;
    this.part("said").textContent = "";
    this.part("notice").textContent = problem;
    this.part("notice").hidden = !problem;
    if (state !== "waiting") this.part("code").removeAttribute("src");
  }
}
