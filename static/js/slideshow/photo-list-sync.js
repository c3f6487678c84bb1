/** Keeps the list of photos up to date with other tabs and devices. */
import { getPhotos } from "../shared/api.js";
import { onRestored } from "../shared/pages/page-restore.js";
import { onPhotoChange } from "../shared/photo-channel.js";
import { mergeIds } from "./slide-navigation.js";

/** @import { PhotoChange } from "../shared/photo-channel.js" */

/**
 * @typedef {object} PhotoListHooks
 * @property {() => string[]} currentIds
 * @property {() => boolean} isFollowing whether the first of them is the newest photo
 * @property {(ids: string[]) => void} onList
 * @property {(id: string) => void} onChanged
 * @property {(id: string) => void} onDeleted
 */

const FIRST_PAUSE_MS = 8000;
const MAX_PAUSE_MS = 60_000;
const PAGE_SIZE = 50;

export class PhotoListSync {
  /**
   * @param {string} url of the list in the API
   * @param {PhotoListHooks} hooks
   */
  constructor(url, hooks) {
    this.url = url;
    this.hooks = hooks;
    this.pauseMs = FIRST_PAUSE_MS;
    this.timer = 0;
    /** @type {Promise<void> | null} */
    this.checking = null;
    onPhotoChange((change) => this.handleChange(change));
    document.addEventListener("visibilitychange", () => this.checkNow());
    window.addEventListener("server-back", () => this.checkNow());
    // Meanwhile any picture may have changed; the address holds the place.
    onRestored(() => window.location.reload());
    this.scheduleNext();
  }

  /** @param {PhotoChange} change */
  handleChange({ kind, url }) {
    const id = url.split("/").at(-2) ?? "";
    if (kind === "deleted") this.hooks.onDeleted(id);
    else if (kind === "changed") this.hooks.onChanged(id);
    else this.check();
  }

  checkNow() {
    this.pauseMs = FIRST_PAUSE_MS;
    if (!document.hidden) this.check();
  }

  /** Check less and less often while nothing changes, and never while the page is hidden. */
  scheduleNext() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (!document.hidden) this.check();
    }, this.pauseMs);
    this.pauseMs = Math.min(this.pauseMs * 1.5, MAX_PAUSE_MS);
  }

  /** Several calls at once wait for the same answer. */
  check() {
    this.checking ??= this.compare()
      .catch(() => {})
      .finally(() => {
        this.checking = null;
        this.scheduleNext();
      });
    return this.checking;
  }

  /** The newest photo tells whether any was added: mostly one row is enough. */
  async compare() {
    if (!this.hooks.isFollowing()) return;
    const before = this.hooks.currentIds();
    const ids = (await this.fetchIds(1)) ?? (await this.fetchIds(PAGE_SIZE)) ?? [];
    if (ids.length === before.length && ids[0] === before[0]) return;
    this.pauseMs = FIRST_PAUSE_MS;
    this.hooks.onList(ids);
  }

  /**
   * Fetch ids until a known one is reached; a page size of 1 tries only once.
   *
   * @param {number} pageSize
   * @returns {Promise<string[] | null>}
   */
  async fetchIds(pageSize) {
    /** @type {string[]} */
    const newest = [];
    /** @type {string | null} */
    let next = `${this.url}?page_size=${pageSize}`;
    while (next) {
      const page = await getPhotos(next);
      newest.push(...page.results.map(({ id }) => id));
      const ids = mergeIds(this.hooks.currentIds(), newest, !page.next);
      if (ids || pageSize === 1) return ids;
      next = page.next;
    }
    return newest;
  }
}
