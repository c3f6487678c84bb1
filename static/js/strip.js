// The strip of this visit's pictures.

export function addToStrip(strip, photo, slideshowUrl) {
  const list = strip.querySelector("[data-strip-list]");
  const address = `${slideshowUrl}#${photo.id}`;
  if (list.querySelector(`a[href="${address}"]`)) return;
  const item = strip.querySelector("[data-strip-template]")
    .content.firstElementChild.cloneNode(true);
  item.querySelector("a").href = address;
  item.querySelector("img").src = photo.thumbnail;
  item.querySelector("span").textContent = photo.reading.text || "–";
  list.prepend(item);
  strip.hidden = false;
}
