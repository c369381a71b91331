import { box, disc, glint, line, oval, repeated, ring, shadow, shape, turned } from '../lib/draw.mjs';

const mug = (/** @type {string} */ glaze) =>
  line('M268 208c70-14 70 84-4 72', glaze, 20) +
  shape('M128 170h146l-8 128q-2 24-26 24h-78q-24 0-26-24z', glaze) +
  shape('M232 170h42l-8 128q-2 24-26 24h-30q20-10 22-40z', shadow) +
  box(146, 186, 12, 96, glint, 6) +
  oval(201, 170, 73, 14, '#4a3526') +
  ring(201, 168, 73, 14, '#f6efe3');

const teapot = (/** @type {string} */ body, /** @type {string} */ lid) =>
  line('M292 206c64-12 56 92-12 84', body, 18) +
  shape('M132 252c-40 4-46-44-74-62l22-12c26 16 34 38 62 34z', body) +
  shape('M118 252c0-60 36-88 86-88s86 28 86 88c0 44-32 70-86 70s-86-26-86-70z', body) +
  shape('M236 170c36 12 54 40 54 82 0 44-32 70-86 70 60-26 66-100 32-152z', shadow) +
  shape('M150 172q54-34 108 0z', lid) +
  oval(204, 146, 13, 12, lid) +
  line('M144 236q4-30 26-44', glint, 9);

const bowl = (/** @type {string} */ glaze, /** @type {string} */ inside) =>
  box(166, 306, 68, 16, glaze, 5) +
  shape('M76 204h248c0 66-46 108-124 108S76 270 76 204z', glaze) +
  shape('M250 204h74c0 66-46 108-124 108 46-20 60-60 50-108z', shadow) +
  oval(200, 204, 124, 26, inside) +
  oval(200, 210, 104, 18, shadow) +
  line('M104 244q10 28 34 42', glint, 9);

const plate =
  oval(200, 306, 136, 18, '#cfc6b6') +
  disc(200, 200, 118, '#efe8db') +
  ring(200, 200, 118, 118, '#a98f6d', 6) +
  ring(200, 200, 76, 76, shadow, 4) +
  repeated(46, (n) => {
    const [angle, far] = [n * 2.4, 12 + Math.sqrt(n) * 15];
    return disc(200 + far * Math.cos(angle), 200 + far * Math.sin(angle), 1.5 + (n % 3), '#8a6f4d');
  });

const jug =
  line('M262 190c58-8 58 80 2 84', '#d8cfb9', 18) +
  shape('M146 140h104l-4 30q22 40 20 90-2 62-66 62t-66-62q-2-50 20-90l-24-22z', '#e8e2d2') +
  shape('M226 140h24l-4 30q22 40 20 90-2 62-66 62 50-40 26-182z', shadow) +
  shape('M136 228q66 20 129 0 4 24 0 48-66 16-130 0-3-24 1-48z', '#5b7c99') +
  line('M156 200q-6 20-8 40', glint, 8);

const skillet =
  turned(
    -38,
    200,
    210,
    box(270, 196, 128, 28, '#26282b', 14) + disc(378, 210, 7, '#d9d2c4') + disc(190, 210, 116, '#2f3236'),
  ) +
  disc(192, 216, 92, '#3d4145') +
  line('M128 184q20-44 62-50', glint, 8);

const board = turned(
  8,
  200,
  200,
  box(180, 56, 40, 70, '#b98a55', 18) +
    box(126, 104, 148, 216, '#c99b65', 22) +
    disc(200, 82, 9, '#8a6236') +
    repeated(5, (n) => line(`M${146 + n * 26} 122q${n % 2 ? 8 : -8} 90 0 180`, 'rgb(110 72 34 / 0.35)', 4)),
);

/** @type {import('./index.mjs').Category} */
export const kitchen = {
  seller: 'hearth',
  backdrop: ['#f6ece0', '#e3c8ab'],
  products: [
    { title: 'Stoneware mug, oat', price: 18, quantity: 40, drawing: mug('#d9c4a0') },
    { title: 'Glazed teapot, sky', price: 46.5, quantity: 12, drawing: teapot('#7fa3b8', '#5d8299') },
    { title: 'Ramen bowl, indigo', price: 24, quantity: 30, drawing: bowl('#3b4a78', '#eee6d6') },
    { title: 'Dinner plate, speckled', price: 21.5, quantity: 48, drawing: plate },
    { title: 'Cast-iron skillet, 26 cm', price: 58, quantity: 15, drawing: skillet },
    { title: 'Stoneware mug, moss', price: 18, quantity: 36, drawing: mug('#7d8b62') },
    { title: 'Chopping board, oak', price: 39.9, quantity: 22, drawing: board },
    { title: 'Serving bowl, terracotta', price: 42, quantity: 9, drawing: bowl('#b8623f', '#e9c9a8') },
    { title: 'Milk jug with a blue band', price: 27.5, quantity: 18, drawing: jug },
    { title: 'Cast-iron teapot', price: 74, quantity: 6, drawing: teapot('#3a3f42', '#2a2e31') },
  ],
};
