import type { ComponentProps } from "react";

import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";

/** A button that a letter presses too; the letter is not part of its name, and a touch screen does not show it. */
export function KeyButton({ letter, children, ...props }: ComponentProps<typeof Button> & { letter: string }) {
  return (
    <Button aria-keyshortcuts={letter} {...props}>
      {children}
      <Kbd
        aria-hidden
        className="hidden border-current/25 bg-transparent text-current opacity-70 pointer-fine:inline-flex"
      >
        {letter}
      </Kbd>
    </Button>
  );
}
