"use client";

import { useId } from "react";

import { Field } from "@/components/ui/field";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { type UncertaintyPolicy, uncertaintyPolicies } from "@/server/domain/agent/uncertainty";

import { uncertaintyWords } from "./tool-words";

export interface Handling {
  needsApproval: boolean;
  onUncertain: UncertaintyPolicy;
}

interface HandlingFieldsProps extends Handling {
  onChange: (change: Partial<Handling>) => void;
  isDisabled?: boolean;
}

const policyOptions = uncertaintyPolicies.map((policy) => ({ value: policy, ...uncertaintyWords[policy] }));

/** How calls of a tool are handled, wherever it is used. */
export function HandlingFields({ needsApproval, onUncertain, onChange, isDisabled = false }: HandlingFieldsProps) {
  return (
    <>
      <SwitchRow
        label="Ask a person before each call"
        help="The run waits with the exact arguments until somebody approves, edits or rejects. A model can not get around it."
        isOn={needsApproval}
        isDisabled={isDisabled}
        onChange={(checked) => onChange({ needsApproval: checked })}
      />
      <Field
        label="If a call was cut off"
        help="When the server stopped in the middle of a call that changes something, so that nobody knows whether it happened."
      >
        {(control) => (
          <Select
            {...control}
            className="sm:w-64"
            disabled={isDisabled}
            value={onUncertain}
            options={policyOptions}
            onValueChange={(policy) => onChange({ onUncertain: policy })}
          />
        )}
      </Field>
    </>
  );
}

interface SwitchRowProps {
  label: string;
  help: string;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
}

/** A switch with its name and what it does beside it. */
export function SwitchRow({ label, help, isOn, isDisabled, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        className="mt-0.5"
        aria-describedby={`${id}-help`}
        checked={isOn}
        disabled={isDisabled}
        onCheckedChange={onChange}
      />
      <div>
        <Label htmlFor={id}>{label}</Label>
        <p id={`${id}-help`} className="mt-0.5 text-xs text-pretty text-muted-foreground">
          {help}
        </p>
      </div>
    </div>
  );
}
