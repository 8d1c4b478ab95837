/** The versions of procedures that the room has met. A version never changes, so each is learnt once. */

const known = new Map();
const offered = new Map();

/** A procedure is taken for a kind and a district: alerts that share both would begin the same. */
const placeOf = ({ kind, district }) => JSON.stringify([kind, district ?? ""]);

/** What the server says of an alert's procedure. run: null while nobody has begun. */
export function learn(card, { run, version }) {
  if (version) known.set(version.id, version);
  if (!run) offered.set(placeOf(card), version?.id ?? null);
}

/** The version that a run follows; without a run the one that would begin, as it was told last. undefined: not known. */
export function versionOf(card, run) {
  return known.get(run ? run.version : offered.get(placeOf(card)));
}

export const stepOf = (version, key) => version?.steps.find((step) => step.key === key);
