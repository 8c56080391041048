import { RE2JS, RE2JSException } from "re2js";
import type { Budget } from "./budget";
import { invalid } from "./invalid";

const maxPatternLength = 500;
/** Automaton states times characters that cost as much as one step. */
const workPerStep = 50;

/** The reason why a pattern cannot be used, or undefined. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > maxPatternLength) return `A pattern has at most ${maxPatternLength} characters`;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSException) return `The pattern cannot be used: ${error.message}`;
    throw error;
  }
}

/** Whether the pattern occurs in the text. RE2: time grows with the text's length only, whatever the pattern. */
export function matchesPattern(text: string, pattern: string, budget: Budget): boolean {
  const problem = patternProblem(pattern);
  if (problem !== undefined) throw invalid(problem);
  const compiled = RE2JS.compile(pattern);
  budget.spendText(text.length);
  budget.spend(Math.ceil((compiled.programSize() * text.length) / workPerStep));
  return compiled.matcher(text).find();
}
