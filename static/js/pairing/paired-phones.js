// The phones in this gallery: who is here, for how long, and what they send.
import { Problem, askPairings, askPhotos, endPairing } from "../shared/api.js";
import { PairingDialog } from "./pairing-dialog.js";
import { arrivals, leftWords } from "./remaining-time.js";
import { fill, problemWords } from "../shared/texts.js";

// Asking now and then holds no thread of the server, as a stream of events would.
const PAUSE = 2000;

export class PairedPhones {
  constructor(root, opener, phrases, onPhoto) {
    Object.assign(this, { root, phrases, onPhoto, phones: [] });
    this.words = phrases.pairing;
    this.url = root.dataset.url;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    const dialog = this.part("pairing-dialog");
    this.pairing = new PairingDialog(dialog, opener, this.url, phrases, (state) =>
      this.show(state));
    document.addEventListener("visibilitychange", () => this.watch());
    if ("hasPhones" in root.dataset) this.ask();
  }

  get isBusy() {
    return this.pairing.isWaiting || this.phones.length > 0;
  }

  watch() {
    clearTimeout(this.timer);
    if (this.isBusy && !document.hidden) {
      this.timer = setTimeout(() => this.ask(), PAUSE);
    }
  }

  // While the server is away the page goes on asking; the next answer tells all.
  async ask() {
    const state = await askPairings(this.url).catch(() => null);
    if (state) await this.show(state).catch(() => {});
    this.watch();
  }

  async show(state) {
    this.pairing.show(state);
    this.list(state.phones);
    this.watch();
    const before = this.newest;
    this.newest = state.newest;
    if (state.newest && before !== undefined && before !== state.newest) {
      await this.fetch(before);
    }
  }

  async fetch(before) {
    const { results } = await askPhotos(this.root.dataset.photosUrl);
    const photos = arrivals(results, before);
    if (photos.length && this.onPhoto(photos)) this.pairing.dialog.close();
  }

  list(phones) {
    const rows = this.part("phones-list");
    if (addresses(phones) !== addresses(this.phones)) {
      const blank = this.part("phones-template").content.firstElementChild;
      rows.replaceChildren(...phones.map((phone) => this.row(blank, phone)));
      this.say(phones.length ? "" : this.words.ended);
    }
    phones.forEach(({ seconds }, i) => {
      const left = rows.children[i].querySelector("[data-left]");
      left.textContent = leftWords(seconds, this.words);
    });
    this.phones = phones;
  }

  row(blank, { name, url }) {
    const row = blank.cloneNode(true);
    row.querySelector("[data-name]").textContent = fill(this.words.here, { name });
    row.querySelector("[data-end]").addEventListener("click", () => this.end(url));
    return row;
  }

  async end(url) {
    try {
      this.show(await endPairing(url));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.say(problemWords(problem, this.phrases));
    }
  }

  say(words) {
    this.part("phones-said").textContent = words;
  }
}

function addresses(phones) {
  return phones.map(({ url }) => url).join(" ");
}
