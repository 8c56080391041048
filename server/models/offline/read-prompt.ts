import { sentencesOf } from "./language";
import { unfoldJson } from "./unfold-json";

/** A prompt taken apart: what is asked, and what there is to answer it from. */
export interface ReadPrompt {
  ask: string;
  isQuestion: boolean;
  material: string[];
}

const askLabel = /^\s*(?:the\s+)?(?:user'?s?\s+|customer'?s?\s+)?(?:question|query|request|task|ask|message)\s*:\s*/i;
const questionLabel = /^\s*(?:the\s+)?(?:user'?s?\s+|customer'?s?\s+)?(?:question|query)\s*:/i;
const materialLabel =
  /^\s*(?:the\s+)?(?:context|documents?|sources?|passages?|notes?|text|article|facts?|knowledge|excerpts?|results?)\s*:\s*/i;
const instruction =
  /^(?:you|you're|your (?:task|job|role)|act as|answer|reply|respond|use|write|summari[sz]e|explain|translate|classify|extract|list|give|return|produce|create|draft|describe|rewrite|be|keep|do not|don't|never|always|only|if|when|please|make sure|say|cite|base|tell|help|format|output|read|decide|choose|pick|analy[sz]e|rate|score|evaluate|assess|review)\b/i;

/**
 * Takes a prompt apart by the forms that people write: labels ("Question:", "Context:"), a question mark, an instruction
 * followed by a text. The system prompt only gives material, because its instructions ask for nothing by themselves.
 */
export function readPrompt(user: string, system: string): ReadPrompt {
  const lines = linesOf(user);
  const labelled = lines.find((line) => askLabel.test(line) && line.replace(askLabel, "").trim() !== "");
  const sentences = sentencesOf(lines.filter((line) => line !== labelled).join("\n"));
  const ask = labelled?.replace(askLabel, "").trim() ?? findAsk(sentences);
  const material = [...sentences, ...sentencesOf(linesOf(system).join("\n"))].filter(
    (sentence) => sentence !== ask && !instruction.test(sentence) && !/[:?]$/.test(sentence),
  );
  return { ask, isQuestion: questionLabel.test(labelled ?? "") || /\?\s*$/.test(ask), material };
}

/** The lines with data told in sentences, labels of material gone, and an instruction apart from the text behind its colon. */
function linesOf(text: string): string[] {
  return unfoldJson(text)
    .split("\n")
    .map((line) => line.replace(materialLabel, ""))
    .flatMap((line) => (instruction.test(line) ? line.split(/(?<=:)\s+/) : [line]));
}

function findAsk(sentences: string[]): string {
  return (
    sentences.findLast((sentence) => sentence.endsWith("?")) ??
    sentences.find((sentence) => instruction.test(sentence)) ??
    sentences[0] ??
    ""
  );
}
