// The webcam dialog: see, hold the paper into the frame, take the picture.

const REFUSALS = {
  NotAllowedError: "camera_refused",
  SecurityError: "camera_refused",
  NotFoundError: "camera_missing",
  OverconstrainedError: "camera_missing",
  NotReadableError: "camera_busy",
  AbortError: "camera_busy",
};

export class Webcam {
  constructor(dialog, opener, phrases, onPicture) {
    this.dialog = dialog;
    this.phrases = phrases;
    this.onPicture = onPicture;
    this.video = dialog.querySelector("[data-webcam-video]");
    this.notice = dialog.querySelector("[data-webcam-notice]");
    this.takeButton = dialog.querySelector("[data-webcam-take]");
    opener.addEventListener("click", () => this.open());
    this.takeButton.addEventListener("click", () => this.take());
    dialog.querySelector("[data-webcam-close]")
      .addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.stop());
  }

  async open() {
    this.say("");
    this.dialog.showModal();
    if (!window.isSecureContext || !navigator.mediaDevices) {
      this.say("camera_insecure");
      return;
    }
    try {
      const video = { width: { ideal: 1920 }, facingMode: { ideal: "environment" } };
      await this.play(await navigator.mediaDevices.getUserMedia({ video }));
    } catch (error) {
      this.say(REFUSALS[error.name] ?? "camera_busy");
    }
  }

  async play(stream) {
    if (!this.dialog.open) {
      stopTracks(stream);
      return;
    }
    this.video.srcObject = stream;
    const [track] = stream.getVideoTracks();
    track.addEventListener("ended", () => this.say("camera_missing"));
    await this.video.play();
    this.takeButton.disabled = false;
  }

  async take() {
    const sheet = document.createElement("canvas");
    sheet.width = this.video.videoWidth;
    sheet.height = this.video.videoHeight;
    sheet.getContext("2d").drawImage(this.video, 0, 0);
    const encode = (done) => { sheet.toBlob(done, "image/jpeg", 0.92); };
    const blob = await new Promise(encode);
    this.dialog.close();
    this.onPicture(blob);
  }

  stop() {
    stopTracks(this.video.srcObject);
    this.video.srcObject = null;
    this.takeButton.disabled = true;
  }

  say(code) {
    this.notice.textContent = this.phrases.problems[code] ?? "";
    this.notice.hidden = !code;
    if (code) this.takeButton.disabled = true;
  }
}

// The lamp beside the lens goes out only when every track stops.
function stopTracks(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}
