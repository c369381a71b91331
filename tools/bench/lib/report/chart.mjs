import { median } from '../load/statistics.mjs';

/** @import { Measured } from '../run-scenario.mjs' */

const [WIDTH, HEIGHT] = [640, 300];
const plot = { left: 50, right: WIDTH - 90, top: 20, bottom: HEIGHT - 45 };
const BUYERS = 8;
/** Readable on light and dark backgrounds. */
const colours = ['#d9822b', '#2b8cd9'];

/**
 * Draws checkouts per second over the number of stored orders, with one line per side.
 * @param {Measured[]} measured of the checkout scenario
 * @param {{label: string}[]} sides
 * @returns {string | undefined} an SVG document; undefined if fewer than two sizes were measured
 */
export function checkoutChart(measured, sides) {
  const lines = sides.map(({ label }) => ({ label, points: pointsOf(measured, label) }));
  const all = lines.flatMap(({ points }) => points);
  const [maxX, maxY] = [Math.max(...all.map(({ x }) => x)), niceCeiling(Math.max(...all.map(({ y }) => y)))];
  if (!(maxX > 0)) return undefined;
  const toX = (/** @type {number} */ x) => plot.left + ((plot.right - plot.left) * x) / maxX;
  const toY = (/** @type {number} */ y) => plot.bottom - ((plot.bottom - plot.top) * y) / maxY;
  const text = (
    /** @type {number} */ x,
    /** @type {number} */ y,
    /** @type {string} */ content,
    anchor = 'middle',
  ) => `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${content}</text>`;

  const grid = [0, 0.5, 1].map((share) => {
    const y = round(toY(maxY * share));
    const line = `<path d="M${plot.left} ${y}H${plot.right}" stroke="#888" stroke-width=".5"/>`;
    return line + text(plot.left - 8, y + 4, String(maxY * share), 'end');
  });
  const sizes = [...new Set(all.map(({ x }) => x))];
  const ticks = sizes.map((x) => text(toX(x), plot.bottom + 18, x.toLocaleString('en')));
  const drawn = lines.map(({ label, points }, index) => {
    const path = points.map(({ x, y }) => `${round(toX(x))} ${round(toY(y))}`).join('L');
    const dots = points
      .map(({ x, y }) => `<circle cx="${round(toX(x))}" cy="${round(toY(y))}" r="3"/>`)
      .join('');
    const last = points.at(-1);
    const name = last ? text(toX(last.x) + 8, toY(last.y) + 4, label, 'start') : '';
    return `<g fill="${colours[index]}"><path d="M${path}" fill="none" stroke="${colours[index]}" stroke-width="2"/>${dots}${name}</g>`;
  });
  const heading = `checkouts per second, ${BUYERS} buyers`;
  const title = `<title>${heading}</title>\n${text(plot.left, 12, heading, 'start')}`;
  const axis = text((plot.left + plot.right) / 2, HEIGHT - 8, 'stored orders');
  const body = [title, ...grid, ...ticks, axis, ...drawn].join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui,sans-serif" font-size="12" fill="#888">\n${body}\n</svg>\n`;
}

/** @param {Measured[]} measured @param {string} side @returns {{x: number, y: number}[]} */
function pointsOf(measured, side) {
  const rounds = measured.filter((one) => one.side === side && one.parameters?.buyers === BUYERS);
  const sizes = [...new Set(rounds.map(({ parameters }) => parameters?.orders ?? 0))].sort((a, b) => a - b);
  return sizes.map((x) => {
    const ofSize = rounds.filter(({ parameters }) => parameters?.orders === x);
    return { x, y: median(ofSize.map(({ values }) => values['checkouts/s'] ?? 0)) };
  });
}

/** Rounds up to a suitable end of an axis. @param {number} value */
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 4, 6, 10].find((step) => step * power >= value) ?? 10);
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;
