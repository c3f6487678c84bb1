/** The dialog with the code that lets one phone join. */
import { ApiError } from "../shared/api.js";
import { find, showNotice } from "../shared/dom.js";
import { problemText } from "../shared/problem-texts.js";
import { fill, gettext } from "../shared/texts.js";
import { createPairing, deletePairing } from "./pairing-api.js";
import { remainingText } from "./remaining-time.js";

/** @import { PairingState, Phone } from "./pairing-api.js" */

/** @typedef {"loading" | "waiting" | "joined" | "late" | "unreachable" | "failed"} DialogState */

export class PairingDialog {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} openButton
   * @param {string} url
   * @param {(state: PairingState) => void} onCreated
   */
  constructor(dialog, openButton, url, onCreated) {
    this.dialog = dialog;
    this.url = url;
    this.onCreated = onCreated;
    this.phoneCount = 0;
    openButton.addEventListener("click", () => this.open());
    this.part("again").addEventListener("click", () => this.open());
    this.part("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.withdraw());
  }

  /** @param {string} name */
  part(name) {
    return find(this.dialog, `[data-pairing-${name}]`);
  }

  get isWaiting() {
    return this.dialog.open && this.dialog.dataset.state === "waiting";
  }

  async open() {
    this.setState("loading");
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const state = await createPairing(this.url);
      if (!state.code) this.setState("unreachable");
      else if (this.dialog.open) this.showCode(state);
      else await deletePairing(this.url);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.setState("failed", problemText(error));
    }
  }

  /** @param {PairingState} state */
  showCode(state) {
    find(this.dialog, "[data-pairing-code]", HTMLImageElement).src = state.code ?? "";
    this.part("host").textContent = new URL(state.url ?? "").host;
    this.phoneCount = state.phones.length;
    this.setState("waiting");
    this.onCreated(state);
  }

  /** @param {PairingState} state */
  update({ waits, phones }) {
    if (!this.isWaiting) return;
    this.part("left").textContent = remainingText(waits);
    if (phones.length > this.phoneCount) this.showJoined(phones[phones.length - 1]);
    else if (!waits) this.setState("late");
  }

  /** @param {Phone} phone */
  showJoined({ name }) {
    this.setState("joined");
    const text = gettext("{name} has joined. Its pictures appear here automatically.");
    this.part("said").textContent = fill(text, { name });
  }

  /** A code that is no longer shown should let nobody in. */
  withdraw() {
    if (this.dialog.dataset.state === "waiting") {
      // It expires soon anyway, so a failure needs no message.
      deletePairing(this.url).catch(() => {});
    }
    this.setState("loading");
  }

  /**
   * @param {DialogState} state
   * @param {string} [problem]
   */
  setState(state, problem = "") {
    this.dialog.dataset.state = state;
    this.part("said").textContent = "";
    showNotice(this.part("notice"), problem);
    if (state !== "waiting") this.part("code").removeAttribute("src");
  }
}
