import { box, disc, glint, line, oval, repeated, shadow, shape, turned } from '../lib/draw.mjs';

const wateringCan = (/** @type {string} */ metal) =>
  line('M118 216L52 142', metal, 16) +
  turned(-48, 52, 140, box(26, 124, 52, 18, metal, 5)) +
  line('M168 168q62-104 122-2 26 52-18 94', metal, 13) +
  shape('M118 172h140l14 150H104z', metal) +
  shape('M208 172h50l14 150h-60z', shadow) +
  oval(188, 172, 70, 13, shadow) +
  line('M108 278h160', shadow, 5) +
  line('M136 196l-6 66', glint, 9);

const handle =
  box(186, 210, 28, 112, '#b98a55', 14) + box(186, 222, 28, 12, shadow) + disc(200, 306, 5, '#6d4a30');
const trowel = turned(
  28,
  200,
  200,
  line('M200 214v-40', '#8d969c', 12) +
    shape('M164 180q-8-74 36-126 44 52 36 126-36 22-72 0z', '#aab3b8') +
    line('M200 168V82', shadow, 5) +
    handle,
);
const fork = turned(
  -24,
  200,
  200,
  line('M200 216v-50', '#8d969c', 12) +
    line('M160 66v66q0 30 40 34 40-4 40-34V66M200 160V58', '#aab3b8', 13) +
    handle,
);

const packet = (/** @type {string} */ colour, /** @type {string} */ flower) =>
  turned(
    -5,
    200,
    200,
    box(116, 62, 168, 256, '#f7f1e3', 6) +
      box(116, 62, 168, 34, colour) +
      box(132, 252, 136, 12, colour, 4) +
      box(152, 276, 96, 9, '#cdbfa6', 4) +
      flower +
      box(258, 62, 26, 256, 'rgb(0 0 0 / 0.06)'),
  );
const sunflower =
  line('M200 236v-40', '#6f8f4d', 7) +
  repeated(14, (n) =>
    turned((n * 360) / 14, 200, 166, oval(200, 126, 10, 24, n % 2 ? '#eab232' : '#f2c648')),
  ) +
  disc(200, 166, 26, '#6b4526');
const tomato = (/** @type {number} */ x, /** @type {number} */ y) =>
  oval(x, y, 34, 31, '#d2452f') +
  oval(x - 11, y - 11, 7, 5, glint) +
  line(`M${x - 9} ${y - 27}l9-6 9 6`, '#55803f', 5);
const tomatoes = tomato(172, 190) + tomato(228, 186) + tomato(200, 148);

const birdHouse = (/** @type {string} */ wood, /** @type {string} */ roof) =>
  box(192, 250, 16, 72, '#7a5c40') +
  shape('M132 160l68-58 68 58v104H132z', wood) +
  shape('M200 102l68 58v104h-30V140z', shadow) +
  line('M112 168l88-76 88 76', roof, 20) +
  disc(200, 190, 22, '#2e2520') +
  line('M200 228v14', '#4a372a', 9) +
  repeated(2, (n) => line(`M136 ${216 + n * 26}h126`, 'rgb(0 0 0 / 0.1)', 3));

const twine =
  oval(200, 306, 84, 16, '#a57c46') +
  box(116, 150, 168, 156, '#c79d63', 26) +
  repeated(11, (n) =>
    line(`M120 ${160 + n * 14}q80 ${n % 2 ? 14 : 22} 160-6`, n % 2 ? '#b48750' : '#d8b27c', 7),
  ) +
  oval(200, 152, 84, 17, '#dbb884') +
  oval(200, 152, 26, 7, '#6d5230') +
  line('M276 268q52 6 58 46', '#c79d63', 7);

const boot = (/** @type {number} */ x) =>
  shape(`M${x} 96h62v138q0 14 24 22 48 14 48 44v22H${x}z`, '#e0ad2c') +
  box(x - 4, 310, 140, 14, '#5b4a2c', 5) +
  box(x - 4, 92, 70, 20, '#c89520', 6) +
  line(`M${x + 14} 126v108`, glint, 9);
const boots = boot(178) + boot(92);

/** @type {import('./index.mjs').Category} */
export const garden = {
  seller: 'fern',
  backdrop: ['#f3efdb', '#d3cc9c'],
  products: [
    { title: 'Watering can, zinc', price: 36, quantity: 19, drawing: wateringCan('#9aa7ad') },
    { title: 'Seeds: sunflower, giant', price: 3.5, quantity: 120, drawing: packet('#d99a2b', sunflower) },
    { title: 'Bird house, larch', price: 31, quantity: 12, drawing: birdHouse('#c9a06c', '#6d4a30') },
    { title: 'Hand trowel, ash handle', price: 14.5, quantity: 38, drawing: trowel },
    { title: 'Rain boots, yellow', price: 45, quantity: 24, drawing: boots },
    { title: 'Garden twine, 50 m', price: 6.9, quantity: 75, drawing: twine },
    { title: 'Bird house, barn red', price: 31, quantity: 4, drawing: birdHouse('#a8483a', '#efe6d5') },
    { title: 'Seeds: tomato, old sorts', price: 4.2, quantity: 95, drawing: packet('#55803f', tomatoes) },
    { title: 'Hand fork, ash handle', price: 15.5, quantity: 27, drawing: fork },
    { title: 'Watering can, sage', price: 41, quantity: 10, drawing: wateringCan('#86a083') },
  ],
};
