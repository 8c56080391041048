import type { Json } from "../json";
import { type Result, ok, refuse } from "../result";
import { nearestName } from "../suggest";
import { contextRoots, isContextRoot } from "../variable";
import { filterArity, filterNames, isFilterName } from "./filters";
import type { FilterCall, Placeholder } from "./template";

interface Problem {
  message: string;
  position: number;
}

const segmentPattern = /[\p{L}\p{N}_$-]+/uy;
const indexPattern = /\[\s*(\d{1,9})\s*\]/y;
const keyPattern = /\[\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')\s*\]/y;
const numberPattern = /-?\d+(?:\.\d+)?/y;
const textPattern = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const wordPattern = /[A-Za-z_]+/y;

/** A reader of one placeholder that starts with `{{` at `open`. */
class PlaceholderReader {
  private position: number;

  private readonly source: string;
  private readonly open: number;

  constructor(source: string, open: number) {
    this.source = source;
    this.open = open;
    this.position = open + 2;
  }

  read(): Placeholder {
    this.skipSpace();
    const path = this.readPath();
    const filters: FilterCall[] = [];
    this.skipSpace();
    while (this.source[this.position] === "|") {
      this.position += 1;
      this.skipSpace();
      filters.push(this.readFilter());
      this.skipSpace();
    }
    if (!this.source.startsWith("}}", this.position)) {
      throw this.problem(
        this.atEnd() ? 'A placeholder is not closed with "}}"' : 'Expected "}}" or a filter after "|"',
      );
    }
    return { kind: "placeholder", path, filters, start: this.open, end: this.position + 2 };
  }

  private readPath(): string[] {
    const start = this.position;
    const root = this.take(segmentPattern);
    if (root === undefined) throw this.problem("Expected a variable such as inputs.query");
    if (!isContextRoot(root)) {
      const nearest = nearestName(root, contextRoots);
      const hint =
        nearest === undefined ? `variables start with ${contextRoots.join(", ")}` : `did you mean ${nearest}`;
      throw this.problem(`${root} is not a known variable; ${hint}`, start);
    }
    const path: string[] = [root];
    for (let next = this.readStep(); next !== undefined; next = this.readStep()) path.push(next);
    return path;
  }

  private readStep(): string | undefined {
    if (this.source[this.position] === ".") {
      this.position += 1;
      const segment = this.take(segmentPattern);
      if (segment === undefined) throw this.problem("Expected a name after the dot");
      return segment;
    }
    if (this.source[this.position] !== "[") return undefined;
    const index = this.take(indexPattern);
    if (index !== undefined) return index.slice(1, -1).trim();
    const key = this.take(keyPattern);
    if (key === undefined) throw this.problem("Expected a number or a quoted name in the brackets");
    return unquote(key.slice(1, -1).trim());
  }

  private readFilter(): FilterCall {
    const start = this.position;
    const name = this.take(wordPattern);
    if (name === undefined) throw this.problem("Expected a filter name");
    if (!isFilterName(name)) {
      const nearest = nearestName(name, filterNames);
      const hint = nearest === undefined ? `the filters are ${filterNames.join(", ")}` : `did you mean ${nearest}`;
      throw this.problem(`There is no filter ${name}; ${hint}`, start);
    }
    const args = this.readArguments();
    const { min, max } = filterArity[name];
    if (args.length < min || args.length > max) {
      throw this.problem(`The filter ${name} takes ${min === max ? min : `${min} to ${max}`} values`, start);
    }
    return { name, args };
  }

  private readArguments(): Json[] {
    if (this.source[this.position] !== "(") return [];
    this.position += 1;
    this.skipSpace();
    const args: Json[] = [];
    while (this.source[this.position] !== ")") {
      if (args.length > 0) {
        if (this.source[this.position] !== ",") throw this.problem('Expected "," or ")"');
        this.position += 1;
        this.skipSpace();
      }
      args.push(this.readArgument());
      this.skipSpace();
    }
    this.position += 1;
    return args;
  }

  private readArgument(): Json {
    const text = this.take(textPattern);
    if (text !== undefined) return unquote(text);
    const number = this.take(numberPattern);
    if (number !== undefined) return Number(number);
    const start = this.position;
    const word = this.take(wordPattern);
    if (word === "true" || word === "false") return word === "true";
    if (word === "null") return null;
    throw this.problem("Expected a quoted text, a number, true, false or null", start);
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.source);
    if (match === null) return undefined;
    this.position += match[0].length;
    return match[0];
  }

  private skipSpace(): void {
    while (/\s/.test(this.source[this.position] ?? "")) this.position += 1;
  }

  private atEnd(): boolean {
    return this.position >= this.source.length;
  }

  private problem(message: string, position = this.position): PlaceholderProblem {
    return new PlaceholderProblem(message, position);
  }
}

class PlaceholderProblem extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.position = position;
  }
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r" };

function unquote(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/gu, (_, character: string) => escapes[character] ?? character);
}

/** Reads the placeholder whose `{{` is at `open`. */
export function parsePlaceholder(source: string, open: number): Result<Placeholder, Problem> {
  try {
    return ok(new PlaceholderReader(source, open).read());
  } catch (error) {
    if (error instanceof PlaceholderProblem) return refuse({ message: error.message, position: error.position });
    throw error;
  }
}
