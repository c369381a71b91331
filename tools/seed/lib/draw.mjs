/** SVG parts of the images. The canvas is a square of 400 with the floor at 320. */

/** Overlays for the shaded side of a colour and for a highlight. */
export const shadow = 'rgb(0 0 0 / 0.16)';
export const glint = 'rgb(255 255 255 / 0.32)';

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {string} fill */
export const box = (x, y, width, height, fill, radius = 0) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`;

/** @param {number} x @param {number} y @param {number} width radius @param {number} height radius @param {string} fill */
export const oval = (x, y, width, height, fill) =>
  `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="${fill}"/>`;

/** @param {number} x @param {number} y @param {number} radius @param {string} fill */
export const disc = (x, y, radius, fill) => oval(x, y, radius, radius, fill);

/** @param {number} x @param {number} y @param {number} width radius @param {number} height radius @param {string} stroke */
export const ring = (x, y, width, height, stroke, thick = 5) =>
  `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="none" stroke="${stroke}" stroke-width="${thick}"/>`;

/** @param {string} d the outline @param {string} fill */
export const shape = (d, fill) => `<path d="${d}" fill="${fill}"/>`;

/** @param {string} d the path @param {string} stroke @param {number} width */
export const line = (d, stroke, width) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

/** Rotates a drawing around the point (x, y). @param {number} degrees @param {number} x @param {number} y @param {string} drawing */
export const turned = (degrees, x, y, drawing) =>
  `<g transform="rotate(${degrees} ${x} ${y})">${drawing}</g>`;

/** Adds a mirror image on the other side of the centre. @param {string} drawing */
export const mirrored = (drawing) => `${drawing}<g transform="matrix(-1 0 0 1 400 0)">${drawing}</g>`;

/** @param {number} count @param {(index: number) => string} draw */
export const repeated = (count, draw) => Array.from({ length: count }, (_, index) => draw(index)).join('');
