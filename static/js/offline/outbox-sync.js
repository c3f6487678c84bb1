// Lays what waits for the server into the outbox, and takes out what was sent.
import { tellAway } from "../shared/connection.js";
import { Outbox } from "./outbox.js";
import { isPending } from "../shared/queue/retry-policy.js";

export class OutboxSync {
  // onFull is told once that this browser has no room.
  constructor(onFull) {
    this.onFull = onFull;
    this.outbox = new Outbox();
  }

  // What an earlier page could not send, as entries for the queue.
  async waiting() {
    const claimed = await this.outbox.claim().catch(() => []);
    return claimed.map(({ id, file, name, isDrawn }) =>
      ({ file, name, isDrawn, isSafe: true, keeping: Promise.resolve(id) }));
  }

  async keep(entries) {
    tellAway();
    for (const entry of entries) {
      // Another call may have kept it meanwhile, or the server taken it.
      if (entry.keeping || !isPending(entry)) continue;
      entry.keeping = this.outbox.keep(entry, true);
      try {
        await entry.keeping;
        entry.isSafe = true;
      } catch {
        entry.keeping = null;
        this.onFull();
        return;
      }
    }
  }

  async drop(entry) {
    const id = await entry.keeping?.catch(() => null);
    Object.assign(entry, { keeping: null, isSafe: false });
    // Left behind, it would be sent once more; there is nothing better to do.
    if (id) await this.outbox.drop(id).catch(() => {});
  }
}
