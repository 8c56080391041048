import { z } from "zod";

/** What becomes of an outside call that lies after the point from which a run is done again. */
export const callChoices = ["keep", "again", "skip"] as const;
export type CallChoice = (typeof callChoices)[number];

/**
 * What is kept with a run that was begun from a point of another: where it left, and what was chosen for each outside call
 * that had been made after the point. A run that resumes it takes it over.
 */
const forkRecordSchema = z.object({
  version: z.literal(1),
  /** Tells what was chosen once from what was chosen for another run. */
  id: z.string(),
  /** The run that a person looked at, which may be an earlier segment than the one that was gone on from. */
  run_id: z.string(),
  point: z.object({ address: z.string(), title: z.string() }),
  edit: z
    .object({
      address: z.string(),
      before: z.object({ text: z.string().nullable(), output: z.json() }),
      after: z.object({ text: z.string().nullable(), output: z.json() }),
    })
    .nullable(),
  calls: z.array(z.object({ key: z.string(), choice: z.enum(callChoices) })),
});
export type ForkRecord = z.infer<typeof forkRecordSchema>;

/** @returns the record; nothing for a run that was not begun so, or by a version that this server does not know */
export function readForkRecord(stored: unknown): ForkRecord | undefined {
  return forkRecordSchema.safeParse(stored).data;
}

/** A call without the run that made it: `ask:0:1.1.3f2a` for the key `run:ask:0:1.1.3f2a`. */
export function callOfKey(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

/**
 * Which of the chosen calls a call of the new run is: the one at the same place, or else one that the same agent made with the
 * same arguments in another round. Each is used once; a call that nobody chose for is made like any other.
 * @param used keys of chosen calls that other calls of the new run have been
 */
export function matchCall(
  calls: ForkRecord["calls"],
  call: string,
  used: ReadonlySet<string>,
): ForkRecord["calls"][number] | undefined {
  const open = calls.filter(({ key }) => !used.has(key));
  const kin = kinOf(call);
  return (
    open.find(({ key }) => callOfKey(key) === call) ??
    (kin === undefined ? undefined : open.find(({ key }) => kinOf(callOfKey(key)) === kin))
  );
}

/** The calls of one agent of the same tool with the same arguments, in whatever round: `ask:0:1.1.3f2a` and `ask:0:2.1.3f2a`. */
function kinOf(call: string): string | undefined {
  const [, scope, what] = /^(.*):\d+\.\d+\.([^.]+)$/.exec(call) ?? [];
  return scope === undefined ? undefined : `${scope}:${what}`;
}

/** What is chosen for a call until a person chooses otherwise: nothing is ever repeated that had an answer. */
export function defaultChoice({ status, hasResult }: { status: string; hasResult: boolean }): CallChoice {
  if (hasResult) return "keep";
  return status === "failed" ? "again" : "skip";
}
