// The picture that was chosen with <input type="file">.
const [photo] = document.querySelector("input[type=file]").files;
const form = new FormData();
form.append("image", photo);

const answer = await fetch("http://127.0.0.1:8000/api/v1/readings/", {
  method: "POST",
  body: form,
});
const reading = await answer.json();
if (!answer.ok) throw new Error(`${reading.code}: ${reading.detail}`);
console.log(reading.verdict, reading.text, reading.confidence);
for (const { label, confidence, box } of reading.digits) {
  console.log(label, confidence, box);
}
