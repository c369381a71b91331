import { box, glint, line, mirrored, oval, repeated, shadow, shape, turned } from '../lib/draw.mjs';

const pot = (/** @type {string} */ clay) =>
  shape('M138 236h124l-14 86h-96z', clay) +
  shape('M216 236h46l-14 86h-34z', shadow) +
  box(130, 222, 140, 28, clay, 6) +
  box(216, 222, 54, 28, shadow, 6) +
  line('M154 262l6 40', glint, 7);

const leaf = (/** @type {string} */ green, length = 90, width = 24) =>
  shape(`M200 226q-${width}-${length * 0.6} 0-${length}q${width} ${length * 0.4} 0 ${length}z`, green) +
  line(`M200 222v-${length * 0.8}`, 'rgb(255 255 255 / 0.25)', 3);

/** Leaves around the centre of the pot. */
const fan = (/** @type {number[]} */ angles, /** @type {string[]} */ greens, length = 120, width = 34) =>
  angles
    .map((angle, n) => turned(angle, 200, 230, leaf(greens[n % greens.length] ?? '', length, width)))
    .join('');

const monstera = [-58, 56, -24, 26, 0]
  .map((angle, n) =>
    turned(
      angle,
      200,
      236,
      line('M200 236V150', '#4d7048', 5) +
        shape('M200 166c-58-6-60-74 0-112 60 38 58 106 0 112z', n % 2 ? '#4f8a5b' : '#3e7550') +
        mirrored(line('M158 128l26-6M160 100l24 4', '#e6efe0', 5)) +
        line('M200 160V70', 'rgb(255 255 255 / 0.25)', 3),
    ),
  )
  .join('');

const cactus =
  line('M200 226V112', '#5d8f5a', 62) +
  line('M170 190h-34v-36M230 176h34v-46', '#5d8f5a', 28) +
  line('M186 220V110M214 220V110', 'rgb(30 70 40 / 0.28)', 4) +
  repeated(7, (n) => line(`M${196 + (n % 2) * 8} ${104 + n * 17}l0 5`, '#eef3d8', 4)) +
  oval(200, 78, 16, 11, '#d8668a') +
  oval(264, 116, 10, 8, '#d8668a');

const olive =
  line('M200 226q-8-50 2-96', '#7a5c40', 11) +
  repeated(26, (n) => {
    const [angle, far] = [n * 2.4, 16 + Math.sqrt(n) * 15];
    const [x, y] = [200 + far * Math.cos(angle), 112 + far * 0.86 * Math.sin(angle)];
    return turned(n * 47, x, y, oval(x, y, 21, 8, n % 3 ? '#7e9272' : '#95a888'));
  }) +
  repeated(5, (n) => oval(156 + n * 24, 96 + (n % 2) * 46, 6, 8, '#4b3f56'));

const lavender = repeated(7, (n) =>
  turned(
    (n - 3) * 11,
    200,
    250,
    line('M200 236V116', '#7d9069', 4) +
      repeated(6, (i) => oval(200, 72 + i * 11, 9 - i * 0.4, 8, i % 2 ? '#8a74b8' : '#a08ccb')),
  ),
);

const basil = repeated(12, (n) => {
  const [x, y] = [200 + ((n % 3) - 1) * (34 + n * 2), 92 + Math.floor(n / 3) * 36 + (n % 3 === 1 ? -14 : 0)];
  return turned(
    n % 2 ? 24 : -24,
    x,
    y,
    oval(x, y, 36, 25, ['#63a04f', '#4f8a40', '#74ad5c', '#447a38'][n % 4] ?? ''),
  );
});

const fern = repeated(9, (n) =>
  turned(
    (n - 4) * 21,
    200,
    234,
    line('M200 234Q196 150 200 84', '#5a8a4a', 4) +
      repeated(9, (i) =>
        mirrored(
          line(`M200 ${98 + i * 14}l-${10 + i * 2.2} ${-10 + i * 0.4}`, i % 2 ? '#6fa35a' : '#5f944d', 8),
        ),
      ),
  ),
);

const cloud = (
  /** @type {[x: number, y: number, width: number, height: number]} */ ...[x, y, width, height]
) =>
  oval(x, y, width, height, '#40694a') + oval(x - 8, y - height * 0.3, width * 0.7, height * 0.55, '#55845a');
const bonsai =
  shape('M110 292h180l-14 30H124z', '#5a6f86') +
  oval(200, 292, 90, 10, '#4d5e3c') +
  line('M196 290q-26-34 4-66 26-28-6-62', '#6b4a33', 18) +
  line('M206 226q34-6 50-26M190 190q-30 0-46-18', '#6b4a33', 9) +
  cloud(196, 118, 66, 32) +
  cloud(262, 188, 46, 22) +
  cloud(138, 166, 44, 22);

const hanging =
  line('M200 0L128 150M200 0L272 150', '#b9a582', 4) +
  repeated(9, (n) =>
    repeated(6 + (n % 3), (i) =>
      oval(140 + n * 15 + Math.sin(i + n) * 4, 196 + i * 17, 9, 8, (n + i) % 2 ? '#86ab74' : '#6f9662'),
    ),
  ) +
  shape('M122 150h156l-16 56q-62 18-124 0z', '#e9e1d4') +
  shape('M222 150h56l-16 56q-20 6-40 8 10-30 0-64z', shadow) +
  repeated(7, (n) => oval(138 + n * 20, 148, 14, 12, n % 2 ? '#86ab74' : '#6f9662'));

/** @type {import('./index.mjs').Category} */
export const plants = {
  seller: 'fern',
  backdrop: ['#e6efe1', '#a9c5a4'],
  products: [
    { title: 'Monstera, 60 cm', price: 34, quantity: 16, drawing: monstera + pot('#c97b54') },
    { title: 'Column cactus', price: 19.5, quantity: 25, drawing: cactus + pot('#e0d3bd') },
    { title: 'Lavender in a pot', price: 11, quantity: 44, drawing: lavender + pot('#b9c0c7') },
    {
      title: 'Snake plant',
      price: 28,
      quantity: 20,
      drawing: fan([-26, 26, -13, 13, 0], ['#55805a', '#6f9b62', '#486f52'], 168, 30) + pot('#3f4a56'),
    },
    { title: 'Juniper bonsai, nine years old', price: 185, quantity: 1, drawing: bonsai },
    { title: 'Basil, organic', price: 4.9, quantity: 80, drawing: basil + pot('#c97b54') },
    { title: 'Boston fern', price: 23, quantity: 17, drawing: fern + pot('#8e6a8a') },
    { title: 'String of pearls, hanging', price: 26, quantity: 13, drawing: hanging },
    { title: 'Olive tree, 80 cm', price: 59, quantity: 8, drawing: olive + pot('#d9c9ae') },
    {
      title: 'Aloe vera',
      price: 15.5,
      quantity: 31,
      drawing: fan([-64, 64, -42, 42, -20, 20, 0], ['#7fa88a', '#93b99b'], 130, 26) + pot('#c2a05a'),
    },
  ],
};
