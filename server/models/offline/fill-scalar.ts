import type { JsonObject } from "@/server/domain/json";
import { truncate } from "@/server/domain/text";
import type { Evidence } from "./evidence";
import { humanise, wordsOf } from "./language";

/** Takes the number that stands nearest to the property's name in the message, else the first one left. */
export function fillNumber(
  schema: JsonObject,
  name: string,
  evidence: Evidence,
  isRequired: boolean,
): number | undefined {
  const { numbers } = evidence;
  const namedAt = positionOf(name, evidence.text);
  const nearest =
    namedAt < 0
      ? numbers[0]
      : numbers.toSorted((left, right) => Math.abs(left.at - namedAt) - Math.abs(right.at - namedAt))[0];
  if (nearest) {
    numbers.splice(numbers.indexOf(nearest), 1);
    return withinBounds(nearest.value, schema);
  }
  if (!isRequired) return undefined;
  return withinBounds(typeof schema.default === "number" ? schema.default : 0, schema);
}

function withinBounds(value: number, schema: JsonObject): number {
  const whole = schema.type === "integer" ? Math.round(value) : value;
  const step = schema.type === "integer" ? 1 : Number.EPSILON;
  const bound = (inclusive: unknown, exclusive: unknown, direction: 1 | -1, none: number) => {
    if (typeof inclusive === "number") return inclusive;
    return typeof exclusive === "number" ? exclusive + direction * step : none;
  };
  const least = bound(schema.minimum, schema.exclusiveMinimum, 1, -Infinity);
  const most = bound(schema.maximum, schema.exclusiveMaximum, -1, Infinity);
  return Math.min(Math.max(whole, least), most);
}

function positionOf(name: string, text: string): number {
  const lower = text.toLowerCase();
  const found = humanise(name)
    .split(" ")
    .map((word) => lower.indexOf(word))
    .filter((at) => at >= 0);
  return found[0] ?? -1;
}

type Source = (evidence: Evidence) => string | undefined;

/** Which kind of thing a property of a certain name asks for; the first that fits and is found is taken. */
const sources: { name: RegExp; take: Source }[] = [
  { name: /e?mail|recipient|\bto\b|\bcc\b/, take: (evidence) => evidence.emails.shift() },
  { name: /url|link|website|uri/, take: (evidence) => evidence.urls.shift() },
  { name: /date|day|\bon\b|when|deadline|due/, take: (evidence) => evidence.dates.shift() },
  {
    name: /\bid\b|order|number|code|reference|sku|ticket|invoice|account|case|tracking/,
    take: (evidence) => evidence.ids.shift(),
  },
  { name: /expression|formula|calculation/, take: (evidence) => evidence.expression },
  { name: /reason|cause|why/, take: (evidence) => evidence.reason },
  { name: /title|subject|phrase|label|keyword/, take: (evidence) => evidence.quotes.shift() },
  { name: /city|place|location|country|region|town|address/, take: (evidence) => evidence.names.shift() },
  {
    name: /name|person|customer|user|author|company|product/,
    take: (evidence) => evidence.quotes.shift() ?? evidence.names.shift(),
  },
  {
    name: /query|question|search|\bq\b|term|text|message|body|content|input|prompt|note|comment|description|details|topic/,
    take: (evidence) => evidence.quotes.shift() ?? evidence.text.trim(),
  },
];

export function fillString(
  schema: JsonObject,
  name: string,
  evidence: Evidence,
  isRequired: boolean,
): string | undefined {
  const wanted = humanise(`${name} ${typeof schema.format === "string" ? schema.format : ""}`);
  const source = sources.filter((candidate) => candidate.name.test(wanted));
  for (const { take } of source) {
    const value = take(evidence);
    if (value !== undefined) return fitted(value, schema);
  }
  if (typeof schema.default === "string") return schema.default;
  if (!isRequired) return undefined;
  const rest =
    evidence.quotes.shift() ?? evidence.ids.shift() ?? (wordsOf(name).length > 0 ? keySentence(evidence) : undefined);
  return fitted(rest ?? evidence.text.trim(), schema);
}

/** The sentence that says most, for want of anything better. */
function keySentence(evidence: Evidence): string | undefined {
  return evidence.sentences.toSorted((left, right) => wordsOf(right).length - wordsOf(left).length)[0];
}

function fitted(value: string, schema: JsonObject): string {
  const most = typeof schema.maxLength === "number" ? schema.maxLength : 2000;
  const least = typeof schema.minLength === "number" ? schema.minLength : 0;
  return truncate(value, most).padEnd(least, ".");
}
