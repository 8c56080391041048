import type { ASTNode } from "@marcbachmann/cel-js";
import type { Issue } from "../result";
import { nearestName } from "../suggest";
import type { VariableReference } from "../template/references";
import { contextRoots, isContextRoot } from "../variable";
import { expressionFunctions } from "./functions";
import { isMacro, macroNames } from "./macros";
import { patternProblem } from "./matches";
import { expressionIssue, type ParsedExpression } from "./parse-expression";
import { pathOf } from "./path-of";

export interface ExpressionAnalysis {
  issues: Issue[];
  /** Paths that start with a root of the context; `isOptional` when the expression asks with has() whether it is there. */
  references: VariableReference[];
}

/** What can be said about an expression without data: unknown names and functions, bad patterns, and the variables it reads. */
export function analyse(expression: ParsedExpression): ExpressionAnalysis {
  const analyser = new Analyser(expression);
  analyser.visit(expression.ast, new Set(), false);
  return { issues: analyser.issues, references: analyser.references() };
}

class Analyser {
  readonly issues: Issue[] = [];
  private readonly found: VariableReference[] = [];

  private readonly expression: ParsedExpression;

  constructor(expression: ParsedExpression) {
    this.expression = expression;
  }

  references(): VariableReference[] {
    const guarded = new Set(this.found.filter((one) => one.isOptional).map((one) => guardOf(one.path)));
    return this.found.map(({ path, isOptional }) => ({ path, isOptional: isOptional || guarded.has(guardOf(path)) }));
  }

  visit(node: ASTNode, bound: ReadonlySet<string>, isGuard: boolean): void {
    switch (node.op) {
      case "value":
        if (node.args instanceof Uint8Array) this.report("Bytes are not supported; use text", node);
        return;
      case "id":
        this.checkName(node.args, node, bound, isGuard);
        return;
      case ".":
      case "[]":
        this.visitAccess(node, bound, isGuard);
        return;
      case ".?":
      case "[?]":
        this.report("Optional access with ? is not supported; use has()", node);
        return;
      case "call":
        this.visitCall(node, node.args[0], node.args[1], false, bound);
        return;
      case "rcall":
        this.visitCall(node, node.args[0], [node.args[1], ...node.args[2]], true, bound);
        return;
      case "map":
        for (const child of node.args.flat()) this.visit(child, bound, false);
        return;
      case "!_":
      case "-_":
        this.visit(node.args, bound, false);
        return;
      default:
        for (const child of node.args) this.visit(child, bound, false);
    }
  }

  private visitAccess(node: ASTNode & { op: "." | "[]" }, bound: ReadonlySet<string>, isGuard: boolean): void {
    const path = pathOf(node, this.expression);
    const root = path?.[0];
    if (path !== undefined && root !== undefined && isContextRoot(root) && !bound.has(root)) {
      this.found.push({ path, isOptional: isGuard });
      return;
    }
    this.visit(node.args[0], bound, isGuard);
    if (node.op === "[]") this.visit(node.args[1], bound, false);
  }

  private visitCall(node: ASTNode, name: string, args: ASTNode[], isMethod: boolean, bound: ReadonlySet<string>): void {
    if (isMacro(name, args.length, isMethod)) {
      this.visitMacro(node, name, args, bound);
      return;
    }
    const definition = expressionFunctions.get(name);
    if (definition === undefined || !(isMethod ? definition.asMethod : definition.asGlobal)) {
      this.report(unknownFunction(name), node);
    } else if (args.length < definition.min || args.length > definition.max) {
      this.report(`${name}() has the wrong number of values`, node);
    }
    const pattern = name === "matches" ? args[1] : undefined;
    const problem =
      pattern?.op === "value" && typeof pattern.args === "string" ? patternProblem(pattern.args) : undefined;
    if (problem !== undefined) this.report(problem, node);
    for (const arg of args) this.visit(arg, bound, false);
  }

  private visitMacro(node: ASTNode, name: string, args: ASTNode[], bound: ReadonlySet<string>): void {
    const [first, variable, ...steps] = args;
    if (first === undefined) return;
    if (name === "has") {
      if (first.op !== "." && first.op !== "[]") this.report("has() needs a field, such as has(state.score)", node);
      this.visit(first, bound, true);
      return;
    }
    this.visit(first, bound, false);
    const inner = variable?.op === "id" ? new Set([...bound, variable.args]) : bound;
    for (const step of steps) this.visit(step, inner, false);
  }

  private checkName(name: string, node: ASTNode, bound: ReadonlySet<string>, isGuard: boolean): void {
    if (bound.has(name)) return;
    if (isContextRoot(name)) {
      this.found.push({ path: [name], isOptional: isGuard });
      return;
    }
    const nearest = nearestName(name, contextRoots);
    const hint = nearest === undefined ? `variables start with ${contextRoots.join(", ")}` : `did you mean ${nearest}`;
    this.issues.push(expressionIssue(`${name} is not a known variable; ${hint}`, node.start, "unknown_variable"));
  }

  private report(message: string, node: ASTNode): void {
    this.issues.push(expressionIssue(message, node.start));
  }
}

function unknownFunction(name: string): string {
  const names = [...expressionFunctions.keys(), ...macroNames];
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? `the functions are ${names.join(", ")}` : `did you mean ${nearest}`;
  return `There is no function ${name}(); ${hint}`;
}

/** A variable and its first segment: what has() of any part of it makes safe to read. */
function guardOf(path: readonly string[]): string {
  return path.slice(0, 2).join("\u0000");
}
