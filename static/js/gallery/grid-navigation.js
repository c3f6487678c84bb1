// The arithmetic of the gallery's grid; nothing here knows the page.

// Where a key leads from a tile; the same place where it leads nowhere.
export function neighborOf(key, index, columns, count) {
  const wanted = {
    ArrowRight: index + 1,
    ArrowLeft: index - 1,
    ArrowDown: index + columns,
    ArrowUp: index - columns,
    Home: 0,
    End: count - 1,
  }[key];
  return wanted >= 0 && wanted < count ? wanted : index;
}

export function isMove(key) {
  return ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].includes(key);
}

// All from one name to another, whichever comes first; the second alone without a first.
export function rangeOf(names, from, to) {
  const ends = [names.indexOf(from), names.indexOf(to)];
  if (ends.includes(-1)) return [to];
  return names.slice(Math.min(...ends), Math.max(...ends) + 1);
}

export function isDigits(text) {
  return /^[0-9\s]*$/.test(text);
}

// A space begins a new line.
export function toCorrection(text) {
  return text.trim().split(/\s+/).join("\n");
}

export function inOneLine(text) {
  return text.split("\n").join(" ");
}

// Short, as a page that is left may send 64 kB.
export function shortIds(ids) {
  return ids.map((id) => id.replaceAll("-", "")).join(" ");
}
