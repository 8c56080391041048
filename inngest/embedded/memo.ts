import type { Operation, SerializedError } from "./types";
import { isRecord } from "./types";

/*
 * A memo is the outcome of a step as JSON text in exactly the form in which the SDK wants it back, so that a call's body
 * is put together without reading it again.
 */

export function dataMemo(data: unknown): string {
  return `{"type":"data","data":${JSON.stringify(data ?? null)}}`;
}

export function errorMemo(error: unknown): string {
  return `{"type":"error","error":${JSON.stringify(serializedError(error))}}`;
}

/** The outcome of an operation that has ended: StepRun, Step or StepFailed. */
export function operationMemo(operation: Operation): string {
  return operation.op === "StepFailed" ? errorMemo(operation.error ?? operation.data) : dataMemo(operation.data);
}

/** Any thrown or reported value as an error the SDK can read; extra fields of a reported error are kept. */
export function serializedError(error: unknown): SerializedError {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? "" };
  if (!isRecord(error))
    return { name: "Error", message: typeof error === "string" ? error : JSON.stringify(error ?? null) };
  const text = (field: string) => (typeof error[field] === "string" ? error[field] : undefined);
  return {
    ...error,
    name: text("name") ?? "Error",
    message: text("message") ?? text("error") ?? "Unknown error",
    stack: text("stack") ?? "",
  };
}
