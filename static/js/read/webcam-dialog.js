/** The webcam dialog: choose a camera, hold the paper into the frame, take the picture. */
import { find, showNotice } from "../shared/dom.js";
import { contextOf } from "../shared/drawing/sketch-canvas.js";
import { fill, gettext } from "../shared/texts.js";

/** @typedef {"blocked" | "missing" | "unplugged" | "busy" | "insecure"} CameraProblem */

/** @type {Record<string, CameraProblem>} */
const PROBLEMS_BY_ERROR = {
  NotAllowedError: "blocked",
  SecurityError: "blocked",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
};
// What the frame in webcam.css leaves at each side, less a little for unsteady hands.
const MARGIN = 0.06;

export class WebcamDialog {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} openButton
   * @param {(blob: Blob) => void} onPicture
   */
  constructor(dialog, openButton, onPicture) {
    this.dialog = dialog;
    this.onPicture = onPicture;
    this.video = find(dialog, "[data-webcam-video]", HTMLVideoElement);
    this.deviceSelect = find(dialog, "[data-webcam-device]", HTMLSelectElement);
    this.takeButton = find(dialog, "[data-webcam-take]", HTMLButtonElement);
    this.chosenDevice = "";
    /** @type {object | null} */
    this.task = null;
    openButton.addEventListener("click", () => this.open());
    this.takeButton.addEventListener("click", () => this.takePicture());
    this.part("again").addEventListener("click", () => this.start());
    this.part("close").addEventListener("click", () => dialog.close());
    this.deviceSelect.addEventListener("change", () => {
      this.chosenDevice = this.deviceSelect.value;
      this.start();
    });
    dialog.addEventListener("close", () => this.stop());
    navigator.mediaDevices?.addEventListener("devicechange", () =>
      this.handleDeviceChange(),
    );
  }

  /** @param {string} name */
  part(name) {
    return find(this.dialog, `[data-webcam-${name}]`);
  }

  get stream() {
    return /** @type {MediaStream | null} */ (this.video.srcObject);
  }

  open() {
    this.dialog.showModal();
    return this.start();
  }

  /** Ask for the chosen camera; the newest call wins. */
  async start() {
    this.stop();
    if (!window.isSecureContext || !navigator.mediaDevices) {
      this.showProblem("insecure");
      return;
    }
    const task = {};
    this.task = task;
    this.showProblem(null);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: this.constraints,
      });
      if (task !== this.task || !this.dialog.open) stopTracks(stream);
      else await this.play(stream);
    } catch (error) {
      if (task === this.task) this.handleError(/** @type {Error} */ (error));
    }
  }

  get constraints() {
    const camera = this.chosenDevice
      ? { deviceId: { exact: this.chosenDevice } }
      : { facingMode: { ideal: "environment" } };
    return { width: { ideal: 1920 }, ...camera };
  }

  /** @param {Error} error */
  handleError({ name }) {
    // Where the chosen camera is gone, the browser chooses the next one.
    if (name === "OverconstrainedError") this.chosenDevice = "";
    this.showProblem(PROBLEMS_BY_ERROR[name] ?? "busy");
  }

  /** @param {MediaStream} stream */
  async play(stream) {
    this.video.srcObject = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => {
      this.chosenDevice = "";
      this.showProblem("unplugged");
    });
    await this.video.play();
    this.takeButton.disabled = false;
    await this.listCameras(track.getSettings().deviceId);
  }

  /**
   * Cameras have names only once one was allowed.
   *
   * @param {string} [current]
   */
  async listCameras(current) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter(({ kind }) => kind === "videoinput");
    const options = cameras.map(({ deviceId, label }, i) => {
      const name = label || fill(gettext("Camera {number}"), { number: i + 1 });
      return new Option(name, deviceId, false, deviceId === current);
    });
    this.deviceSelect.replaceChildren(...options);
    this.part("devices").hidden = cameras.length < 2;
  }

  /** A new camera is started if none runs; otherwise only the list changes. */
  async handleDeviceChange() {
    if (!this.dialog.open) return;
    const [track] = this.stream?.getVideoTracks() ?? [];
    if (track?.readyState === "live")
      await this.listCameras(track.getSettings().deviceId);
    else await this.start();
  }

  /** Take what is in the frame; the rest of the room stays private. */
  async takePicture() {
    const { videoWidth, videoHeight } = this.video;
    const [left, top] = [videoWidth, videoHeight].map((side) =>
      Math.round(side * MARGIN),
    );
    const sheet = document.createElement("canvas");
    sheet.width = videoWidth - 2 * left;
    sheet.height = videoHeight - 2 * top;
    contextOf(sheet).drawImage(this.video, -left, -top);
    /** @type {Blob | null} */
    const blob = await new Promise((resolve) => {
      sheet.toBlob(resolve, "image/jpeg", 0.92);
    });
    this.dialog.close();
    if (blob) this.onPicture(blob);
  }

  stop() {
    this.task = null;
    stopTracks(this.stream);
    this.video.srcObject = null;
    this.takeButton.disabled = true;
  }

  /** @param {CameraProblem | null} problem */
  showProblem(problem) {
    showNotice(this.part("notice"), problem ? problemText(problem) : "");
    this.part("again").hidden = !problem || problem === "insecure";
    if (problem) this.takeButton.disabled = true;
  }
}

/** @param {CameraProblem} problem */
function problemText(problem) {
  const texts = {
    blocked: gettext(
      "The browser blocked the camera. Allow it beside the address of this page, then open it again.",
    ),
    missing: gettext("No camera was found. Connect one, then open it again."),
    unplugged: gettext(
      "The camera was disconnected. Connect it again or choose another; it opens automatically.",
    ),
    busy: gettext("Another program uses the camera. Close it, then try again."),
    insecure: gettext(
      "Browsers allow the camera only over HTTPS or on this machine itself. Choose a picture instead; on a phone this offers the camera too.",
    ),
  };
  return texts[problem];
}

/**
 * The lamp beside the lens goes out only when every track stops.
 *
 * @param {MediaStream | null} stream
 */
function stopTracks(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
