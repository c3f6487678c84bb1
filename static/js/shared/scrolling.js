// Brings into view what came of the pictures: on a phone it lies below the fold.

export function bringIntoView(node) {
  const { top, bottom } = node.getBoundingClientRect();
  const isTall = bottom - top > window.innerHeight / 2;
  const isBegun = isTall && top >= 0 && top < window.innerHeight / 2;
  if (!isBegun) node.scrollIntoView({ block: isTall ? "start" : "nearest" });
}

// What failed comes first, then the answer; several answers are told by their rows, and
// that of a drawing beside its sheet.
export function showOutcome(settled, answerPanel) {
  const failed = settled.find(({ status }) => status === "failed");
  const answered = settled.filter(({ status }) => status === "answered");
  if (failed) bringIntoView(failed.row.node);
  else if (answered.length > 1) bringIntoView(answered[0].row.node);
  else if (answered.some(({ drawing }) => !drawing)) bringIntoView(answerPanel);
}
