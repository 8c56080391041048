import { Card, CardHeader, CardTitle } from "@/components/ui/card";

import type { Storage } from "./types";

/** The settings that say how long, with their values in force. They are read when a process starts. */
export function SettingsCard({ storage: { settings, isEmbeddedEngine } }: { storage: Storage }) {
  const used = settings.filter(({ variable }) => isEmbeddedEngine || variable !== "SIGNALBOX_RETENTION_EXECUTOR_DAYS");
  return (
    <Card role="region" aria-labelledby="settings-title">
      <CardHeader>
        <CardTitle id="settings-title">Settings in force</CardTitle>
      </CardHeader>
      <p className="px-4 pt-1 text-sm text-pretty text-muted-foreground">
        Set in the environment or in <code className="font-mono text-xs">.env</code>, and read at the next start. 0
        keeps for ever.
      </p>
      <dl className="mt-2 divide-y divide-border">
        {used.map(({ variable, days, what }) => (
          <div key={variable} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2.5 text-sm">
            <dt className="min-w-0 flex-1 basis-80">
              <code className="font-mono text-xs wrap-anywhere">{variable}</code>
              <span className="block text-pretty text-muted-foreground">{what}</span>
            </dt>
            <dd className="figures shrink-0 font-medium">
              {days === 0 ? "for ever" : days === 1 ? "1 day" : `${days} days`}
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
