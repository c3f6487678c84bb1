/** The arithmetic of the gallery's grid; no DOM. */

const MOVES = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"];

/**
 * Return where a key leads from a tile; the same index where it leads nowhere.
 *
 * @param {string} key
 * @param {number} index
 * @param {number} columns
 * @param {number} count
 */
export function neighborOf(key, index, columns, count) {
  /** @type {Record<string, number>} */
  const targets = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target >= 0 && target < count ? target : index;
}

/** @param {string} key */
export function isMove(key) {
  return MOVES.includes(key);
}

/**
 * Return the ids between two, both included; only the second if the first is gone.
 *
 * @param {string[]} ids
 * @param {string} from
 * @param {string} to
 */
export function rangeOf(ids, from, to) {
  const ends = [ids.indexOf(from), ids.indexOf(to)];
  if (ends.includes(-1)) return [to];
  return ids.slice(Math.min(...ends), Math.max(...ends) + 1);
}
