/** Stores the waiting pictures of a queue in the outbox, and removes them once sent. */
import { reportServerAway } from "../shared/connection.js";
import { isPending } from "../shared/queue/retry-policy.js";
import { Outbox } from "./outbox.js";

/** @import { QueueEntry, Submission } from "../shared/queue/retry-policy.js" */

export class OutboxSync {
  /** @param {() => void} onFull once this browser has no space */
  constructor(onFull) {
    this.onFull = onFull;
    this.outbox = new Outbox();
  }

  /**
   * Return what an earlier page could not send.
   *
   * @returns {Promise<Submission[]>}
   */
  async claim() {
    const claimed = await this.outbox.claim().catch(() => []);
    return claimed.map(({ id, file, name, isDrawn }) => ({
      file,
      name,
      isDrawn,
      isStored: true,
      storing: Promise.resolve(id),
    }));
  }

  /** @param {QueueEntry[]} entries */
  async store(entries) {
    reportServerAway();
    for (const entry of entries) {
      // Meanwhile another call may have stored it, or the server accepted it.
      if (entry.storing || !isPending(entry)) continue;
      entry.storing = this.outbox.add(entry, true);
      try {
        await entry.storing;
        entry.isStored = true;
      } catch {
        entry.storing = null;
        this.onFull();
        return;
      }
    }
  }

  /** @param {QueueEntry} entry */
  async remove(entry) {
    const id = await entry.storing?.catch(() => null);
    entry.storing = null;
    entry.isStored = false;
    // A failure would send it once more; nothing better can be done.
    if (id) await this.outbox.remove(id).catch(() => {});
  }
}
