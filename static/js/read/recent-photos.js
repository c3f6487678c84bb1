// The strip of this visit's pictures.
const MOST = 12;

export function addToStrip(strip, photo, slideshowUrl) {
  const list = strip.querySelector("[data-strip-list]");
  const address = `${slideshowUrl}#${photo.id}`;
  if (linkTo(strip, photo)) return;
  const item = strip.querySelector("[data-strip-template]")
    .content.firstElementChild.cloneNode(true);
  item.querySelector("a").href = address;
  item.querySelector("img").src = photo.thumbnail;
  item.querySelector("span").textContent = photo.reading.text || "–";
  list.prepend(item);
  [...list.children].slice(MOST).forEach((old) => old.remove());
  strip.hidden = false;
}

export function takeFromStrip(strip, photo) {
  linkTo(strip, photo)?.closest("li").remove();
  strip.hidden = !strip.querySelector("[data-strip-list] > li");
}

function linkTo(strip, { id }) {
  return strip.querySelector(`[data-strip-list] a[href$="#${id}"]`);
}
