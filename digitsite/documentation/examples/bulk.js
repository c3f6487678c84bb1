// The ZIP file that was chosen with <input type="file">.
const [archive] = document.querySelector("input[type=file]").files;
const site = "http://127.0.0.1:8000";
const headers = { Authorization: "Bearer YOUR-TOKEN" };
const body = new FormData();
body.append("archive", archive);

const answer = await fetch(`${site}/api/v1/jobs/`, { method: "POST", headers, body });
let job = await answer.json();
if (!answer.ok) throw new Error(`${job.code}: ${job.detail}`);
while (!job.ended) {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  job = await (await fetch(site + job.url, { headers })).json();
}
console.log(`${job.done} read, ${job.failed} refused`);
const results = await fetch(`${site}${job.results}?format=jsonl`, { headers });
console.log(await results.text());
