/** One row of the queue: a name, a state, a progress bar and buttons. */
import { toOneLine } from "../answer/written-numbers.js";
import { cloneTemplate, find } from "../dom.js";
import { retryText } from "../problem-texts.js";
import { verdictText } from "../reading-texts.js";
import { fill, gettext } from "../texts.js";

/** @import { Photo } from "../api.js" */

/** @typedef {"show" | "retry" | "cancel"} Action */

/** @type {Action[]} */
const ACTIONS = ["show", "retry", "cancel"];
const SLOW_MS = 8000;
const MAX_CHARACTERS = 48;

export class QueueRow {
  /**
   * @param {HTMLElement} root of the queue
   * @param {string} name
   * @param {Record<Action, () => void>} handlers
   */
  constructor(root, name, handlers) {
    this.node = cloneTemplate(root, "[data-queue-template]");
    this.bar = find(this.node, "[data-bar]", HTMLProgressElement);
    this.stateText = find(this.node, "[data-state]");
    this.slowTimer = 0;
    find(this.node, "[data-name]").textContent = name;
    for (const action of ACTIONS) {
      this.button(action).setAttribute("aria-label", actionText(action, name));
      this.button(action).addEventListener("click", handlers[action]);
    }
    this.bar.setAttribute(
      "aria-label",
      fill(gettext("Upload progress of {name}"), { name }),
    );
    this.showQueued();
  }

  /** @param {Action} action */
  button(action) {
    return find(this.node, `[data-${action}]`);
  }

  get text() {
    return this.stateText.textContent ?? "";
  }

  /**
   * @param {string} state
   * @param {string} text
   * @param {Action[]} [actions] that are possible in this state
   */
  setState(state, text, actions = []) {
    clearTimeout(this.slowTimer);
    this.node.dataset.state = state;
    this.stateText.textContent = text;
    for (const action of ACTIONS)
      this.button(action).hidden = !actions.includes(action);
    this.bar.hidden = !["sending", "reading"].includes(state);
  }

  showQueued() {
    this.setState("queued", verdictText("delayed")[0], ["cancel"]);
  }

  showSending() {
    this.setState("sending", gettext("Sending …"), ["cancel"]);
    this.bar.value = 0;
    this.warnWhenSlow(SLOW_MS);
  }

  /** @param {number} share that is sent, 0-1 */
  showProgress(share) {
    this.bar.value = share;
    if (share < 1 || this.node.dataset.state === "reading") return;
    this.setState("reading", gettext("Reading …"), ["cancel"]);
    this.warnWhenSlow(SLOW_MS);
  }

  /** @param {number} delayMs */
  warnWhenSlow(delayMs) {
    this.slowTimer = window.setTimeout(() => this.showSlow(), delayMs);
  }

  showSlow() {
    if (this.node.dataset.state !== "sending") {
      this.stateText.textContent = gettext(
        "Still reading. This takes longer than usual.",
      );
      return;
    }
    const share = Math.floor(this.bar.value * 100);
    const text = gettext("The connection is slow. Sent so far: {share} %.");
    this.stateText.textContent = fill(text, { share });
    this.warnWhenSlow(1000);
  }

  /**
   * @param {string} code why the queue is paused
   * @param {number} seconds
   */
  showPaused(code, seconds) {
    this.setState("paused", retryText(code, seconds), ["retry", "cancel"]);
  }

  /**
   * @param {string} text
   * @param {boolean} isRetryable
   */
  showFailed(text, isRetryable) {
    this.setState("failed", text, isRetryable ? ["retry"] : []);
  }

  showCanceled() {
    this.setState("canceled", gettext("Not sent"), ["retry"]);
  }

  /** @param {Photo} photo */
  showReading({ reading, url }) {
    const { numbers, verdict } = reading;
    const [title] = verdictText(verdict);
    const line = shorten(toOneLine(numbers));
    const texts = { read: line, unsure: `${line} – ${title}`, nothing: title };
    const saved = url ? [] : [gettext("not saved")];
    this.setState(verdict, [texts[verdict], ...saved].join(" – "), ["show"]);
  }

  /** @param {boolean} isSelected */
  markSelected(isSelected) {
    this.node.classList.toggle("queue-chosen", isSelected);
  }
}

/**
 * @param {Action} action
 * @param {string} name
 */
function actionText(action, name) {
  const texts = {
    show: gettext("Show the answer for {name}"),
    retry: gettext("Try again: {name}"),
    cancel: gettext("Cancel {name}"),
  };
  return fill(texts[action], { name });
}

/** @param {string} text */
function shorten(text) {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS - 1)}…` : text;
}
