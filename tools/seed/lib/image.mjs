import sharp from 'sharp';

const SIZE_PX = 800;

/**
 * Renders the image of a product as WebP.
 * @param {string} drawing SVG elements on a canvas of 400 by 400
 * @param {readonly [light: string, dark: string]} backdrop
 */
export function renderImage(drawing, [light, dark]) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${SIZE_PX}" height="${SIZE_PX}">
    <defs>
      <linearGradient id="wall" x1="0" y1="0" x2="0.6" y2="1"><stop stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient>
      <radialGradient id="ground"><stop stop-color="#000" stop-opacity="0.28"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient>
    </defs>
    <rect width="400" height="400" fill="url(#wall)"/>
    <circle cx="200" cy="190" r="150" fill="#fff" opacity="0.22"/>
    <ellipse cx="200" cy="322" rx="150" ry="20" fill="url(#ground)"/>
    ${drawing}
  </svg>`;
  return sharp(Buffer.from(svg)).webp({ quality: 82 }).toBuffer();
}
