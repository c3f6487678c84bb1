"""Looks into the outbox of an open page."""

# Waits until the outbox holds so many pictures.
COUNTED = """async (wanted) => {
  const { Outbox } = await import("/static/js/offline/outbox.js");
  const outbox = new Outbox();
  for (let tries = 0; tries < 100 && await outbox.count() !== wanted; tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
  }
  return outbox.count();
}"""
