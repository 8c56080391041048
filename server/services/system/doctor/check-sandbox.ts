import { Finding } from "./finding";
import type { Examination } from "./patient";
import { runDraft, workAndSay } from "./run-draft";

const code = "result = sum(payload['numbers'])\nprint(result)\n";
const expected = "42";

/** Whether a run can execute Python, and gets out what it computed. */
export async function checkSandbox(examination: Examination): Promise<string> {
  const draft = workAndSay("code", {
    language: "python",
    code,
    input_json: { numbers: [20, 22] },
    timeout_seconds: 60,
  });
  const { status, result, reason } = await runDraft(examination, "Doctor: sandbox", draft);
  const printed = typeof result === "string" ? result.trim() : JSON.stringify(result);
  if (status !== "completed" || printed !== expected)
    throw new Finding(
      status === "completed" ? `Python printed "${printed}" in place of ${expected}.` : reason,
      "Run npm ci, start Signalbox again, and see that the machine has a gigabyte of free memory.",
    );
  return "Python runs in its sandbox.";
}
