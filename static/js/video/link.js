/** The selected alert, between the windows of one browser: the control room says it, the wall follows. */

const CHANNEL = "hypervision:selection";

/** In the control room: says what is selected, whenever it changes and to whoever asks. */
export function tellSelection(room) {
  const channel = new BroadcastChannel(CHANNEL);
  const tell = () => channel.postMessage({ alert: room.selected });
  let told = room.selected;
  room.addEventListener("view", () => {
    if (room.selected === told) return;
    told = room.selected;
    tell();
  });
  channel.onmessage = ({ data }) => data.ask && tell();
}

/** In the wall. @param {(alert: string | null) => void} follow */
export function followSelection(follow) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => data.alert !== undefined && follow(data.alert);
  channel.postMessage({ ask: true });
}
