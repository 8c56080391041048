import type { Json } from "../json";
import type { FilterName } from "./filters";

export interface FilterCall {
  name: FilterName;
  args: Json[];
}

interface Literal {
  kind: "literal";
  text: string;
}

/** `start` and `end` are the offsets of the whole `{{ … }}` in the source. */
export interface Placeholder {
  kind: "placeholder";
  path: string[];
  filters: FilterCall[];
  start: number;
  end: number;
}

export interface Template {
  segments: (Literal | Placeholder)[];
}
