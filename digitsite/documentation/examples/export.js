const answer = await fetch("http://127.0.0.1:8000/api/v1/photos/export/?format=zip", {
  headers: { Authorization: "Bearer YOUR-TOKEN" },
});
if (!answer.ok) throw new Error((await answer.json()).detail);

const link = document.createElement("a");
link.href = URL.createObjectURL(await answer.blob());
link.download = "gallery.zip";
link.click();
