/** Calls about the phones in a gallery. */
import { send } from "../shared/api.js";
import { takeTurn } from "../shared/gallery-start.js";

/** @typedef {{ name: string, seconds: number, url: string }} Phone */

/**
 * @typedef {object} PairingState
 * @property {number} waits seconds that the code is still valid
 * @property {Phone[]} phones
 * @property {string | null} newest id of the newest photo
 * @property {number} joined seconds left in another gallery
 * @property {string} [code] image of the code
 * @property {string} [url] that the code stands for
 */

/**
 * Create a link to this browser's gallery, which begins with it unless there is one.
 *
 * @param {string} url
 * @returns {Promise<PairingState>}
 */
export function createPairing(url) {
  return takeTurn(() => send(url, { method: "POST" }));
}

/**
 * @param {string} url
 * @returns {Promise<PairingState>}
 */
export function getPairings(url) {
  return send(url);
}

/**
 * @param {string} url
 * @returns {Promise<PairingState>}
 */
export function deletePairing(url) {
  return send(url, { method: "DELETE" });
}
