import { build, isBuilt } from "./lib/build.mjs";
import { generateClient } from "./lib/generate.mjs";
import { whilePreparing } from "./lib/prepare.mjs";

await whilePreparing(async () => {
  generateClient();
  if (!isBuilt()) await build();
});
