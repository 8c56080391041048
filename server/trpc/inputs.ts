import { z } from "zod";

export const idInput = z.strictObject({ id: z.string().min(1).max(200) });
