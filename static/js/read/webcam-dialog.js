// The webcam dialog: choose a camera, hold the paper into the frame, take the picture.
import { fill } from "../shared/texts.js";

const REFUSALS = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};
// What the frame in webcam.css leaves at each side, less a little for unsteady hands.
const MARGIN = 0.06;

export class WebcamDialog {
  constructor(dialog, opener, phrases, onPicture) {
    Object.assign(this, { dialog, phrases, onPicture });
    this.part = (name) => dialog.querySelector(`[data-webcam-${name}]`);
    this.video = this.part("video");
    opener.addEventListener("click", () => this.open());
    this.part("take").addEventListener("click", () => this.take());
    this.part("again").addEventListener("click", () => this.start());
    this.part("close").addEventListener("click", () => dialog.close());
    this.part("device").addEventListener("change", (event) => {
      this.chosen = event.target.value;
      this.start();
    });
    dialog.addEventListener("close", () => this.stop());
    navigator.mediaDevices?.addEventListener("devicechange", () => this.refresh());
  }

  open() {
    this.dialog.showModal();
    return this.start();
  }

  // Asks for the chosen camera; the newest call wins.
  async start() {
    this.stop();
    if (!window.isSecureContext || !navigator.mediaDevices) {
      this.say("camera_insecure");
      return;
    }
    const task = this.task = {};
    this.say("");
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: this.wanted });
      if (task !== this.task || !this.dialog.open) stopTracks(stream);
      else await this.play(stream);
    } catch (error) {
      if (task === this.task) this.refuse(error);
    }
  }

  get wanted() {
    const camera = this.chosen
      ? { deviceId: { exact: this.chosen } }
      : { facingMode: { ideal: "environment" } };
    return { width: { ideal: 1920 }, ...camera };
  }

  refuse({ name }) {
    // A chosen camera that is gone leaves the choice to the browser.
    this.chosen = name === "OverconstrainedError" ? "" : this.chosen;
    this.say(REFUSALS[name] ?? "camera_busy");
  }

  async play(stream) {
    this.video.srcObject = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => {
      this.chosen = "";
      this.say("camera_gone");
    });
    await this.video.play();
    this.part("take").disabled = false;
    await this.list(track.getSettings().deviceId);
  }

  // Cameras have names only once one was allowed.
  async list(current) {
    const cameras = (await navigator.mediaDevices.enumerateDevices())
      .filter(({ kind }) => kind === "videoinput");
    this.part("device").replaceChildren(...cameras.map(({ deviceId, label }, i) => {
      const words = fill(this.phrases.webcam.camera, { number: i + 1 });
      return new Option(label || words, deviceId, false, deviceId === current);
    }));
    this.part("devices").hidden = cameras.length < 2;
  }

  // A camera plugged in answers the failure; otherwise only the choice changes.
  async refresh() {
    if (!this.dialog.open) return;
    const [track] = this.video.srcObject?.getVideoTracks() ?? [];
    if (track?.readyState === "live") await this.list(track.getSettings().deviceId);
    else await this.start();
  }

  // What stands in the frame, as it was seen; the rest of the room is nobody's business.
  async take() {
    const { videoWidth, videoHeight } = this.video;
    const [left, top] = [videoWidth, videoHeight].map((side) => Math.round(side * MARGIN));
    const sheet = document.createElement("canvas");
    sheet.width = videoWidth - 2 * left;
    sheet.height = videoHeight - 2 * top;
    sheet.getContext("2d").drawImage(this.video, -left, -top);
    const encode = (done) => { sheet.toBlob(done, "image/jpeg", 0.92); };
    const blob = await new Promise(encode);
    this.dialog.close();
    this.onPicture(blob);
  }

  stop() {
    this.task = null;
    stopTracks(this.video.srcObject);
    this.video.srcObject = null;
    this.part("take").disabled = true;
  }

  say(code) {
    this.part("notice").textContent = this.phrases.problems[code] ?? "";
    this.part("notice").hidden = !code;
    this.part("again").hidden = !code || code === "camera_insecure";
    if (code) this.part("take").disabled = true;
  }
}

// The lamp beside the lens goes out only when every track stops.
function stopTracks(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
