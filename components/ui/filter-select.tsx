import { Select, type SelectOption } from "./select";

const anyValue = "any";

interface FilterSelectProps<Value extends string> {
  label: string;
  /** What the entry is called that leaves nothing out. */
  all: string;
  value: Value | undefined;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value | undefined) => void;
}

/** One filter of a list: a select whose first entry asks for everything. */
export function FilterSelect<Value extends string>({ label, all, value, options, onChange }: FilterSelectProps<Value>) {
  return (
    <Select<string>
      aria-label={label}
      value={value ?? anyValue}
      options={[{ value: anyValue, label: all }, ...options]}
      onValueChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
      className="min-w-0 flex-1 sm:w-auto sm:max-w-56 sm:min-w-34 sm:flex-none"
    />
  );
}
