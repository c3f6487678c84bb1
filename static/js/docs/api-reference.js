/** The API reference: Swagger UI in the theme of the page, and accessible. */

const darkTheme = matchMedia("(prefers-color-scheme: dark)");
const DARK_NUMBERS = '.microlight span[style*="rgb(211, 99, 99)"]';

function applyTheme() {
  document.documentElement.classList.toggle("dark-mode", darkTheme.matches);
}

/**
 * Repair what Swagger UI leaves inaccessible: a part outside of the landmarks, skipped
 * heading levels, selects without names, code that only a pointer can scroll, and numbers
 * with too little contrast.
 *
 * @param {Element} root
 */
function repair(root) {
  const about = root.querySelector(".information-container");
  about?.setAttribute("role", "region");
  const title = about?.querySelector(".title")?.firstChild?.textContent;
  about?.setAttribute("aria-label", title ?? "");
  for (const heading of root.querySelectorAll("h3, h4, h5, h6")) {
    heading.setAttribute("aria-level", String(Number(heading.tagName[1]) - 1));
  }
  for (const select of root.querySelectorAll("select")) {
    if (!select.hasAttribute("aria-label"))
      select.setAttribute("aria-label", nameOf(select));
  }
  for (const code of root.querySelectorAll(".microlight"))
    code.setAttribute("tabindex", "0");
  for (const number of root.querySelectorAll(DARK_NUMBERS)) {
    if (number instanceof HTMLElement) number.style.color = "var(--code-number)";
  }
}

/** @param {HTMLSelectElement} select */
function nameOf(select) {
  const row = select.closest("[data-param-name]");
  const name = row instanceof HTMLElement ? row.dataset.paramName : undefined;
  return (
    name ?? select.parentElement?.previousElementSibling?.textContent ?? select.value
  );
}

for (const root of document.querySelectorAll("[data-docs]")) {
  new MutationObserver(() => repair(root)).observe(root, {
    childList: true,
    subtree: true,
  });
  repair(root);
}
darkTheme.addEventListener("change", applyTheme);
applyTheme();
