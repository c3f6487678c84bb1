// Puts readings and failures into words; the phrases come from gallery/texts/readings.py.

const HAIR = "\u202f";

function pageLanguage() {
  return globalThis.document?.documentElement.lang ?? "en";
}

export function numberWords(number, language = pageLanguage(), places = 0) {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: places,
    maximumFractionDigits: Math.max(places, 1),
  }).format(number);
}

// Rounded down, so that no answer claims 100 %.
export function percent(probability, language = pageLanguage()) {
  if (probability < 0.01) return `< 1${HAIR}%`;
  if (probability < 0.99) return `${Math.floor(probability * 100 + 1e-9)}${HAIR}%`;
  const tenths = Math.min(Math.floor(probability * 1000 + 1e-9) / 10, 99.9);
  return `${numberWords(tenths, language, 1)}${HAIR}%`;
}

// In the page's language: milliseconds below a second, else seconds with one place.
export function timeWords(milliseconds, language = pageLanguage()) {
  if (milliseconds === undefined) return "";
  const isShort = milliseconds < 1000;
  const number = isShort ? milliseconds : milliseconds / 1000;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: isShort ? "millisecond" : "second",
    maximumFractionDigits: isShort ? 0 : 1,
  }).format(number);
}

export function confidenceWords(probability, levels) {
  return levels.find(([least]) => probability >= least)[1];
}

// Numbers are written as the page's language does.
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name] ?? whole;
    return typeof value === "number" ? numberWords(value) : value;
  });
}

// A sentence comes in the forms of some numbers: the one alike is taken, or the last.
export function counted(forms, values, language = pageLanguage()) {
  const rules = new Intl.PluralRules(language);
  const samples = Object.keys(forms).map(Number);
  const kind = rules.select(values.count);
  const alike = samples.find((sample) => rules.select(sample) === kind);
  return fill(forms[alike ?? samples.at(-1)], values);
}

export function joined(facts, joint) {
  if (facts.length < 2) return facts.join("");
  return facts.slice(0, -1).join(", ") + joint + facts[facts.length - 1];
}

export function removedWords({ removed: names, location }, phrases) {
  const { gaveAway, harmless, removal } = phrases;
  if (!names.length) return removal.clean;
  if (names.every((name) => harmless.includes(name))) return removal.harmless;
  const place = location ? [removal.place] : [];
  const others = gaveAway
    .filter(([needles]) =>
      needles.some((needle) => names.some((name) => name.includes(needle))))
    .map(([, words]) => words);
  const facts = [...place, ...others];
  if (!facts.length) return removal.some;
  return fill(removal.told, { facts: joined(facts, removal.joint) });
}

// What to say about a failure: the server's own sentence where it has the best one.
export function problemWords({ code, detail, seconds }, { problems }, limit = "") {
  if (code === "throttled") {
    const wait = seconds
      ? counted(problems.throttled_seconds, { count: seconds })
      : problems.throttled_soon;
    return fill(problems.throttled, { wait });
  }
  // The server knows which of its limits was passed.
  if (code === "photo_too_large" && detail) return detail;
  const own = code in problems ? fill(problems[code], { limit }) : "";
  return own || detail || problems.server_error;
}

export function spokenWords(reading, { levels, states, verdicts }) {
  const [title, advice] = verdicts[reading.verdict];
  if (reading.verdict === "nothing") return `${title}. ${advice}`;
  const sentence = fill(states.spoken, {
    text: reading.text.split("").join(" "),
    words: confidenceWords(reading.confidence, levels),
    percent: percent(reading.confidence),
  });
  return reading.verdict === "unsure" ? `${sentence} ${advice}` : sentence;
}

// An answer in one line.
export function shortWords({ verdict, text, confidence }, { verdicts }) {
  if (verdict === "nothing") return verdicts.nothing[0];
  return `${text.split("\n").join(" ")}\u2002${percent(confidence)}`;
}
