import type { ReactNode } from "react";

import { BottomBar } from "./bottom-bar";
import { CommandPalette } from "./command-palette";
import { CommandPaletteProvider } from "./command-palette-context";
import { Rail } from "./rail";

interface ShellProps {
  isRailPinned: boolean;
  children: ReactNode;
}

/** The frame of every page: the way past it, the rail or bottom bar, the palette, and the page, which scrolls inside itself. */
export function Shell({ isRailPinned, children }: ShellProps) {
  return (
    <CommandPaletteProvider>
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-primary px-3 py-1.5 text-sm font-medium text-primary-foreground focus-visible:translate-y-0"
      >
        Skip to the page
      </a>
      <div className="flex h-dvh flex-col overflow-hidden sm:flex-row">
        <Rail isInitiallyPinned={isRailPinned} />
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          {children}
        </main>
        <BottomBar />
      </div>
      <CommandPalette />
    </CommandPaletteProvider>
  );
}
