import { z } from "zod";

/** One event on the wire: its number, where it has one, and its data. */
export interface Frame {
  id?: number;
  data: { type: string; [field: string]: unknown };
}

const dataSchema = z.looseObject({ type: z.string() });

/** Reads frames until the stream ends, or as long as `goOn` says so after each. */
export async function readFrames(
  response: Response,
  goOn: (frames: Frame[]) => boolean = () => true,
): Promise<Frame[]> {
  const frames: Frame[] = [];
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { done, value = "" } = (await reader?.read()) ?? { done: true };
    if (done) return frames;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      frames.push({ ...(id ? { id: Number(id) } : {}), data: dataSchema.parse(JSON.parse(data)) });
      if (!goOn(frames)) {
        await reader?.cancel();
        return frames;
      }
    }
  }
}
