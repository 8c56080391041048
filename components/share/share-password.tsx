"use client";

import { type FormEvent, useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const shortest = 8;

interface SharePasswordProps {
  hasPassword: boolean;
  isBusy: boolean;
  /** Null takes the password away. */
  onChange: (password: string | null) => void;
}

/** The password of a public page. It is never shown again, because it is stored nowhere. */
export function SharePassword({ hasPassword, isBusy, onChange }: SharePasswordProps) {
  const [password, setPassword] = useState("");
  const isTooShort = password !== "" && password.length < shortest;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (password.length < shortest) return;
    onChange(password);
    setPassword("");
  }

  return (
    <form onSubmit={submit}>
      <Field
        label="Password"
        help={
          hasPassword
            ? "The page asks for it. A new one shuts out everybody who is in."
            : "None: whoever has the link may talk to the app."
        }
        error={isTooShort ? `Use at least ${shortest} characters.` : undefined}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              placeholder={hasPassword ? "A new password" : "Set a password"}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              className="min-w-0 flex-1"
            />
            <Button type="submit" disabled={isBusy || password.length < shortest}>
              {hasPassword ? "Change" : "Set"}
            </Button>
            {hasPassword ? (
              <Button variant="ghost" disabled={isBusy} onClick={() => onChange(null)}>
                Remove
              </Button>
            ) : null}
          </div>
        )}
      </Field>
    </form>
  );
}
