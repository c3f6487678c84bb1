/** Return a random text; unlike randomUUID(), this works without HTTPS too. */
export function randomKey() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-");
}
