import { box, disc, glint, line, oval, repeated, ring, shadow, shape, turned } from '../lib/draw.mjs';

const notebook = (/** @type {string} */ cloth, /** @type {string} */ band) =>
  turned(
    7,
    200,
    200,
    box(122, 72, 172, 248, '#efe8d8', 8) +
      box(108, 66, 176, 250, cloth, 10) +
      box(108, 66, 26, 250, shadow, 10) +
      box(250, 66, 12, 250, band) +
      box(156, 112, 76, 40, '#f7f1e3', 4) +
      line('M168 126h52M168 138h34', '#a99b83', 4),
  );

const pencils = ['#c9566b', '#d39a3c', '#5f944d', '#41658a', '#34302b']
  .map((paint, n) =>
    turned(
      (n - 2) * 9,
      200,
      460,
      box(189, 118, 22, 204, paint) +
        box(203, 118, 8, 204, shadow) +
        shape('M189 120l11-44 11 44z', '#e6c79a') +
        shape('M196 92l4-16 4 16z', paint),
    ),
  )
  .join('');

const pen = turned(
  40,
  200,
  200,
  box(184, 60, 32, 150, '#24272b', 14) +
    box(184, 148, 32, 10, '#c9a24f') +
    box(208, 70, 6, 66, '#c9a24f', 3) +
    shape('M186 208h28l-4 50h-20z', '#34383d') +
    shape('M189 256h22l-11 66z', '#d5b566') +
    line('M200 272v40', '#7d6429', 3) +
    box(191, 70, 6, 66, glint, 3),
);

const ink = (/** @type {string} */ colour, /** @type {string} */ label) =>
  box(160, 92, 80, 56, '#2b2a2a', 8) +
  box(214, 92, 26, 56, glint, 8) +
  shape(
    'M156 146h88q4 26 40 40 12 6 12 20v96q0 20-20 20H124q-20 0-20-20v-96q0-14 12-20 36-14 40-40z',
    colour,
  ) +
  shape('M228 146h16q4 26 40 40 12 6 12 20v96q0 20-20 20h-40q30-80-8-176z', shadow) +
  box(132, 216, 136, 76, '#f3ead7', 4) +
  oval(200, 246, 16, 20, label) +
  line('M164 278h72', '#b9a988', 5) +
  line('M122 216v70', glint, 8);

const roll = (/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ colour) =>
  disc(x, y, 68, colour) +
  ring(x, y, 68, 68, shadow, 6) +
  ring(x, y, 50, 50, glint, 4) +
  disc(x, y, 32, '#efe3cf');
const tapes = roll(200, 138, '#d8668a') + roll(138, 248, '#5f9aa8') + roll(262, 248, '#e0ad2c');

const card = (/** @type {number} */ angle, /** @type {string} */ sky, /** @type {string} */ land) =>
  turned(
    angle,
    200,
    210,
    box(92, 120, 216, 158, '#fbf8f1', 5) +
      box(104, 132, 192, 134, sky) +
      disc(246, 168, 20, '#f6e3a6') +
      shape('M104 266v-38q36-54 74-22 30-46 66-8 28-24 52 8v60z', land),
  );
const postcards =
  card(-13, '#c7b7d6', '#6c5b86') + card(9, '#f0c9a4', '#a8603f') + card(-2, '#b9d6df', '#4f7f6d');

const ruler = turned(
  -32,
  200,
  200,
  box(36, 168, 328, 64, '#d9ae72', 6) +
    box(36, 214, 328, 18, shadow, 6) +
    repeated(31, (n) => line(`M${50 + n * 10} 170v${n % 5 ? 14 : 26}`, '#5b4021', n % 5 ? 2 : 3)) +
    disc(346, 214, 6, '#8a6236'),
);

const calendar =
  shape('M104 308l20-182h152l20 182z', '#6d5a48') +
  shape('M116 300l14-166h140l14 166z', '#fbf8f1') +
  shape('M127 172l3-38h140l3 38z', '#b4583a') +
  repeated(9, (n) => line(`M${142 + n * 14.5} 118v22`, '#3b3a38', 5)) +
  repeated(20, (n) =>
    box(137 + (n % 5) * 27, 190 + Math.floor(n / 5) * 25, 17, 14, n === 12 ? '#b4583a' : '#dcd3c2', 3),
  ) +
  shape('M104 308h192l8 14H96z', '#4f4033');

/** @type {import('./index.mjs').Category} */
export const stationery = {
  seller: 'loom',
  backdrop: ['#e4ecf2', '#a9bfd0'],
  products: [
    { title: 'Notebook, dotted, sage', price: 14, quantity: 55, drawing: notebook('#8aa183', '#e8dfcb') },
    { title: 'Fountain pen, black', price: 68, quantity: 13, drawing: pen },
    { title: 'Ink, midnight blue, 50 ml', price: 16.5, quantity: 40, drawing: ink('#24386b', '#24386b') },
    { title: 'Colour pencils, set of five', price: 9.8, quantity: 70, drawing: pencils },
    { title: 'Postcards, set of eight', price: 12, quantity: 58, drawing: postcards },
    { title: 'Notebook, ruled, plum', price: 14, quantity: 47, drawing: notebook('#70455f', '#d5b566') },
    { title: 'Paper tape, three rolls', price: 8.4, quantity: 85, drawing: tapes },
    { title: 'Ruler of beech, 30 cm', price: 7.2, quantity: 62, drawing: ruler },
    { title: 'Ink, oxblood, 50 ml', price: 16.5, quantity: 2, drawing: ink('#7a2a2f', '#7a2a2f') },
    { title: 'Desk calendar', price: 19, quantity: 35, drawing: calendar },
  ],
};
