"use client";

import { useMutation } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { type FormEvent, useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useIsHydrated } from "@/components/ui/use-is-hydrated";

import { enterSharedApp } from "./share-api";

/** Asks for the password of the page before anything of it is shown. */
export function PasswordForm({ shareKey, onEntered }: { shareKey: string; onEntered: () => void }) {
  const isHydrated = useIsHydrated();
  const [password, setPassword] = useState("");
  const entering = useMutation({
    mutationFn: () => enterSharedApp(shareKey, password),
    onSuccess: onEntered,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (password !== "") entering.mutate();
  }

  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={submit} className="w-full max-w-80">
        <Lock aria-hidden className="mb-3 size-5 text-muted-foreground" />
        <h1 className="text-lg font-semibold">This page has a password</h1>
        <p className="mt-1 mb-4 text-sm text-muted-foreground">Whoever gave you the link can tell you.</p>
        <Field label="Password" error={entering.error?.message}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              readOnly={!isHydrated}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          className="mt-3 w-full"
          disabled={password === ""}
          isBusy={entering.isPending}
        >
          Enter
        </Button>
      </form>
    </main>
  );
}
