"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";

import { TrpcProvider } from "@/components/trpc/client";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";

/** What every page needs around it: theme, server state, tooltips and toasts. `nonce` lets the theme's script run where a policy asks for one. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <TrpcProvider>
        <TooltipProvider>
          {children}
          <Toaster />
        </TooltipProvider>
      </TrpcProvider>
    </ThemeProvider>
  );
}
