import { isReservedWord, nameOf, pluralOf, singularOf } from '../lib/names.mjs';

describe('nameOf', () => {
  it('has every form of a name', () => {
    expect(nameOf('gift-card')).toEqual({
      kebab: 'gift-card',
      camel: 'giftCard',
      pascal: 'GiftCard',
      words: 'gift card',
    });
  });
});

describe('singularOf and pluralOf', () => {
  it.each([
    ['review', 'reviews'],
    ['gift-card', 'gift-cards'],
    ['category', 'categories'],
    ['address', 'addresses'],
    ['box', 'boxes'],
    ['watch', 'watches'],
    ['survey', 'surveys'],
    ['invoice', 'invoices'],
  ])('%s and %s belong together', (singular, plural) => {
    expect([singularOf(plural), pluralOf(singular)]).toEqual([singular, plural]);
  });

  it.each(['shipping', 'cart', 'status', 'address'])('%s is a singular', (noun) => {
    expect(singularOf(noun)).toBe(noun);
  });
});

describe('isReservedWord', () => {
  it('knows the words that code cannot declare', () => {
    const words = ['class', 'await', 'enum', 'let', 'static', 'review'];
    expect(words.filter(isReservedWord)).toEqual(['class', 'await', 'enum', 'let', 'static']);
  });
});
