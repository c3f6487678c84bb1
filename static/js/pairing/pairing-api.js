/** Calls about the phones in a gallery. */
import { send } from "../shared/api.js";

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
 * @param {string} url
 * @returns {Promise<PairingState>}
 */
export function createPairing(url) {
  return send(url, { method: "POST" });
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
