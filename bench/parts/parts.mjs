import { canvas } from "./canvas.mjs";
import { commit } from "./commit.mjs";
import { concurrentRuns } from "./concurrent-runs.mjs";
import { drain } from "./drain.mjs";
import { editorPage } from "./editor-page.mjs";
import { executor } from "./executor.mjs";
import { firstEvent } from "./first-event.mjs";
import { history } from "./history.mjs";
import { idleStreams } from "./idle-streams.mjs";
import { sequence } from "./sequence.mjs";
import { tokenLatency } from "./tokens.mjs";
import { trace } from "./trace.mjs";

/**
 * All parts by name, in the order in which they run.
 * @type {Record<string, (input: import("../lib/field.mjs").PartInput) => Promise<import("../lib/report.mjs").PartResult>>}
 */
export const parts = {
  commit,
  sequence,
  concurrent: concurrentRuns,
  executor,
  drain,
  "first-event": firstEvent,
  tokens: tokenLatency,
  "idle-streams": idleStreams,
  history,
  canvas,
  trace,
  "editor-page": editorPage,
};
