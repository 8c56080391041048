import { errorTable, type ErrorCode } from "../errors";

/** What a person in the chat is told about a failed run: no node, no address, nothing of the workflow's inside. */
export function endUserErrorMessage(code: ErrorCode): string {
  return errorTable[code].isRetriable
    ? "The answer could not be finished because a service did not respond as expected. Please try again in a moment."
    : "The answer could not be finished. Trying again is unlikely to help until the app's owner has looked at this run.";
}
