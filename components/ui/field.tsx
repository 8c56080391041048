"use client";

import { type ReactNode, useId } from "react";

import { cn } from "./cn";
import { Label } from "./label";

/** What a control inside a Field must carry so that its label, help and error are read out with it. */
export interface FieldControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** What the value does, in one sentence. */
  help?: ReactNode;
  /** What is wrong and what to do; shown instead of nothing, beside the help. */
  error?: ReactNode;
  isRequired?: boolean;
  /** Stands at the right end of the label's line. */
  aside?: ReactNode;
  className?: string;
  children: (control: FieldControlProps) => ReactNode;
}

/** A control with its label above, its help and error below, tied together for screen readers. */
export function Field({ label, help, error, isRequired = false, aside, className, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = [help ? helpId : "", error ? errorId : ""].filter(Boolean).join(" ");
  return (
    <div data-slot="field" className={cn("flex flex-col gap-1.5", className)}>
      <div className="flex min-h-5 items-center justify-between gap-2">
        <Label htmlFor={id}>
          {label}
          {isRequired ? <span className="font-normal text-muted-foreground"> (required)</span> : null}
        </Label>
        {aside}
      </div>
      {children({ id, "aria-describedby": describedBy || undefined, "aria-invalid": error ? true : undefined })}
      {help ? (
        <p id={helpId} className="text-xs text-pretty text-muted-foreground">
          {help}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className="text-xs text-pretty text-failed">
          {error}
        </p>
      ) : null}
    </div>
  );
}
