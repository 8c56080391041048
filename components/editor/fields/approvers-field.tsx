"use client";

import type { Json, JsonObject } from "@/server/domain/json";
import { asList, asObject } from "./read-json";
import { TagsField } from "./tags-field";

interface ApproversFieldProps {
  /** `{people, roles}`; nothing when nobody is named. */
  value: Json | undefined;
  error?: string;
  onChange: (value: JsonObject | undefined) => void;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** Who may decide, by the ids of people and by role. */
export function ApproversField({ value, error, onChange, onEnd, isReadOnly }: ApproversFieldProps) {
  const named = asObject(value);
  const texts = (list: Json | undefined) => asList(list).filter((each) => typeof each === "string");
  const [people, roles] = [texts(named.people), texts(named.roles)];
  const write = (next: { people: string[]; roles: string[] }) =>
    onChange(next.people.length + next.roles.length === 0 ? undefined : next);
  return (
    <>
      <TagsField
        label="People who may decide"
        placeholder="Id of a person"
        noun="person"
        values={people}
        onChange={(next) => write({ people: next, roles })}
        onEnd={onEnd}
        isReadOnly={isReadOnly}
      />
      <TagsField
        label="Roles that may decide"
        placeholder="admin, author or viewer"
        help="Nobody named: the person whose run it is, and admins. Whoever is named takes the right from all others."
        error={error}
        noun="role"
        values={roles}
        onChange={(next) => write({ people, roles: next })}
        onEnd={onEnd}
        isReadOnly={isReadOnly}
      />
    </>
  );
}
