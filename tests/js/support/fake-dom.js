// As much of a page as modules need that only find elements and listen to them.

class FakeClassList extends Set {
  remove(name) {
    this.delete(name);
  }

  contains(name) {
    return this.has(name);
  }
}

export class FakeElement extends EventTarget {
  /** @param {Record<string, FakeElement[]>} parts by the selectors that find them */
  constructor(parts = {}) {
    super();
    this.parts = parts;
    this.hidden = true;
    this.textContent = "";
    this.classList = new FakeClassList();
  }

  querySelector(selector) {
    return this.parts[selector]?.[0] ?? null;
  }

  querySelectorAll(selector) {
    return this.parts[selector] ?? [];
  }

  closest() {
    return null;
  }
}

/** Make `document` and the classes of elements known to modules. */
export function installDom(parts) {
  const kinds = ["Element", "HTMLElement", "HTMLInputElement", "HTMLMetaElement"];
  for (const kind of kinds) globalThis[kind] = FakeElement;
  globalThis.document = new FakeElement(parts);
  globalThis.window = new EventTarget();
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  return globalThis.document;
}

/** Return an event with the properties of a drop or a paste. */
export function eventWith(type, properties) {
  return Object.assign(new Event(type, { cancelable: true }), properties);
}
