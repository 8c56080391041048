/** A message as a place in the tree of a conversation; `parentSeq` is null for what begins it. */
export interface TreeMessage {
  seq: number;
  parentSeq: number | null;
  role: "user" | "assistant" | "tool" | "system";
  runId: string | null;
}

/** A run as far as branches go. A resume is a run of its own that belongs to its root. */
export interface TreeRun {
  id: string;
  rootRunId: string;
  userMessageId: string | null;
}

/** One of several things at the same place. `isEnd` means the branch ends with the message itself: nothing came after it. */
interface Variant {
  seq: number;
  isEnd: boolean;
}

/** What else there is at a place of the conversation, oldest first, and which of it is shown. */
export interface Variants {
  shown: number;
  all: Variant[];
}

export interface Branches {
  /** The runs whose turns are shown. */
  shownRunIds: Set<string>;
  /** By the message's number, where a person's message was edited. */
  ofMessages: Map<number, Variants>;
  /** By the id of the shown run's root, where a message was answered more than once. */
  ofRuns: Map<string, Variants>;
}

interface Tree {
  /** The shown branch, oldest first. */
  branch: readonly (TreeMessage & { id: string })[];
  /** Every message that has the same parent as one of the branch, or one of the branch as its parent. */
  nearby: readonly TreeMessage[];
  /** Oldest first. */
  runs: readonly TreeRun[];
}

/**
 * Which runs a branch shows, and where it forks. A run that said nothing is found by the message it answers, as the last of
 * such; runs that said something are found by what they said.
 */
export function findBranches({ branch, nearby, runs }: Tree): Branches {
  const rootOf = new Map(runs.map((run) => [run.id, run.rootRunId]));
  const order = new Map([...new Set(runs.map((run) => run.rootRunId))].map((root, at) => [root, at]));
  const children = Map.groupBy(nearby, (message) => message.parentSeq);
  const answering = Map.groupBy(runs, (run) => run.userMessageId);
  const shownRoots = new Set(branch.flatMap((message) => rootOf.get(message.runId ?? "") ?? []));
  const ofMessages = new Map<number, Variants>();
  const ofRuns = new Map<string, Variants>();

  for (const [at, message] of branch.entries()) {
    if (message.role !== "user") continue;
    const edits = (children.get(message.parentSeq) ?? []).filter((other) => other.role === "user");
    if (edits.length > 1) ofMessages.set(message.seq, variantsOf(edits, message.seq));

    const answers = answersTo(message, children.get(message.seq) ?? [], answering.get(message.id) ?? [], rootOf);
    const next = branch[at + 1];
    const shown = next && next.role !== "user" ? rootOf.get(next.runId ?? "") : answers.silentRoot;
    // The message carries the run that was first to answer it, which need not be the one that is shown.
    for (const root of answers.roots) if (root !== shown) shownRoots.delete(root);
    if (shown === undefined) continue;
    shownRoots.add(shown);
    const all = answers.variants.toSorted((left, right) => (order.get(left.root) ?? 0) - (order.get(right.root) ?? 0));
    if (all.length > 1)
      ofRuns.set(shown, {
        shown: all.findIndex((variant) => variant.root === shown),
        all: all.map(({ seq, isEnd }) => ({ seq, isEnd })),
      });
  }
  const lastRoot = runs.at(-1);
  if (lastRoot && lastRoot.userMessageId === null) shownRoots.add(lastRoot.rootRunId);
  return {
    shownRunIds: new Set(runs.filter((run) => shownRoots.has(run.rootRunId)).map((run) => run.id)),
    ofMessages,
    ofRuns,
  };
}

function variantsOf(edits: readonly TreeMessage[], shownSeq: number): Variants {
  const all = edits.map(({ seq }) => seq).toSorted((left, right) => left - right);
  return { shown: all.indexOf(shownSeq), all: all.map((seq) => ({ seq, isEnd: false })) };
}

/** The answers to a message: one for each run that said something after it, and one for those that said nothing. */
function answersTo(
  message: TreeMessage,
  children: readonly TreeMessage[],
  runs: readonly TreeRun[],
  rootOf: ReadonlyMap<string, string>,
) {
  const roots = [...new Set(runs.map((run) => run.rootRunId))];
  const firstSeqs = new Map<string, number>();
  for (const child of children) {
    const root = child.role === "user" ? undefined : rootOf.get(child.runId ?? "");
    if (root !== undefined) firstSeqs.set(root, Math.min(child.seq, firstSeqs.get(root) ?? Infinity));
  }
  const silentRoot = roots.findLast((root) => !firstSeqs.has(root));
  return {
    roots,
    silentRoot,
    variants: [
      ...[...firstSeqs].map(([root, seq]) => ({ root, seq, isEnd: false })),
      ...(silentRoot === undefined ? [] : [{ root: silentRoot, seq: message.seq, isEnd: true }]),
    ],
  };
}
