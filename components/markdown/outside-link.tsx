"use client";

import { type MouseEvent, type ReactNode, useState } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";

import { placeOf, safeLink } from "./safe-link";

/**
 * A link in somebody else's text. Following it shows the whole address first, because it may carry away what was said here.
 * A link that must not be followed is its words alone.
 */
export function OutsideLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  const [isAsking, setAsking] = useState(false);
  const address = safeLink(href);
  if (address === undefined) return <span title="This link can not be followed.">{children}</span>;

  function ask(event: MouseEvent): void {
    // The middle button opens links too; the right one opens a menu, which shows the address by itself.
    if (event.button > 1) return;
    event.preventDefault();
    setAsking(true);
  }

  return (
    <>
      <a
        href={address}
        target="_blank"
        rel="noopener noreferrer nofollow"
        onClick={ask}
        onAuxClick={ask}
        className="rounded-sm font-medium underline decoration-neutral-8 underline-offset-2 transition-colors hover:decoration-current"
      >
        {children}
      </a>
      {isAsking ? (
        <Dialog open onOpenChange={setAsking}>
          <DialogContent
            title={`Open ${placeOf(address)}?`}
            description="This address comes from the conversation. Open it only if you trust it."
            size="sm"
            footer={
              <>
                <DialogClose asChild>
                  <Button variant="ghost">Cancel</Button>
                </DialogClose>
                <Button variant="primary" asChild>
                  <a href={address} target="_blank" rel="noopener noreferrer nofollow" onClick={() => setAsking(false)}>
                    Open
                  </a>
                </Button>
              </>
            }
          >
            <p className="max-h-60 overflow-y-auto rounded-md bg-muted px-3 py-2 font-mono text-xs break-all">
              {address}
            </p>
          </DialogContent>
        </Dialog>
      ) : null}
    </>
  );
}
