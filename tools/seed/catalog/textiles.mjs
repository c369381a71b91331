import { box, disc, glint, line, oval, repeated, shadow, shape, turned } from '../lib/draw.mjs';

const cushion = (/** @type {string} */ linen, pattern = '') =>
  shape(
    'M92 112q108 22 216 0 14 6 12 20-20 82 0 164 2 16-12 22-108-20-216 0-14-6-12-22 20-82 0-164-2-14 12-20z',
    linen,
  ) +
  pattern +
  shape('M236 120q36-2 72-8 14 6 12 20-20 82 0 164 2 16-12 22-40-8-80-8 40-90 8-190z', shadow) +
  line('M116 140q8 40 8 70', glint, 9);
const stripes = repeated(5, (n) => line(`M${128 + n * 36} ${124 - (n % 2)}v188`, '#f1e9da', 9));

const blanket = (/** @type {string} */ wool, pattern = '') =>
  repeated(4, (n) => box(86, 146 + n * 44, 228, 44, wool, 20) + box(86, 176 + n * 44, 228, 14, shadow, 7)) +
  pattern +
  repeated(15, (n) => line(`M${98 + n * 14.6} 146v-20`, wool, 5)) +
  box(104, 154, 10, 152, glint, 5);
const checks = repeated(
  4,
  (n) =>
    line(`M${124 + n * 50} 150v168`, 'rgb(255 245 225 / 0.55)', 13) +
    line(`M92 ${168 + n * 44}h216`, 'rgb(60 20 20 / 0.25)', 10),
);

const tote = (/** @type {string} */ canvas, /** @type {string} */ print) =>
  line('M152 166q-4-112 48-112t48 112', canvas, 14) +
  line('M152 166q-4-112 48-112t48 112', shadow, 5) +
  shape('M112 156h176l14 166H98z', canvas) +
  shape('M236 156h52l14 166h-60z', shadow) +
  print;
const leafPrint =
  line('M196 286v-84', '#3f6650', 6) +
  repeated(3, (n) => shape(`M196 ${270 - n * 26}q-40-2-46-34 42-2 46 34 4-36 46-34-6 32-46 34z`, '#3f6650'));
const sunPrint =
  disc(194, 240, 30, '#f1e4c4') +
  repeated(3, (n) => line(`M136 ${284 + n * 13}q28-12 58 0t58 0`, '#f1e4c4', 5));

const beanie = (/** @type {string} */ wool, /** @type {string} */ bobble) =>
  oval(200, 92, 34, 32, bobble) +
  shape('M92 262q-6-154 108-154t108 154z', wool) +
  repeated(6, (n) =>
    line(`M${122 + n * 31} 256q${(3 - n) * 5}-80 ${(2.5 - n) * 22}-138`, 'rgb(0 0 0 / 0.12)', 5),
  ) +
  box(82, 250, 236, 62, wool, 18) +
  repeated(13, (n) => line(`M${98 + n * 17} 260v42`, 'rgb(0 0 0 / 0.16)', 5)) +
  line('M122 220q2-60 40-84', glint, 9);

const sock =
  shape('M150 76h78v136q0 16 18 26l54 30q22 14 12 36-10 20-40 18l-66-12q-56-14-56-70z', '#c9566b') +
  box(146, 72, 86, 40, '#f1e4d6', 10) +
  repeated(3, (n) => line(`M152 ${140 + n * 32}h74`, '#f1e4d6', 11)) +
  shape('M300 268q22 14 12 36-10 20-40 18l-22-4q4-40 50-50z', '#f1e4d6');
const socks = `<g transform="translate(34 -8)">${sock}</g><g transform="translate(-44 6)">${sock}</g>`;

const tail =
  box(172, 132, 56, 174, '#d39a3c', 4) +
  repeated(3, (n) => line(`M177 ${212 + n * 26}h46`, '#f4e6c8', 9)) +
  repeated(5, (n) => line(`M${178 + n * 11} 306v16`, '#b9822c', 5));
const scarf =
  line('M128 92q72-58 144 0', '#b9822c', 44) +
  turned(-7, 200, 130, tail) +
  turned(9, 200, 130, tail + box(172, 132, 56, 40, shadow)) +
  line('M128 92q72 92 144 0', '#d39a3c', 50) +
  line('M146 104q54 56 108 0', glint, 6);

/** @type {import('./index.mjs').Category} */
export const textiles = {
  seller: 'loom',
  backdrop: ['#f6e7e2', '#dfb3a8'],
  products: [
    { title: 'Linen cushion, rust', price: 32, quantity: 21, drawing: cushion('#b4583a') },
    { title: 'Tote bag, leaf', price: 17.5, quantity: 50, drawing: tote('#eadfc8', leafPrint) },
    { title: 'Wool blanket, heather', price: 112, quantity: 9, drawing: blanket('#8d7a9a') },
    { title: 'Ribbed beanie, forest', price: 26, quantity: 34, drawing: beanie('#3f6650', '#e8dfcb') },
    { title: 'Merino socks, striped', price: 13.9, quantity: 66, drawing: socks },
    { title: 'Lambswool scarf, mustard', price: 49, quantity: 18, drawing: scarf },
    { title: 'Striped cushion, navy', price: 35, quantity: 3, drawing: cushion('#34476e', stripes) },
    { title: 'Checked blanket, brick', price: 124, quantity: 6, drawing: blanket('#a34a3c', checks) },
    { title: 'Ribbed beanie, rosewood', price: 26, quantity: 29, drawing: beanie('#9c4f5d', '#9c4f5d') },
    { title: 'Tote bag, sun and sea', price: 17.5, quantity: 42, drawing: tote('#41658a', sunPrint) },
  ],
};
