import { box, disc, glint, line, oval, repeated, shadow, shape, turned } from '../lib/draw.mjs';

const tableLamp = (/** @type {string} */ shade, /** @type {string} */ foot) =>
  box(193, 190, 14, 116, foot) +
  shape('M150 322q0-22 50-22t50 22z', foot) +
  shape('M158 84h84l38 118H120z', shade) +
  shape('M216 84h26l38 118h-52z', shadow) +
  line('M166 104l-22 74', glint, 8);

const pendant = (/** @type {string} */ enamel) =>
  line('M200 0v96', '#3b3a38', 5) +
  box(184, 92, 32, 34, '#b08d4f', 6) +
  shape('M92 236q8-112 108-116 100 4 108 116z', enamel) +
  shape('M226 122q76 16 82 114h-54q4-70-28-114z', shadow) +
  oval(200, 236, 108, 18, '#fff3c4') +
  oval(200, 240, 34, 14, '#ffd873') +
  line('M120 210q10-44 42-62', glint, 9);

const candle = (/** @type {string} */ wax) =>
  oval(200, 108, 26, 40, 'rgb(255 221 130 / 0.55)') +
  shape('M200 70c22 30 18 52 0 54-18-2-22-24 0-54z', '#f2a93b') +
  line('M200 122v22', '#4a3a2a', 4) +
  box(158, 140, 84, 182, wax, 8) +
  box(212, 140, 30, 182, shadow, 8) +
  repeated(6, (n) => line(`M158 ${168 + n * 26}l84-18`, 'rgb(120 80 20 / 0.18)', 4)) +
  oval(200, 143, 42, 9, glint);

const candleInGlass =
  oval(200, 190, 60, 44, 'rgb(255 221 130 / 0.5)') +
  shape('M200 146c20 26 16 46 0 48-16-2-20-22 0-48z', '#f2a93b') +
  box(120, 170, 160, 152, 'rgb(255 255 255 / 0.45)', 18) +
  box(130, 214, 140, 98, '#c9d1b8', 12) +
  line('M200 194v22', '#4a3a2a', 4) +
  box(156, 246, 88, 44, '#f7f2e6', 4) +
  line('M172 262h56M184 276h32', '#6c7a58', 5) +
  box(132, 182, 10, 120, glint, 5);

const clock = (/** @type {string} */ rim, /** @type {string} */ face) =>
  disc(200, 196, 122, rim) +
  disc(200, 196, 100, face) +
  repeated(12, (n) => turned(n * 30, 200, 196, box(197, 106, 6, n % 3 ? 12 : 22, '#34302b', 3))) +
  line('M200 196L200 126', '#34302b', 8) +
  line('M200 196L246 222', '#34302b', 8) +
  disc(200, 196, 9, '#b4532f');

const vase = (/** @type {string} */ glaze) =>
  line('M200 160q-8-50-40-84M204 160q10-60 44-92M202 160q0-60 4-110', '#6f7f4f', 5) +
  disc(156, 72, 17, '#e0a63f') +
  disc(252, 62, 19, '#d97a4a') +
  disc(206, 44, 15, '#e8c25a') +
  shape('M176 150h52q-2 32 26 66 26 36 8 74-14 32-60 32t-60-32q-18-38 8-74 28-34 26-66z', glaze) +
  shape('M210 150h18q-2 32 26 66 26 36 8 74-14 32-60 32 62-50 8-172z', shadow) +
  line('M158 236q-16 22-10 46', glint, 9);

const budVase =
  line('M200 190q-4-60 14-116', '#6f7f4f', 5) +
  shape('M214 78c-28-8-30-42-8-54 12 12 24 4 28-2 14 22 8 50-20 56z', '#c9566b') +
  shape('M204 128q30-22 44-8-14 22-44 8z', '#7f9160') +
  shape('M184 180h32v52q46 14 46 56 0 34-62 34t-62-34q0-42 46-56z', 'rgb(126 168 160 / 0.85)') +
  oval(200, 286, 50, 24, 'rgb(255 255 255 / 0.25)') +
  line('M156 270q2-14 14-22', glint, 9);

/** @type {import('./index.mjs').Category} */
export const home = {
  seller: 'hearth',
  backdrop: ['#ece9f1', '#bfb7cd'],
  products: [
    {
      title: 'Table lamp, brass and linen',
      price: 89,
      quantity: 10,
      drawing: tableLamp('#f0e2c4', '#b08d4f'),
    },
    { title: 'Wall clock, walnut', price: 64, quantity: 14, drawing: clock('#6d4a30', '#f4ecdd') },
    { title: 'Beeswax candle', price: 12.5, quantity: 60, drawing: candle('#e5b84f') },
    { title: 'Pendant lamp, white enamel', price: 98, quantity: 8, drawing: pendant('#f1eee6') },
    { title: 'Tall vase, cobalt', price: 52, quantity: 7, drawing: vase('#2f4f8f') },
    { title: 'Cedar candle in a glass', price: 22, quantity: 33, drawing: candleInGlass },
    {
      title: 'Station clock of 1962, restored',
      price: 240,
      quantity: 1,
      drawing: clock('#a33b2e', '#f7f5ef'),
    },
    { title: 'Pendant lamp, ochre', price: 98, quantity: 5, drawing: pendant('#cf9436') },
    { title: 'Bud vase', price: 16, quantity: 26, drawing: budVase },
    { title: 'Table lamp, pine green', price: 79, quantity: 11, drawing: tableLamp('#3f6650', '#2f4a3b') },
  ],
};
