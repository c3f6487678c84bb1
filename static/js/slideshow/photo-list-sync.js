// Hears of pictures that came or went elsewhere: another tab, or another device.
import { readPhotos } from "../shared/api.js";
import { hear } from "../shared/photo-channel.js";
import { merged } from "./slide-navigation.js";

const SOON_MS = 8000;
const LATE_MS = 60_000;
const PAGE = 50;

export class PhotoListSync {
  constructor(url, { idsNow, onList, onChanged, onDeleted }) {
    Object.assign(this, { url, idsNow, onList });
    this.pause = SOON_MS;
    hear(({ kind, url: address }) => {
      const id = address.split("/").at(-2);
      if (kind === "deleted") onDeleted(id);
      else if (kind === "changed") onChanged(id);
      else this.look();
    });
    document.addEventListener("visibilitychange", () => this.lookAgain());
    window.addEventListener("server-back", () => this.lookAgain());
    this.wait();
  }

  lookAgain() {
    this.pause = SOON_MS;
    if (!document.hidden) this.look();
  }

  // Unseen, it asks nothing; in vain, ever less often.
  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!document.hidden) this.look();
    }, this.pause);
    this.pause = Math.min(this.pause * 1.5, LATE_MS);
  }

  // Several at once wait for the same answer.
  look() {
    this.looking ??= this.compare().catch(() => {}).finally(() => {
      this.looking = null;
      this.wait();
    });
    return this.looking;
  }

  // The newest one tells whether anything came: one row, in most cases all there is.
  async compare() {
    const before = this.idsNow();
    const ids = await this.readUntilKnown(1) ?? await this.readUntilKnown(PAGE);
    if (ids.length === before.length && ids[0] === before[0]) return;
    this.pause = SOON_MS;
    this.onList(ids);
  }

  async readUntilKnown(size) {
    const newest = [];
    let next = `${this.url}?page_size=${size}`;
    while (next) {
      const page = await readPhotos(next);
      newest.push(...page.results.map(({ id }) => id));
      const ids = merged(this.idsNow(), newest, !page.next);
      if (ids || size === 1) return ids;
      next = page.next;
    }
    return newest;
  }
}
