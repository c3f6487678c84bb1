/** Pages that the browser brings back by Back or Forward, as they were left. */

/**
 * Call back if this page is an old one: kept whole, or read from the browser's cache.
 *
 * @param {() => void} callback
 */
export function onRestored(callback) {
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted || isFromHistory()) callback();
  });
}

function isFromHistory() {
  const [navigation] = performance.getEntriesByType("navigation");
  return (
    navigation instanceof PerformanceNavigationTiming &&
    navigation.type === "back_forward"
  );
}
