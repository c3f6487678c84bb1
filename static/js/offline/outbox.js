/**
 * Pictures that are not sent yet, stored in this browser until they are.
 *
 * Several pages may be open, so each picture is owned by one of them, or by none.
 */

import { randomKey } from "../shared/queue/random-key.js";
import { gettext } from "../shared/texts.js";

/** @typedef {{ file: Blob, name: string, key?: string, isDrawn?: boolean }} OutboxPicture */

/** @typedef {OutboxPicture & { owner: string }} StoredPicture */

/** @typedef {OutboxPicture & { id: number }} ClaimedPicture */

const DATABASE = "digitsite";
const STORE = "outbox";
const CHANNEL = "digitsite-outbox";
const ROLL_CALL_MS = 250;

export class Outbox {
  constructor() {
    this.pageId = randomKey();
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
  async add({ file, name, key = randomKey(), isDrawn = false }, isMine = false) {
    const owner = isMine ? this.pageId : "";
    if (isMine) this.listen();
    // Of a file itself, a private window stores no more than where it is.
    const copy = new Blob([await file.arrayBuffer()], { type: file.type });
    const row = { file: copy, name, key, isDrawn, owner };
    return use("readwrite", (store) => store.add(row));
  }

  /**
   * @param {number} id
   * @returns {Promise<Blob>} the copy of the picture that is stored
   */
  async fileOf(id) {
    /** @type {StoredPicture} */
    const { file } = await use("readonly", (store) => store.get(id));
    return file;
  }

  /** @param {number} id */
  remove(id) {
    return use("readwrite", (store) => store.delete(id));
  }

  clear() {
    return use("readwrite", (store) => store.clear());
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
