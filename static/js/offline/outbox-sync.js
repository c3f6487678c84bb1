/** Stores the waiting pictures of a queue in the outbox, and removes them once sent. */
import { isPending } from "../shared/queue/retry-policy.js";
import { isReadable } from "../shared/queue/upload.js";
import { Outbox } from "./outbox.js";

/** @import { QueueEntry, Submission } from "../shared/queue/retry-policy.js" */

// A page that is only hidden stores no more than this: most likely it comes back.
const MAX_PRECAUTION_BYTES = 100e6;

export class OutboxSync {
  constructor() {
    this.outbox = new Outbox();
  }

  /**
   * Return what an earlier page could not send.
   *
   * @returns {Promise<Submission[]>}
   */
  async claim() {
    const claimed = await this.outbox.claim().catch(() => []);
    return claimed.map(({ id, file, name, key, isDrawn }) => ({
      file,
      name,
      key,
      isDrawn,
      isStored: true,
      storing: Promise.resolve(id),
    }));
  }

  /**
   * Store pictures, in case that this page is closed or killed before they are sent.
   *
   * @param {QueueEntry[]} entries
   */
  storeAsPrecaution(entries) {
    let bytes = 0;
    const first = entries.filter(({ file }) => {
      bytes += file.size;
      return bytes <= MAX_PRECAUTION_BYTES;
    });
    return this.store(first);
  }

  /**
   * @param {QueueEntry[]} entries
   * @returns {Promise<boolean>} whether this browser had space
   */
  async store(entries) {
    for (const entry of entries) {
      // Meanwhile another call may have stored it, or the server accepted it.
      if (entry.storing || !isPending(entry)) continue;
      entry.storing = this.outbox.add(entry, true);
      try {
        // The copy stays as it is, whatever becomes of the file.
        entry.copy = await this.outbox.fileOf(await entry.storing);
        entry.isStored = true;
      } catch {
        entry.storing = null;
        if (await isReadable(entry.file)) return false;
      }
    }
    return true;
  }

  /** @param {QueueEntry} entry */
  async remove(entry) {
    const id = await entry.storing?.catch(() => null);
    Object.assign(entry, { storing: null, isStored: false, copy: undefined });
    // A failure would send it once more; nothing better can be done.
    if (id) await this.outbox.remove(id).catch(() => {});
  }
}
