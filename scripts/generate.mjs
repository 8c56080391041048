import { generateClient } from "./lib/generate.mjs";

const isNew = generateClient();
console.log(isNew ? "The database client is generated." : "The database client is up to date.");
