// What was drawn on a <canvas>, as a data URL.
const drawing = document.querySelector("canvas").toDataURL("image/png");

const answer = await fetch("http://127.0.0.1:8000/api/v1/readings/", {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ image: drawing }),
});
const reading = await answer.json();
if (!answer.ok) throw new Error(`${reading.code}: ${reading.detail}`);
console.log(reading.verdict, reading.text);
