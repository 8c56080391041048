import { answerScenarios } from "./scenarios/answers";
import { approvalScenarios } from "./scenarios/approvals";
import { authorScenarios } from "./scenarios/authors";
import { clientToolScenarios } from "./scenarios/client-tools";
import { refusalScenarios } from "./scenarios/refusals";
import { streamScenarios } from "./scenarios/streams";
import type { Scenario } from "./target";

/** Everything that an AG-UI client may rely on, each scenario on an app of its own. */
export const conformanceSuite: readonly Scenario[] = [
  ...answerScenarios,
  ...streamScenarios,
  ...clientToolScenarios,
  ...approvalScenarios,
  ...refusalScenarios,
  ...authorScenarios,
];
