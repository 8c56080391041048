import { formatDuration } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";

import type { Storage } from "./types";

/** When old records were deleted last, and when that happens by itself. */
export function LastCleaning({ storage: { sweeps, isEmbeddedEngine } }: { storage: Storage }) {
  return (
    <p className="text-sm text-pretty text-muted-foreground">
      Records are cleaned a minute after the start and then once a day: <Sweep sweep={sweeps.product} />.
      {isEmbeddedEngine ? (
        <>
          {" "}
          The executor cleans its own once an hour: <Sweep sweep={sweeps.executor} />.
        </>
      ) : null}{" "}
      Nothing of a run is removed before its whole execution has ended, however long it waits for a person.
    </p>
  );
}

function Sweep({ sweep }: { sweep: Storage["sweeps"]["product"] }) {
  if (sweep === null) return <>not yet since this was installed</>;
  return (
    <>
      last <RelativeTime value={sweep.endedAt} /> in {formatDuration(sweep.durationMs)}
    </>
  );
}
