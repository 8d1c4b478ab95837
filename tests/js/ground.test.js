import assert from "node:assert/strict";
import { test } from "node:test";
import { Ground } from "../../static/js/lib/ground.js";

const HELSINKI = [24.94, 60.17];
/** 5 cm to the pixel, seen from above; the anchor lies below the middle of the lower edge. */
const above = new Ground({
  homography: [0.05, 0, -25, 0, -0.05, 25, 0, 0, 1],
  width: 1000,
  height: 500,
  anchor: HELSINKI,
});
/** A camera 5 m up that looks along the ground: its horizon is the upper border. */
const along = new Ground({ homography: [1, 0, -500, 0, 0, 500, 0, 1, 0], width: 1000, height: 500, anchor: HELSINKI });
const near = (got, wanted, by) => assert.ok(Math.abs(got - wanted) <= by, `${got} is not ${wanted}`);

test("the middle of the lower edge lies at the anchor, and ten metres north of it 200 pixels higher", () => {
  assert.deepEqual(above.place([0.5, 1]), HELSINKI);
  const [lon, lat] = above.place([0.5, 0.6]);
  near(lon, 24.94, 1e-12);
  near((lat - 60.17) * 111_412, 10, 0.01);
});

test("what goes to the ground comes back to the same place of the picture", () => {
  for (const ground of [above, along]) {
    for (const x of [0, 0.3, 1]) {
      for (const y of [0.2, 0.7, 1]) {
        const [backX, backY] = ground.picture(ground.place([x, y]));
        near(backX, x, 1e-9);
        near(backY, y, 1e-9);
      }
    }
  }
});

test("at and above the horizon there is no ground", () => {
  assert.equal(along.place([0.5, 0]), null);
  assert.equal(along.place([0.5, -0.1]), null);
  assert.equal(along.density([0.5, 0]), 0);
});

test("what lies behind the camera is in no picture", () => {
  assert.equal(along.picture([24.94, 60.16]), null);
});

test("a metre has fewer pixels the farther away it lies", () => {
  near(above.density([0.2, 0.2]), 20, 1e-9);
  near(along.density([0.5, 1]), 500, 1e-6);
  near(along.density([0.5, 0.5]), 250, 1e-6);
});
