/** The form by which a phone joins: it waits for a first upload in another tab. */
import { takeTurn } from "../shared/gallery-start.js";

const root = document.querySelector("[data-join]");
if (root instanceof HTMLFormElement) {
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    takeTurn(() => {
      root.submit();
      // The turn ends with this page, once the answer is there.
      return new Promise(() => {});
    });
  });
}
