// Defines the texts that the page gets from `script-texts`; import it before modules.
import { readFileSync } from "node:fs";

export const values = JSON.parse(readFileSync(process.env.PYTHON_VALUES, "utf8"));
globalThis.django = { readings: values.readings };
