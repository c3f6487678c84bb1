// Pictures that could not be sent: kept in this browser until the server is back.
// Several pages may be open, so each picture belongs to one, or to none.

const DATABASE = "digitsite";
const STORE = "outbox";
const CHANNEL = "digitsite-outbox";
const ROLL_CALL_MS = 250;

export class Outbox {
  constructor() {
    // Unlike randomUUID(), this is there without HTTPS too.
    this.me = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.others = new Set();
    this.channel = null;
  }

  // Opened when there is something to own: a page that listens is not kept for "back".
  listen() {
    if (this.channel || !("BroadcastChannel" in globalThis)) return;
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
  }

  hear({ asks, is }) {
    if (asks) this.channel.postMessage({ is: this.me });
    if (is) this.others.add(is);
  }

  // Returns the number to drop it by; throws where the browser has no room.
  // `isMine` says that this page goes on trying to send it.
  keep({ file, name, isDrawn = false }, isMine = false) {
    const owner = isMine ? this.me : "";
    if (isMine) this.listen();
    return this.use("readwrite", (store) =>
      store.add({ file, name, isDrawn, owner }));
  }

  drop(id) {
    return this.use("readwrite", (store) => store.delete(id));
  }

  count() {
    return this.use("readonly", (store) => store.count());
  }

  // Takes over what no open page tries to send; it stays kept until it is dropped.
  async claim() {
    if (!await this.count()) return [];
    await this.callRoll();
    const claimed = [];
    await this.use("readwrite", (store) => {
      const request = store.openCursor();
      request.onsuccess = () => this.claimAt(request.result, claimed);
      return request;
    });
    return claimed;
  }

  claimAt(cursor, claimed) {
    if (!cursor) return;
    const { value, primaryKey: id } = cursor;
    if (!this.others.has(value.owner) && value.owner !== this.me) {
      claimed.push({ ...value, id });
      cursor.update({ ...value, owner: this.me });
    }
    cursor.continue();
  }

  callRoll() {
    this.listen();
    this.channel?.postMessage({ asks: true });
    return new Promise((resolve) => { setTimeout(resolve, ROLL_CALL_MS); });
  }

  async use(mode, act) {
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
}

function openDatabase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
