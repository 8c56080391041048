"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

interface CommandPaletteControl {
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  open: () => void;
}

const CommandPaletteContext = createContext<CommandPaletteControl | undefined>(undefined);

/** Opens and closes the palette for all below it, and on Cmd+K or Ctrl+K anywhere. */
export function CommandPaletteProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);

  // The key belongs to the window, whatever has focus.
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  const control = useMemo(() => ({ isOpen, setOpen, open: () => setOpen(true) }), [isOpen]);
  return <CommandPaletteContext value={control}>{children}</CommandPaletteContext>;
}

export function useCommandPalette(): CommandPaletteControl {
  const control = useContext(CommandPaletteContext);
  if (!control) throw new Error("useCommandPalette needs a CommandPaletteProvider above it.");
  return control;
}
