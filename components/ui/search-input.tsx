"use client";

import { Search, X } from "lucide-react";
import type { ComponentProps } from "react";

import { cn } from "./cn";
import { Input } from "./input";
import { useIsHydrated } from "./use-is-hydrated";

interface SearchInputProps extends Omit<ComponentProps<"input">, "type" | "value" | "onChange"> {
  /** The accessible name, and the placeholder unless one is given. */
  label: string;
  value: string;
  onValueChange: (value: string) => void;
}

/** A search box with its magnifier and a way to empty it; Escape empties it too. */
export function SearchInput({ label, value, onValueChange, className, placeholder, ...props }: SearchInputProps) {
  const isHydrated = useIsHydrated();
  return (
    <div data-slot="search-input" className={cn("relative", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        readOnly={!isHydrated}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onValueChange("");
          }
        }}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
        {...props}
      />
      {value === "" ? null : (
        <button
          type="button"
          aria-label="Clear search"
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-muted-foreground hover:text-foreground"
          onClick={() => onValueChange("")}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
