"use client";

import { Download } from "lucide-react";

import { IconButton } from "@/components/ui/icon-button";

interface CsvButtonProps {
  /** What is downloaded: "cost by model". */
  name: string;
  fileName: string;
  /** Made when it is asked for. */
  content: () => string;
}

/** Saves a table as a file. */
export function CsvButton({ name, fileName, content }: CsvButtonProps) {
  const download = () => {
    // The mark at the beginning lets spreadsheets see that it is UTF-8.
    const url = URL.createObjectURL(new Blob(["\uFEFF", content()], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <IconButton label={`Download ${name} as CSV`} size="sm" onClick={download}>
      <Download aria-hidden />
    </IconButton>
  );
}
