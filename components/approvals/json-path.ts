import { isJsonObject, type Json, type JsonObject, setOwn } from "@/server/domain/json";

/** Where a value stands in another: names of properties and numbers of items. */
export type JsonPath = readonly (string | number)[];

/** `customer.tags[0]`, as the validator names it; the whole is the empty text. */
export function pathText(path: JsonPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? part : `${text}.${part}`;
  }, "");
}

/** The value at a path; `undefined` where there is none. */
export function getAt(value: Json | undefined, path: JsonPath): Json | undefined {
  let current = value;
  for (const part of path) {
    if (typeof part === "number") current = Array.isArray(current) ? current[part] : undefined;
    else current = isJsonObject(current) && Object.hasOwn(current, part) ? current[part] : undefined;
  }
  return current;
}

/** A copy with another value at the path; `undefined` takes the property or item away. Missing objects on the way are made. */
export function setAt(value: Json | undefined, path: JsonPath, next: Json | undefined): Json {
  const [part, ...rest] = path;
  if (part === undefined) return next ?? null;
  if (typeof part === "number") {
    const items = Array.isArray(value) ? [...value] : [];
    if (rest.length === 0 && next === undefined) items.splice(part, 1);
    else items[part] = setAt(items[part], rest, next);
    return items;
  }
  const copy: JsonObject = isJsonObject(value) ? Object.fromEntries(Object.entries(value)) : {};
  if (rest.length === 0 && next === undefined) delete copy[part];
  else setOwn(copy, part, setAt(Object.hasOwn(copy, part) ? copy[part] : undefined, rest, next));
  return copy;
}
