import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { largestExperience } from "@/server/domain/experience";

interface ExperienceEditorProps {
  text: string;
  isBusy: boolean;
  onSave: (text: string) => void;
  onCancel: () => void;
}

/** Rewords an experience. Escape leaves it as it was. */
export function ExperienceEditor({ text, isBusy, onSave, onCancel }: ExperienceEditorProps) {
  const [draft, setDraft] = useState(text);
  const isReady = draft.trim() !== "" && draft.trim() !== text;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave(draft.trim());
      }}
    >
      <Field label="What was learned" help="It is given to agents word by word, so write it as a rule for them.">
        {(control) => (
          <Textarea
            {...control}
            value={draft}
            maxLength={largestExperience}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") onCancel();
            }}
            className="max-h-80"
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit" disabled={!isReady} isBusy={isBusy}>
          Save
        </Button>
      </div>
    </form>
  );
}
