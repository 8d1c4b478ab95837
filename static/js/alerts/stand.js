/** How an alert stands, in a few words. */

import { gettext, interpolate } from "../lib/i18n.js";
import { outcomeName, stateName } from "./kinds.js";

const SENDING = {
  claim: () => gettext("Claiming…"),
  confirm: () => gettext("Confirming…"),
  refute: () => gettext("Refuting…"),
  escalate: () => gettext("Calling the supervisor…"),
  close: () => gettext("Closing…"),
  correct: () => gettext("Correcting the verdict…"),
  notes: () => gettext("Saving the note…"),
  run: () => gettext("Saving the step…"),
};

const WAITING = {
  claim: () => gettext("Claim waits for the connection"),
  confirm: () => gettext("Confirmation waits for the connection"),
  refute: () => gettext("Refutation waits for the connection"),
  escalate: () => gettext("The call to the supervisor waits for the connection"),
  close: () => gettext("The outcome waits for the connection"),
  correct: () => gettext("Correction waits for the connection"),
  notes: () => gettext("Note waits for the connection"),
  run: () => gettext("The step waits for the connection"),
};

/** A step that was not answered yet is never shown as done. Those of a procedure have verbs such as "run/steps/look". */
export function pendingSentence(step, isWaiting) {
  return (isWaiting ? WAITING : SENDING)[step.verb.split("/")[0]]();
}

export function standSentence(card) {
  if (card.outcome)
    return interpolate(gettext("Closed by %(by)s: %(outcome)s"), {
      by: card.outcome.by,
      outcome: outcomeName(card.kind, card.outcome.reason),
    });
  if (card.verdict)
    return interpolate(gettext("%(state)s by %(by)s"), { state: stateName(card.state), by: card.verdict.by });
  if (card.state === "claimed") return interpolate(gettext("Claimed by %(by)s"), { by: card.claimed_by });
  return stateName(card.state);
}
