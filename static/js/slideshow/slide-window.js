/** The part of a gallery that the page knows, and what lies beyond it; no DOM. */
import { formatNumber } from "../shared/texts.js";

/**
 * @typedef {object} WindowData
 * @property {string[]} ids newest first
 * @property {number} before how many newer photos there are, at most `limit` + 1
 * @property {number} after how many older ones, the same
 * @property {string | null} newest the first photo of all, unless it is in `ids`
 * @property {string | null} newer the photo before the first of `ids`
 * @property {string | null} older the photo after the last of `ids`
 * @property {string | null} oldest the last photo of all, unless it is in `ids`
 * @property {number} limit up to which photos are counted
 */

export class SlideWindow {
  /** @param {WindowData} data */
  constructor(data) {
    this.data = data;
    this.ids = data.ids;
  }

  get isWhole() {
    return !this.data.newer && !this.data.older;
  }

  /** Whether photos that are added appear here: they are the first ones. */
  get followsNewest() {
    return !this.data.newer;
  }

  /**
   * Return the photo outside that an action leads to, "" where it leads to one inside.
   *
   * @param {number} index of the photo that is shown
   * @param {string} action
   */
  idBeyond(index, action) {
    const { newest, newer, older, oldest } = this.data;
    if (action === "next" && index >= this.ids.length - 1) return older ?? newest ?? "";
    if (action === "previous" && index === 0) return newer ?? oldest ?? "";
    if (action === "first") return newest ?? "";
    return action === "last" ? (oldest ?? "") : "";
  }

  /**
   * Learn a new list: if the last photo is gone, it is all there is.
   *
   * @param {string[]} ids
   */
  endWith(ids) {
    const last = this.ids.at(-1);
    if (!last || ids.includes(last)) return;
    this.data = { ...this.data, after: 0, older: null, oldest: null };
  }

  /** @param {number} index */
  placeOf(index) {
    const { before, limit } = this.data;
    return before > limit ? atLeast(limit) : formatNumber(before + index + 1);
  }

  /** The number of all photos, as text. */
  get count() {
    const { before, after, limit } = this.data;
    const isCounted = before <= limit && after <= limit;
    return isCounted ? formatNumber(before + this.ids.length + after) : atLeast(limit);
  }
}

/** @param {number} limit */
function atLeast(limit) {
  return `${formatNumber(limit)}+`;
}
