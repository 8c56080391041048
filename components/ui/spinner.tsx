import { LoaderCircle } from "lucide-react";

/** Shown inside a button that works; pages and lists use skeletons. */
export function Spinner() {
  return <LoaderCircle data-slot="spinner" aria-hidden className="size-3.5 animate-spin" />;
}
