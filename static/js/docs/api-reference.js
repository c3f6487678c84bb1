/* The page of the API: Swagger UI in the theme of the page, and open to everyone. */

const dark = matchMedia("(prefers-color-scheme: dark)");
const DARK_NUMBERS = '.microlight span[style*="rgb(211, 99, 99)"]';

function follow() {
  document.documentElement.classList.toggle("dark-mode", dark.matches);
}

/* What stands outside its main part is no part of the page to those who listen, its
   headings leave out a level, its choices have no names, long code moves by pointer
   alone, and numbers in it are too dark for their ground. */
function mend(root) {
  const about = root.querySelector(".information-container");
  about?.setAttribute("role", "region");
  about?.setAttribute("aria-label", about.querySelector(".title")?.firstChild.textContent);
  for (const heading of root.querySelectorAll("h3, h4, h5, h6")) {
    heading.setAttribute("aria-level", heading.tagName[1] - 1);
  }
  for (const select of root.querySelectorAll("select:not([aria-label])")) {
    select.setAttribute("aria-label", nameOf(select));
  }
  for (const code of root.querySelectorAll(".microlight")) code.tabIndex = 0;
  for (const number of root.querySelectorAll(DARK_NUMBERS)) {
    number.style.color = "var(--code-number)";
  }
}

function nameOf(select) {
  const row = select.closest("[data-param-name]");
  return row?.dataset.paramName ?? select.parentElement.previousElementSibling?.textContent
    ?? select.value;
}

for (const root of document.querySelectorAll("[data-docs]")) {
  new MutationObserver(() => mend(root)).observe(root, { childList: true, subtree: true });
  mend(root);
}
dark.addEventListener("change", follow);
follow();
