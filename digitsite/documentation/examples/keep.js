// A token is a secret: for programs, and not for pages that others can open.
const headers = { Authorization: "Bearer YOUR-TOKEN" };
const [file] = document.querySelector("input[type=file]").files;
const form = new FormData();
form.append("image", file);

const host = "http://127.0.0.1:8000";
const kept = await fetch(`${host}/api/v1/photos/`, {
  method: "POST",
  // The key is of your own choice: sent again, it keeps nothing twice.
  headers: { ...headers, "Idempotency-Key": "scan-0001" },
  body: form,
});
const photo = await kept.json();
if (!kept.ok) throw new Error(`${photo.code}: ${photo.detail}`);
console.log("kept as", photo.id, "and read as", photo.reading.text);

const corrected = await fetch(host + photo.url, {
  method: "PATCH",
  headers: { ...headers, "Content-Type": "application/json" },
  body: JSON.stringify({ correction: "42" }),
});
console.log("says", (await corrected.json()).correction);
