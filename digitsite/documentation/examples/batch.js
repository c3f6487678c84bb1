// The pictures that were chosen with <input type="file" multiple>.
const pictures = [...document.querySelector("input[type=file]").files];
const form = new FormData();
for (const picture of pictures) form.append("images", picture);

const answer = await fetch("http://127.0.0.1:8000/api/v1/readings/batch/", {
  method: "POST",
  body: form,
});
const payload = await answer.json();
if (!answer.ok) throw new Error(`${payload.code}: ${payload.detail}`);
payload.forEach((reading, i) => {
  const words = reading.code
    ? `refused: ${reading.detail}`
    : `${reading.verdict} ${reading.text}`;
  console.log(pictures[i].name, words);
});
