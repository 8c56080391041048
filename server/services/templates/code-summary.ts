import type { WorkflowTemplate } from "@/server/services/templates/template";

export const codeSummary: WorkflowTemplate = {
  key: "code-summary",
  name: "Code summary",
  description: "Counts words in Python and letters in JavaScript, side by side, and puts both into one answer.",
  workflow: {
    version: "1.0",
    inputs: [{ name: "query", type: "text", title: "Text", required: true }],
    nodes: [
      { id: "start", type: "start", title: "Start", config: {}, ui: { x: 80, y: 240 } },
      {
        id: "count-words",
        type: "code",
        title: "Count words",
        config: {
          language: "python",
          code: [
            "import re",
            "from collections import Counter",
            "",
            'words = re.findall(r"\\w+", payload["text"].lower())',
            "common = Counter(words).most_common(3)",
            'print(f"{len(words)} words read")',
            'result = {"words": len(words), "common": [{"word": word, "count": count} for word, count in common]}',
            "",
          ].join("\n"),
          input_json: { text: "{{ inputs.query }}" },
          timeout_seconds: 20,
        },
        ui: { x: 400, y: 120 },
      },
      {
        id: "count-letters",
        type: "code",
        title: "Count letters",
        config: {
          language: "javascript",
          code: [
            "const letters = [...payload.text].filter((character) => /\\p{L}/u.test(character));",
            "console.log(`${letters.length} letters read`);",
            "result = { letters: letters.length, characters: [...payload.text].length };",
            "",
          ].join("\n"),
          input_json: { text: "{{ inputs.query }}" },
          timeout_seconds: 20,
        },
        ui: { x: 400, y: 360 },
      },
      {
        id: "write-summary",
        type: "template-transform",
        title: "Write the summary",
        config: {
          template:
            "{{ nodes.count-words.output.result_json.words }} words, {{ nodes.count-letters.output.result_json.letters }} letters in {{ nodes.count-letters.output.result_json.characters }} characters.\n\nMost frequent: {{ nodes.count-words.output.result_json.common.0.word }}",
          as: "text",
        },
        ui: { x: 720, y: 240 },
      },
      {
        id: "answer",
        type: "answer",
        title: "Answer",
        config: { template: "{{ nodes.write-summary.text }}" },
        ui: { x: 1040, y: 240 },
      },
    ],
    edges: [
      { source: "start", target: "count-words" },
      { source: "start", target: "count-letters" },
      { source: "count-words", target: "write-summary" },
      { source: "count-letters", target: "write-summary" },
      { source: "write-summary", target: "answer" },
    ],
    settings: {
      opening: "Paste a text to be counted.",
      suggestions: ["The quick brown fox jumps over the lazy dog. The dog sleeps."],
    },
  },
};
