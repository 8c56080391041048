/** What the embedded executor and an Inngest server call the end of a run with more steps, or more in their answers, than they keep. */
const lengthErrors = [
  "StepLimitError",
  "StateTooLargeError",
  "InngestErrFunctionOverflowed",
  "InngestErrStateOverflowed",
];

/** Whether an engine ended a run because it was too long for it; a server may say so in the name or at the head of the message. */
export function isTooLong({ name, message }: Pick<Error, "name" | "message">): boolean {
  return lengthErrors.some((known) => name === known || message.startsWith(`${known}:`));
}
