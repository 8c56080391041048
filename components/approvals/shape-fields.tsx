"use client";

import { Plus, Undo2, X } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { isSameJson } from "./argument-rows";
import { getAt, type JsonPath, pathText } from "./json-path";
import { JsonValue } from "./json-value";
import { LeafControl } from "./leaf-control";
import { emptyValue, problemOf, type Shape, type ShapeField } from "./schema-shape";
import type { Draft } from "./use-draft";

/** A field for each value that the schema names or the call has. */
export function ShapeFields({ fields, path, draft }: { fields: readonly ShapeField[]; path: JsonPath; draft: Draft }) {
  return (
    <div className="flex flex-col gap-3">
      {fields.map((field) => (
        <ShapeFieldRow key={field.name} field={field} path={[...path, field.name]} draft={draft} />
      ))}
    </div>
  );
}

interface RowProps {
  field: ShapeField;
  path: JsonPath;
  draft: Draft;
}

function ShapeFieldRow({ field, path, draft }: RowProps) {
  const value = getAt(draft.value, path);
  const { shape } = field;
  if (shape.kind === "object" || shape.kind === "list") {
    return (
      <fieldset className="min-w-0 rounded-md border border-border p-3 pt-2">
        <legend className="flex items-center gap-2 px-1 text-xs font-medium">
          {field.title}
          <LeaveOut field={field} path={path} draft={draft} />
        </legend>
        {field.description ? <p className="mb-2 text-xs text-muted-foreground">{field.description}</p> : null}
        {value === undefined ? (
          <AddButton label={`Add ${field.title}`} onClick={() => draft.change(path, emptyValue(shape))} />
        ) : shape.kind === "object" ? (
          <ShapeFields fields={shape.fields} path={path} draft={draft} />
        ) : (
          <ListItems title={field.title} item={shape.item} path={path} draft={draft} />
        )}
      </fieldset>
    );
  }
  return <LeafField field={field} path={path} draft={draft} />;
}

function LeafField({ field, path, draft }: RowProps) {
  const value = getAt(draft.value, path);
  const original = draft.original === undefined ? undefined : getAt(draft.original, path);
  const isUnreadable = draft.unreadable.has(pathText(path));
  const problem = isUnreadable
    ? "This is not JSON yet."
    : value === undefined && !draft.saysMissing
      ? undefined
      : problemOf(value, field);
  const isChanged = draft.original !== undefined && !isSameJson(original, value);
  return (
    <Field
      label={field.title}
      help={field.description}
      error={problem}
      isRequired={field.isRequired}
      aside={<LeaveOut field={field} path={path} draft={draft} />}
    >
      {(control) => (
        <>
          <LeafControl
            control={control}
            shape={field.shape}
            value={value}
            isLeftOutWhenEmpty={original === undefined}
            onChange={(next) => draft.change(path, next)}
            onReadable={(isReadable) => draft.setReadable(path, isReadable)}
          />
          {isChanged ? (
            <div className="flex items-start gap-1.5 text-xs leading-5 text-muted-foreground">
              <span className="shrink-0">Before:</span>
              <del className="min-w-0 flex-1 decoration-neutral-8">
                <JsonValue value={original} />
              </del>
              <button
                type="button"
                aria-label={`Put ${field.title} back`}
                className="inline-flex shrink-0 items-center gap-1 rounded-sm hover:text-foreground"
                onClick={() => {
                  draft.setReadable(path, true);
                  draft.change(path, original);
                }}
              >
                <Undo2 aria-hidden className="size-3" />
                Put back
              </button>
            </div>
          ) : null}
        </>
      )}
    </Field>
  );
}

/** Takes an optional value out of the call, which is not the same as an empty one. */
function LeaveOut({ field, path, draft }: RowProps) {
  const value = getAt(draft.value, path);
  if (field.isRequired || value === undefined || draft.original === undefined) return null;
  return (
    <button
      type="button"
      aria-label={`Leave out ${field.title}`}
      className="rounded-sm text-xs font-normal text-muted-foreground hover:text-foreground"
      onClick={() => {
        draft.setReadable(path, true);
        draft.change(path, undefined);
      }}
    >
      Leave out
    </button>
  );
}

interface ListItemsProps {
  title: string;
  item: Shape;
  path: JsonPath;
  draft: Draft;
}

function ListItems({ title, item, path, draft }: ListItemsProps) {
  const value = getAt(draft.value, path);
  const items = Array.isArray(value) ? value : [];
  return (
    <div className="flex flex-col gap-2">
      {items.map((_item, index) => {
        const field: ShapeField = {
          name: String(index),
          title: `${index + 1}`,
          description: undefined,
          isRequired: true,
          shape: item,
        };
        return (
          // An item has no identity but its place, and its field keeps no text that is not its value's.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="flex items-start gap-1.5">
            <div className="min-w-0 flex-1">
              <ShapeFieldRow field={field} path={[...path, index]} draft={draft} />
            </div>
            <IconButton
              label={`Remove item ${index + 1} of ${title}`}
              size="sm"
              onClick={() => draft.change([...path, index], undefined)}
            >
              <X aria-hidden />
            </IconButton>
          </div>
        );
      })}
      <AddButton
        label={`Add an item to ${title}`}
        onClick={() => draft.change([...path, items.length], emptyValue(item))}
      />
    </div>
  );
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="sm" variant="ghost" className="self-start" aria-label={label} onClick={onClick}>
      <Plus aria-hidden />
      Add
    </Button>
  );
}
