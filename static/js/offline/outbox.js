/**
 * Pictures that could not be sent, stored in this browser until the server is back.
 *
 * Several pages may be open, so each picture is owned by one of them, or by none.
 */

import { gettext } from "../shared/texts.js";

/** @typedef {{ file: Blob, name: string, isDrawn?: boolean }} OutboxPicture */

/** @typedef {OutboxPicture & { owner: string }} StoredPicture */

/** @typedef {OutboxPicture & { id: number }} ClaimedPicture */

const DATABASE = "digitsite";
const STORE = "outbox";
const CHANNEL = "digitsite-outbox";
const ROLL_CALL_MS = 250;

export class Outbox {
  constructor() {
    // Unlike randomUUID(), this exists without HTTPS too.
    this.pageId = crypto.getRandomValues(new Uint32Array(4)).join("-");
    /** @type {Set<string>} */
    this.otherPages = new Set();
    /** @type {BroadcastChannel | null} */
    this.channel = null;
  }

  /** Listen once there is something to own: it keeps a page out of the back/forward cache. */
  listen() {
    if (this.channel || !("BroadcastChannel" in globalThis)) return;
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.addEventListener("message", ({ data }) => this.handleMessage(data));
  }

  /** @param {{ asks?: boolean, is?: string }} message */
  handleMessage({ asks, is }) {
    if (asks) this.channel?.postMessage({ is: this.pageId });
    if (is) this.otherPages.add(is);
  }

  /**
   * Store a picture.
   *
   * @param {OutboxPicture} picture
   * @param {boolean} [isMine] whether this page goes on trying to send it
   * @returns {Promise<number>} the number to remove it by
   * @throws {DOMException} If the browser has no space.
   */
  add({ file, name, isDrawn = false }, isMine = false) {
    const owner = isMine ? this.pageId : "";
    if (isMine) this.listen();
    return use("readwrite", (store) => store.add({ file, name, isDrawn, owner }));
  }

  /** @param {number} id */
  remove(id) {
    return use("readwrite", (store) => store.delete(id));
  }

  /** @returns {Promise<number>} */
  count() {
    return use("readonly", (store) => store.count());
  }

  /**
   * Take over the pictures that no open page tries to send; they stay stored until they
   * are removed.
   *
   * @returns {Promise<ClaimedPicture[]>}
   */
  async claim() {
    if (!(await this.count())) return [];
    await this.callRoll();
    /** @type {ClaimedPicture[]} */
    const claimed = [];
    await use("readwrite", (store) => {
      const request = store.openCursor();
      request.onsuccess = () => this.claimAt(request.result, claimed);
      return request;
    });
    return claimed;
  }

  /**
   * @param {IDBCursorWithValue | null} cursor
   * @param {ClaimedPicture[]} claimed
   */
  claimAt(cursor, claimed) {
    if (!cursor) return;
    /** @type {StoredPicture} */
    const value = cursor.value;
    if (!this.otherPages.has(value.owner) && value.owner !== this.pageId) {
      claimed.push({ ...value, id: Number(cursor.primaryKey) });
      cursor.update({ ...value, owner: this.pageId });
    }
    cursor.continue();
  }

  /** Ask which other pages are open. */
  async callRoll() {
    this.listen();
    this.channel?.postMessage({ asks: true });
    await new Promise((resolve) => {
      setTimeout(resolve, ROLL_CALL_MS);
    });
  }
}

export function outboxFullText() {
  return gettext(
    "This browser has no storage left. Leave this page open: its pictures are sent when the server is back.",
  );
}

/**
 * Run one request in a transaction of its own.
 *
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} act
 */
async function use(mode, act) {
  const database = await openDatabase();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** @returns {Promise<IDBDatabase>} */
function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
