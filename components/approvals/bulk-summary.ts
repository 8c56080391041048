interface Outcome {
  type: "decided" | "already_decided" | "refused";
  message?: string;
}

interface Summary {
  title: string;
  /** What became of those that were not decided by this. */
  description: string | undefined;
  isClean: boolean;
}

/** What became of many decisions, in a sentence or two. */
export function summarize(outcomes: readonly Outcome[], isApproval: boolean): Summary {
  const count = (type: Outcome["type"]) => outcomes.filter((outcome) => outcome.type === type).length;
  const [decided, before, refused] = [count("decided"), count("already_decided"), count("refused")];
  const reasons = [
    ...new Set(outcomes.flatMap((outcome) => (outcome.type === "refused" ? (outcome.message ?? []) : []))),
  ];
  const rest = [
    before > 0 ? `${before} had been decided before.` : "",
    refused > 0 ? `${refused} ${refused === 1 ? "was" : "were"} not taken: ${reasons.join(" ")}` : "",
  ].filter(Boolean);
  return {
    title: `${decided} ${isApproval ? "approved" : "rejected"}`,
    description: rest.length > 0 ? rest.join(" ") : undefined,
    isClean: rest.length === 0,
  };
}
