// One store of an IndexedDB: requests answer in later tasks, transactions end after them.

function later(request, act) {
  setTimeout(() => {
    request.result = act();
    request.onsuccess?.();
  });
  return request;
}

class FakeStore {
  constructor(rows) {
    this.rows = rows;
  }

  add(value) {
    const key = Math.max(0, ...this.rows.keys()) + 1;
    return later({}, () => {
      this.rows.set(key, structuredClone(value));
      return key;
    });
  }

  get(key) {
    return later({}, () => this.rows.get(key));
  }

  delete(key) {
    return later({}, () => void this.rows.delete(key));
  }

  count() {
    return later({}, () => this.rows.size);
  }

  openCursor() {
    const keys = [...this.rows.keys()];
    const request = {};
    const next = () => later(request, () => this.cursorAt(keys.shift(), next));
    return next();
  }

  cursorAt(primaryKey, next) {
    if (primaryKey === undefined) return null;
    return {
      primaryKey,
      value: this.rows.get(primaryKey),
      update: (value) => this.rows.set(primaryKey, value),
      continue: next,
    };
  }
}

/** Install an empty database; with `isFull` nothing can be added. */
export function installIndexedDb({ isFull = false } = {}) {
  const rows = new Map();
  const database = {
    close() {},
    transaction() {
      const transaction = { error: new Error("QuotaExceededError") };
      const end = isFull ? "onabort" : "oncomplete";
      setTimeout(() => transaction[end](), 20);
      return Object.assign(transaction, { objectStore: () => new FakeStore(rows) });
    },
  };
  globalThis.indexedDB = { open: () => later({}, () => database) };
  return rows;
}
