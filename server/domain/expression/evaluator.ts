import type { ASTNode } from "@marcbachmann/cel-js";
import { DomainError } from "../errors";
import { describeType, setOwn } from "../json";
import type { RunContext } from "../nodes/outcome";
import { contextRoots, isContextRoot, ownMember, unknownVariable } from "../variable";
import { Budget } from "./budget";
import { expressionFunctions } from "./functions";
import { invalid } from "./invalid";
import { evaluateMacro, isMacro } from "./macros";
import { checkInt } from "./numbers";
import { operate } from "./operators";
import type { ParsedExpression } from "./parse-expression";
import { pathOf } from "./path-of";

/** Names bound by macros such as `exists(x, …)`, innermost first. */
export interface Scope {
  name: string;
  value: unknown;
  outer: Scope | undefined;
}

/** Evaluates one parsed expression on data. Reaches own properties of the context and the closed list of functions only. */
export class Evaluator {
  readonly budget = new Budget();

  private readonly expression: ParsedExpression;
  private readonly context: RunContext;

  constructor(expression: ParsedExpression, context: RunContext) {
    this.expression = expression;
    this.context = context;
  }

  evaluate(node: ASTNode = this.expression.ast, scope?: Scope): unknown {
    this.budget.spend(1);
    switch (node.op) {
      case "value":
        return literal(node.args);
      case "id":
        return this.variable(node.args, scope);
      case ".":
        return this.member(node, this.evaluate(node.args[0], scope), this.expression.fieldName(node));
      case "[]":
        return this.index(node, scope);
      case "call":
        return this.call(node.args[0], node.args[1], false, scope);
      case "rcall":
        return this.call(node.args[0], [node.args[1], ...node.args[2]], true, scope);
      case "list":
        this.budget.checkList(node.args.length);
        return node.args.map((item) => this.evaluate(item, scope));
      case "map":
        return this.map(node.args, scope);
      case "?:":
        return this.evaluate(this.condition(node.args[0], scope) ? node.args[1] : node.args[2], scope);
      case "&&":
      case "||":
        return this.logic(node.op === "||", node.args, scope);
      case "!_":
        return !this.condition(node.args, scope);
      case "-_":
        return negate(this.evaluate(node.args, scope));
      case ".?":
      case "[?]":
        throw invalid("Optional access with ? is not supported; use has()");
      default:
        return operate(node.op, this.evaluate(node.args[0], scope), this.evaluate(node.args[1], scope), this.budget);
    }
  }

  /** The value of something that must be true or false. */
  condition(node: ASTNode, scope: Scope | undefined): boolean {
    const value = this.evaluate(node, scope);
    if (typeof value === "boolean") return value;
    throw invalid(`Expected true or false; got ${describeType(value)}`);
  }

  private variable(name: string, scope: Scope | undefined): unknown {
    for (let bound = scope; bound !== undefined; bound = bound.outer) if (bound.name === name) return bound.value;
    if (isContextRoot(name)) return this.context[name];
    throw unknownVariable([name], 0, contextRoots);
  }

  private index(node: ASTNode & { op: "[]" }, scope: Scope | undefined): unknown {
    const target = this.evaluate(node.args[0], scope);
    const key = this.evaluate(node.args[1], scope);
    if (Array.isArray(target)) {
      const index = typeof key === "bigint" || typeof key === "number" ? Number(key) : Number.NaN;
      if (!Number.isInteger(index)) throw invalid(`A list is indexed by a whole number; got ${describeType(key)}`);
      return this.member(node, target, String(index));
    }
    if (typeof key !== "string") throw invalid(`A field is named by text; got ${describeType(key)}`);
    return this.member(node, target, key);
  }

  private member(node: ASTNode, target: unknown, name: string): unknown {
    const member = ownMember(target, name);
    if (member?.value !== undefined) return member.value;
    if (typeof target !== "object" || target === null) {
      throw invalid(`There is no "${name}" in ${describeType(target)}`);
    }
    const path = pathOf(node, this.expression) ?? [name];
    throw unknownVariable(path, path.length - 1, Array.isArray(target) ? [] : Object.keys(target));
  }

  private call(name: string, args: ASTNode[], isMethod: boolean, scope: Scope | undefined): unknown {
    if (isMacro(name, args.length, isMethod)) return evaluateMacro(this, name, args, scope);
    const definition = expressionFunctions.get(name);
    const isKnown = definition !== undefined && (isMethod ? definition.asMethod : definition.asGlobal);
    if (!isKnown) throw invalid(`There is no function ${name}()`);
    if (args.length < definition.min || args.length > definition.max)
      throw invalid(`${name}() has the wrong number of values`);
    return definition.call(
      args.map((arg) => this.evaluate(arg, scope)),
      this.budget,
    );
  }

  private map(entries: [ASTNode, ASTNode][], scope: Scope | undefined): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [keyNode, valueNode] of entries) {
      const key = this.evaluate(keyNode, scope);
      if (typeof key !== "string") throw invalid(`The fields of an object are named by text; got ${describeType(key)}`);
      setOwn(result, key, this.evaluate(valueNode, scope));
    }
    return result;
  }

  /** CEL's rule: when one side decides, an error of the other does not matter, whichever comes first. */
  private logic(deciding: boolean, [left, right]: [ASTNode, ASTNode], scope: Scope | undefined): boolean {
    let failure: DomainError;
    try {
      if (this.condition(left, scope) === deciding) return deciding;
      return this.condition(right, scope);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === "expression_limit") throw error;
      failure = error;
    }
    if (this.condition(right, scope) === deciding) return deciding;
    throw failure;
  }
}

function literal(value: unknown): unknown {
  if (typeof value === "bigint") return value;
  if (value instanceof Uint8Array) throw invalid("Bytes are not supported; use text");
  if (typeof value === "object" && value !== null) return BigInt(String(value));
  return value;
}

function negate(value: unknown): unknown {
  if (typeof value === "number") return -value;
  if (typeof value === "bigint") return checkInt(-value);
  throw invalid(`"-" needs a number; got ${describeType(value)}`);
}
