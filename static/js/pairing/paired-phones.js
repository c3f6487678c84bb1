/** The phones in this gallery: which, for how long, and the pictures that they send. */
import { ApiError, getPhotos } from "../shared/api.js";
import { cloneTemplate, find } from "../shared/dom.js";
import { problemText } from "../shared/problem-texts.js";
import { fill, gettext } from "../shared/texts.js";
import { deletePairing, getPairings } from "./pairing-api.js";
import { PairingDialog } from "./pairing-dialog.js";
import { remainingText } from "./remaining-time.js";

/** @import { Photo } from "../shared/api.js" */
/** @import { PairingState, Phone } from "./pairing-api.js" */

// Polling holds no thread of the server, as a stream of events would.
const POLL_MS = 2000;

export class PairedPhones {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} openButton
   * @param {(photos: Photo[]) => boolean} onPhotos returns whether any was new
   */
  constructor(root, openButton, onPhotos) {
    this.root = root;
    this.onPhotos = onPhotos;
    this.url = root.dataset.url ?? "";
    this.list = find(root, "[data-phones-list]");
    this.message = find(root, "[data-phones-said]");
    this.timer = 0;
    /** @type {Phone[]} */
    this.phones = [];
    /** @type {string | null | undefined} */
    this.newest = undefined;
    const dialog = find(root, "[data-pairing-dialog]", HTMLDialogElement);
    this.dialog = new PairingDialog(dialog, openButton, this.url, (state) =>
      this.show(state),
    );
    document.addEventListener("visibilitychange", () => this.scheduleNext());
    if ("hasPhones" in root.dataset) this.poll();
  }

  scheduleNext() {
    clearTimeout(this.timer);
    const isNeeded = this.dialog.isWaiting || this.phones.length > 0;
    if (isNeeded && !document.hidden) {
      this.timer = window.setTimeout(() => this.poll(), POLL_MS);
    }
  }

  /** Ask once; while the server is away the page goes on asking. */
  async poll() {
    const state = await getPairings(this.url).catch(() => null);
    if (state) await this.show(state).catch(() => {});
    this.scheduleNext();
  }

  /** @param {PairingState} state */
  async show(state) {
    this.dialog.update(state);
    this.showPhones(state.phones);
    this.scheduleNext();
    const before = this.newest;
    this.newest = state.newest;
    if (state.newest && before !== undefined && before !== state.newest) {
      await this.fetchPhotos(before);
    }
  }

  /** @param {string | null} before id of the newest photo known */
  async fetchPhotos(before) {
    const { results } = await getPhotos(this.root.dataset.photosUrl ?? "");
    const photos = photosSince(results, before);
    if (photos.length && this.onPhotos(photos)) this.dialog.dialog.close();
  }

  /** @param {Phone[]} phones */
  showPhones(phones) {
    if (urlsOf(phones) !== urlsOf(this.phones)) {
      this.list.replaceChildren(...phones.map((phone) => this.createRow(phone)));
      const none = gettext("No phone is in this gallery any more.");
      this.message.textContent = phones.length ? "" : none;
    }
    phones.forEach(({ seconds }, i) => {
      find(this.list.children[i], "[data-left]").textContent = remainingText(seconds);
    });
    this.phones = phones;
  }

  /** @param {Phone} phone */
  createRow({ name, url }) {
    const row = cloneTemplate(this.root, "[data-phones-template]");
    find(row, "[data-name]").textContent = fill(gettext("{name} is in this gallery"), {
      name,
    });
    find(row, "[data-end]").addEventListener("click", () => this.disconnect(url));
    return row;
  }

  /** @param {string} url of the phone's pairing */
  async disconnect(url) {
    try {
      await this.show(await deletePairing(url));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.message.textContent = problemText(error);
    }
  }
}

/**
 * Return the photos that are newer than the newest one known, oldest first.
 *
 * @template {{ id: string }} T
 * @param {T[]} photos newest first
 * @param {string | null} newest
 */
export function photosSince(photos, newest) {
  const known = photos.findIndex(({ id }) => id === newest);
  return (known < 0 ? photos : photos.slice(0, known)).reverse();
}

/** @param {Phone[]} phones */
function urlsOf(phones) {
  return phones.map(({ url }) => url).join(" ");
}
