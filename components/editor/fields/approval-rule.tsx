"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import type { Json, JsonObject } from "@/server/domain/json";
import { expiryPolicies, type ExpiryPolicy } from "@/server/domain/interrupts/interrupt";
import { ApproversField } from "./approvers-field";
import { DurationField } from "./duration-field";
import { asNumber } from "./read-json";

const policyLabels: Record<ExpiryPolicy, string> = {
  reject: "Reject the call and tell the model",
  fail: "Fail the run",
};

interface ApprovalRuleProps {
  /** The tool that the rule is part of. */
  tool: JsonObject;
  onChange: (tool: JsonObject) => void;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** Whether a person is asked before each call of an agent's tool, who, and for how long. */
export function ApprovalRule({ tool, onChange, onEnd, isReadOnly }: ApprovalRuleProps) {
  const isAsked = tool.needs_approval === true;
  const write = (key: string, value: Json | undefined) => {
    const { [key]: _before, ...others } = tool;
    onChange(value === undefined ? others : { ...others, [key]: value });
  };
  return (
    <div className="flex flex-col gap-3">
      <Label className="flex items-center gap-2">
        <Checkbox
          checked={isAsked}
          disabled={isReadOnly}
          onCheckedChange={(checked) => {
            write("needs_approval", checked === true ? true : undefined);
            onEnd();
          }}
        />
        Ask a person before each call
      </Label>
      {isAsked ? (
        <div className="flex flex-col gap-3 border-l-2 border-waiting-line pl-3">
          <ApproversField
            value={tool.approvers}
            onChange={(approvers) => write("approvers", approvers)}
            onEnd={onEnd}
            isReadOnly={isReadOnly}
          />
          <DurationField
            label="Time to decide"
            value={asNumber(tool.expires_in_seconds)}
            onChange={(seconds) => write("expires_in_seconds", seconds)}
            onEnd={onEnd}
            isReadOnly={isReadOnly}
          />
          {tool.expires_in_seconds === undefined ? null : (
            <Field label="When nobody decides in time">
              {(control) => (
                <Select
                  {...control}
                  value={tool.on_expiry === "fail" ? "fail" : "reject"}
                  disabled={isReadOnly}
                  options={expiryPolicies.map((policy) => ({ value: policy, label: policyLabels[policy] }))}
                  onValueChange={(policy) => {
                    write("on_expiry", policy);
                    onEnd();
                  }}
                />
              )}
            </Field>
          )}
        </div>
      ) : null}
    </div>
  );
}
