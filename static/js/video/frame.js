/** A binary frame of live view, as detectors/liveview/passing.py writes it: pure. */

const CAMERA_BYTES = 16;
const CAPTURE_AT = 16;
const LENGTH_AT = 24;
const NAME_AT = 25;

/**
 * at: capture, milliseconds since the epoch. view: name of the camera's preset, if it has any. jpeg: empty where nothing
 * has moved since the picture before. @param {ArrayBuffer} buffer
 */
export function readFrame(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = bytes[LENGTH_AT];
  return {
    camera: uuid(bytes.subarray(0, CAMERA_BYTES)),
    at: Number(new DataView(buffer).getBigUint64(CAPTURE_AT)),
    view: new TextDecoder().decode(bytes.subarray(NAME_AT, NAME_AT + length)),
    jpeg: bytes.subarray(NAME_AT + length),
  };
}

function uuid(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
