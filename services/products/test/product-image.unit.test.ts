import { changedImage, imageOf } from '../src/product-image.ts';

const external = { imageUrl: 'https://example.com/a.png', imageKey: null, discardedImages: [] };
const uploaded = { imageUrl: null, imageKey: 'a.png', discardedImages: ['old.png'] };
const newImage = { key: 'b.png', bytes: 7 };
const inShop = 'https://minio.local/product-images/a.png';

describe('imageOf', () => {
  it('is the path of an upload, or the URL of an image elsewhere', () => {
    expect(imageOf(uploaded)).toBe('/product-images/a.png');
    expect(imageOf(external)).toBe(external.imageUrl);
    expect(imageOf({ imageUrl: null, imageKey: null })).toBeNull();
  });
});

describe('changedImage', () => {
  it.each([
    ['no image is given', uploaded, undefined],
    ['the URL of the upload is sent back', uploaded, inShop],
  ])('changes nothing when %s', (_case, current, imageUrl) => {
    expect(changedImage(current, imageUrl)).toEqual({});
  });

  it('replaces an upload and lists it for removal', () => {
    const discardedImages = ['old.png', 'a.png'];
    expect(changedImage(uploaded, undefined, newImage)).toEqual({
      imageUrl: null,
      imageKey: 'b.png',
      imageBytes: 7,
      discardedImages,
    });
    expect(changedImage(uploaded, null)).toEqual({
      imageUrl: null,
      imageKey: null,
      imageBytes: null,
      discardedImages,
    });
  });

  it('replaces an image elsewhere and lists nothing for removal', () => {
    expect(changedImage(external, null, newImage)).toEqual({
      imageUrl: null,
      imageKey: 'b.png',
      imageBytes: 7,
      discardedImages: [],
    });
  });
});
