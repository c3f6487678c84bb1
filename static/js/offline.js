// The page that is kept: waits for the server, then goes on where the visitor was.

function start(root) {
  // It stands in for the page that was wanted, at that page's own address.
  const goOn = () => window.location.reload();
  root.querySelector("[data-offline-again]").addEventListener("click", goOn);
  window.addEventListener("server-back", goOn);
}

const root = document.querySelector("[data-offline]");
if (root) start(root);
