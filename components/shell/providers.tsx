"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

import { TrpcProvider } from "@/components/trpc/client";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";

/** What every page needs around it: theme, server state, tooltips and toasts. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <TrpcProvider>
        <TooltipProvider>
          {children}
          <Toaster />
        </TooltipProvider>
      </TrpcProvider>
    </ThemeProvider>
  );
}
