import { Button } from "@/components/ui/button";

import type { ChatApp } from "./types";

/** An empty conversation: what the app says first, and what one might ask it. */
export function Welcome({ app, onSuggestion }: { app: ChatApp | undefined; onSuggestion: (text: string) => void }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto my-auto w-full max-w-180 px-4 py-8">
        <h2 className="text-xl font-semibold text-balance">{app?.name ?? "Choose an app to talk to"}</h2>
        <p className="mt-1 max-w-140 text-base text-pretty text-muted-foreground">{app?.opening ?? app?.description}</p>
        {app && app.suggestions.length > 0 ? (
          <ul aria-label="Suggestions" className="mt-5 flex flex-wrap gap-2">
            {app.suggestions.map((suggestion) => (
              <li key={suggestion} className="min-w-0">
                <Button
                  className="h-auto min-h-8 max-w-full py-1.5 text-left font-normal whitespace-normal"
                  onClick={() => onSuggestion(suggestion)}
                >
                  {suggestion}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
