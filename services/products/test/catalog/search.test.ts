import { Catalog } from '../../src/catalog/catalog.ts';
import { catalogOfTitles, row, titles } from './rows.ts';

const found = (search: string, ...shelf: string[]) => titles(catalogOfTitles(...shelf), { search });

describe('the rank of a title', () => {
  it('puts whole titles first, then words, their beginnings, parts of words', () => {
    const shelf = ['Red teapots', 'Steapot', 'Teapot', 'A blue teapot', 'Vase'];
    expect(found('teapot', ...shelf)).toEqual(['Teapot', 'A blue teapot', 'Red teapots', 'Steapot']);
  });

  it('puts the newest first among equals', () => {
    expect(found('teapot', 'Teapot one', 'Teapot two', 'Teapot six')).toEqual([
      'Teapot six',
      'Teapot two',
      'Teapot one',
    ]);
  });

  it('puts whole words before beginnings of words, in any order', () => {
    expect(found('red teapot', 'Reddish teapots', 'Teapot, red, large')).toEqual([
      'Teapot, red, large',
      'Reddish teapots',
    ]);
  });

  it('does not apply with another sort', () => {
    const catalog = catalogOfTitles('Teapot', 'A teapot', 'Steapot');
    expect(titles(catalog, { search: 'teapot', sort: 'title' })).toEqual(['A teapot', 'Steapot', 'Teapot']);
    expect(titles(catalog, { search: 'teapot', sort: 'newest' })).toEqual(['Steapot', 'A teapot', 'Teapot']);
  });
});

describe('a search for words', () => {
  it.each([
    ['cafe', 'Café au lait'],
    ['café', 'Cafe au lait'],
    ['CAFE\u0301', 'Café au lait'],
    ['smorrebrod', 'Smørrebrød'],
    ['strasse', 'Straße'],
    ['straße', 'STRASSE'],
    ['istanbul', 'İSTANBUL'],
    ['σοφος', 'ΣΟΦΟΣ'],
    ['елка', 'Ёлка'],
    ['ぁ', 'ぁあ'],
    ['急須', '日本茶急須'],
    ['2 teapot', 'Teapot, size 2'],
    ['tea red', 'Red teapot'],
    ['d tea', 'Red teapot'],
    ['tea pot', 'Red teapot'],
    ['t-shirt', 'Shirt (T)'],
    ["men's", 'Shoes for MEN’S feet'],
    ['pepper & salt', 'Salt & pepper'],
  ])('"%s" finds the title "%s"', (search, title) => {
    expect(found(search, 'Vase', title)).toEqual([title]);
  });

  it.each([
    ['か', 'が'],
    ['ㅎ', '한국'],
    ['red vase', 'Red teapot'],
    ['pot red', 'Red'],
  ])('"%s" does not find the title "%s"', (search, title) => {
    expect(found(search, title)).toEqual([]);
  });
});

describe('a search with symbols', () => {
  it.each([
    ['(large)', 'Cup (large)'],
    ['100%', '100% wool'],
    ['%', '100% wool'],
    ['.b*', 'a.b*c'],
    ['c++ in', 'C++ in a nutshell'],
    ['❤️ mug', 'I ❤ mugs'],
    ['🫖', 'A 🫖'],
  ])('"%s" finds the title "%s"', (search, title) => {
    expect(found(search, 'b a large 100 in c mug', title)).toEqual([title]);
  });

  it.each(['.*', '^a', '[a-z]', 'a|b', '\\', '(b', '$where'])('"%s" is searched literally', (search) => {
    expect(found(search, 'a b where', 'z')).toEqual([]);
  });
});

describe('a search with typing errors', () => {
  it.each([
    ['teapto', 'Red teapot'],
    ['teapt', 'Red teapot'],
    ['teappot', 'Red teapot'],
    ['teaoit', 'Red teapot'],
    ['taepot', 'Red teapots'],
    ['rde teapot', 'Red teapot'],
    ['cpu', 'Cup'],
    ['ketles', 'Kettle'],
    ['éclari', 'Eclair'],
  ])('"%s" finds the title "%s"', (search, title) => {
    expect(found(search, 'Vase', title)).toEqual([title]);
  });

  it('finds only the word as typed when a title has it', () => {
    expect(found('bell', 'Belt', 'Ball', 'Doorbell')).toEqual(['Doorbell']);
  });

  it('finds only the titles with the fewest errors', () => {
    expect(found('teapox', 'Teapot', 'Teapots', 'Teacosy')).toEqual(['Teapot']);
  });

  it('does not correct numbers and words of two letters', () => {
    expect(found('1234', '1235 pieces', '124')).toEqual([]);
    expect(found('xy', 'xz')).toEqual([]);
  });
});

describe('a changed title', () => {
  it('is found by its new words and not by the old ones', () => {
    const catalog = catalogOfTitles('Red teapot', 'Blue teapot');
    catalog.put(row(1, { title: 'Brass kettle', version: 1 }));
    expect(titles(catalog, { search: 'red' })).toEqual([]);
    expect(titles(catalog, { search: 'teapot' })).toEqual(['Blue teapot']);
    expect(titles(catalog, { search: 'kettel' })).toEqual(['Brass kettle']);
  });

  it('leaves nothing behind in the index', () => {
    const catalog = new Catalog();
    for (let version = 0; version < 100; version++)
      catalog.put(row(1, { title: `Title ${version}x`, version }));
    catalog.finish();
    for (const search of ['title', 't', '99x']) expect(titles(catalog, { search })).toEqual(['Title 99x']);
    expect(titles(catalog, { search: '98x' })).toEqual([]);
  });
});
