import { globalSingleton } from "@/server/global-singleton";
import { newId } from "@/server/ids";

/** Names this process in notifications, so that it does not read back what it has just delivered itself. */
export const processId: string = globalSingleton("process-id", newId);
