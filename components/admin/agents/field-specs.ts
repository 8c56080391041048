import type { EntryValues, RuntimeSection } from "@/server/domain/runtime-config/sections";

/** How a field is written. `choice` is one of a list, `several` any number of them. */
export type FieldWidget = "text" | "code" | "prompt" | "model" | "number" | "json" | "yes-no" | "choice" | "several";

export interface FieldSpec {
  label: string;
  /** What the value does, in one sentence. */
  help: string;
  widget: FieldWidget;
}

type SectionSpecs<Section extends RuntimeSection> = Record<keyof EntryValues<Section>, FieldSpec>;

/** Words and widget of every field, in the order of the page; the compiler lists what is missing. */
export const fieldSpecs: { [Section in RuntimeSection]: SectionSpecs<Section> } = {
  workflow: {
    title: { label: "Title", help: "What chat and trace call the stage.", widget: "text" },
    agent: { label: "Agent", help: "Who does it.", widget: "choice" },
    task: { label: "Task", help: "What is asked of the agent.", widget: "choice" },
    after: {
      label: "After",
      help: "The stages it waits for. Stages that wait for the same run at once.",
      widget: "several",
    },
    when: {
      label: "Only when",
      help: "An expression over earlier results, such as nodes.intent.output.json.needs_work. Empty: always.",
      widget: "code",
    },
  },
  agents: {
    title: { label: "Title", help: "What this page calls the agent.", widget: "text" },
    type: { label: "Type", help: "Whether it is asked once or may use tools in rounds.", widget: "choice" },
    model: { label: "Model", help: "Empty is the default model of this installation.", widget: "model" },
    system_prompt: { label: "System prompt", help: "Who the agent is and how it works.", widget: "prompt" },
    tools: { label: "Tools", help: "What the agent may call.", widget: "several" },
    max_rounds: {
      label: "Rounds at most",
      help: "1 to 50. An agent that has no answer by then fails.",
      widget: "number",
    },
    temperature: { label: "Temperature", help: "0 gives the steadiest answers, 2 the most varied.", widget: "number" },
    max_tokens: { label: "Maximum tokens", help: "The answer is cut off after this many tokens.", widget: "number" },
  },
  tasks: {
    title: { label: "Title", help: "What this page calls the task.", widget: "text" },
    prompt: {
      label: "Prompt",
      help: "A template: {{ inputs.query }} is the message, {{ nodes.<stage>.text }} what a stage wrote.",
      widget: "prompt",
    },
    expected_output: {
      label: "Expected output",
      help: "JSON Schema of the answer, read by later stages as nodes.<stage>.output.json.",
      widget: "json",
    },
  },
  tools: {
    description: { label: "Description", help: "What the model is told about the tool.", widget: "prompt" },
    tool_binding_id: {
      label: "Stored tool",
      help: "Uses a tool of the Tools page in place of an address.",
      widget: "choice",
    },
    needs_approval: { label: "Ask a person", help: "Whether each call is shown to a person first.", widget: "yes-no" },
    method: { label: "Method", help: "How the address is called.", widget: "choice" },
    url: { label: "URL", help: "The whole address; {name} places are filled with arguments.", widget: "code" },
    base_url: { label: "Base URL", help: "Used with a path where no URL is given.", widget: "code" },
    path: { label: "Path", help: "Follows the base URL.", widget: "code" },
    parameters: { label: "Parameters", help: "JSON Schema of the arguments.", widget: "json" },
    query: { label: "Query", help: "Sent with every call, beside the arguments.", widget: "json" },
    headers: { label: "Headers", help: "Sent with every call. Keep credentials in a stored tool.", widget: "json" },
    body: { label: "Body", help: "Sent with every call, beside the arguments.", widget: "json" },
  },
};

export const sectionWords: Record<RuntimeSection, { title: string; one: string; help: string }> = {
  workflow: { title: "Stages", one: "stage", help: "What happens, one after the other, when a request names no app." },
  agents: { title: "Agents", one: "agent", help: "Who answers: model, system prompt and tools." },
  tasks: { title: "Tasks", one: "task", help: "What is asked in a stage, and the form of its answer." },
  tools: { title: "Tools", one: "tool", help: "Named calls that agents may make." },
};

const onlyWithRounds = ["tools", "max_rounds"];
const onlyWithAddress = ["method", "url", "base_url", "path", "parameters", "query", "headers", "body"];

/** Whether a field has an effect in its entry as it stands; one that is overridden is shown in any case. */
export function hasEffect(section: RuntimeSection, field: string, values: Record<string, unknown>): boolean {
  if (section === "agents" && onlyWithRounds.includes(field)) return values.type === "agent";
  if (section === "tools" && onlyWithAddress.includes(field)) return values.tool_binding_id === "";
  return true;
}
