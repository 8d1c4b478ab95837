/** A new alert: one sound, and it opens by itself when the person looks at nothing else. */

const RANK = { high: 3, medium: 2, low: 1 };

export function welcome(room) {
  room.addEventListener("arrived", ({ detail: cards }) => {
    const [first] = cards.toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);
    room.sound.play(first.severity);
    if (room.alert === null) room.select(first.id);
  });
}
