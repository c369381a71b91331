import sharp from 'sharp';
import { ImageProcessor } from '../src/image-processor.ts';

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: 'teal' } });
const processor = new ImageProcessor();

describe('ImageProcessor', () => {
  it.each([
    [
      'a progressive JPEG without chroma subsampling',
      'jpeg',
      () => blank(5200, 5000).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
    ],
    [
      'an interlaced PNG of 16 bits',
      'png',
      () => blank(4400, 4400).toColourspace('rgb16').png({ progressive: true, compressionLevel: 1 }),
    ],
  ] as const)('rejects %s that takes too much memory to decode', async (_name, format, image) => {
    await expect(processor.reencode(await image().toBuffer(), format)).rejects.toMatchObject({
      status: 400,
      errors: [{ code: 'image_too_large', message: expect.stringMatching(/fewer pixels.+progressive/) }],
    });
  });

  it.each([
    ['a progressive JPEG', 'jpeg', () => blank(2000, 1500).jpeg({ progressive: true })],
    ['an interlaced PNG', 'png', () => blank(2000, 1500).png({ progressive: true })],
    ['a JPEG that is not progressive', 'jpeg', () => blank(5200, 5000).jpeg({ chromaSubsampling: '4:4:4' })],
  ] as const)('encodes %s again', async (_name, format, image) => {
    const stored = await processor.reencode(await image().toBuffer(), format);
    expect((await sharp(stored).metadata()).format).toBe(format);
  });
});
