import { jest } from '@jest/globals';
import { Catalog } from '../../src/catalog/catalog.ts';
import { TermIndex } from '../../src/catalog/term-index.ts';
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

  it.each([
    ['\u200bteapot', 'Teapot'],
    ['tea\u00adpot', 'Teapot'],
    ['teapot', '\u200bTea\ufeffpot'],
    [' \u200b red teapot', 'Red teapot'],
    ['"teapot"', 'Teapot'],
    ['“red teapot”', 'Teapot, red'],
    ['teapot.', 'Teapot'],
    ['teapot!', 'Red teapots'],
    ['¿teapot?', 'Teapot'],
    ['(red) teapot;', 'Teapot, red'],
    ['teapto…', 'Teapot'],
    ['"3.5"', 'Cup 3.5'],
    ['(b', 'A big cup'],
  ])('finds with "%s" the title "%s"', (search, title) => {
    expect(found(search, 'Vase', title)).toEqual([title]);
  });

  it('prefers the titles that contain the symbols', () => {
    expect(found('teapot!', 'Teapot', 'Teapot!')).toEqual(['Teapot!']);
    expect(found('"red" teapot', 'Red teapot', 'A "red" teapot')).toEqual(['A "red" teapot']);
  });

  it.each(['\u200b', '"', '...', '\u00ad!'])('finds nothing with "%s" alone', (search) => {
    expect(found(search, 'Teapot', 'Vase')).toEqual([]);
  });

  it.each(['.*', '^a', '[a-z]', 'a|b', '\\', '$where'])('"%s" is searched literally', (search) => {
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

describe('a search for many words', () => {
  const title = 'Set of 6 blue cups, each with a saucer and a matching ceramic teapot for four guests';

  it('finds a long title by all its words', () => {
    expect(found(title.toLowerCase(), 'Teapot', title)).toEqual([title]);
    expect(found('guests four for teapot ceramic matching a saucer with each cups blue', title)).toEqual([
      title,
    ]);
  });

  it('puts the title itself first', () => {
    expect(found(title, title, `${title}, and a tray`)).toEqual([title, `${title}, and a tray`]);
  });

  it('ignores all but the eight longest words', () => {
    expect(found('unknown set of 6 blue cups each with saucer', title)).toEqual([]);
    expect(found('blue cups each with saucer matching ceramic teapot xyz', title)).toEqual([title]);
  });

  it('finds a rare word beside common ones, and only with all of them', () => {
    const shelf = Array.from(
      { length: 500 },
      (_, index) => `Red teapot ${index % 2 ? 'with' : 'no'} lid n${index}`,
    );
    expect(found('red teapot with lid n101', ...shelf)).toEqual(['Red teapot with lid n101']);
    expect(found('red teapot with lid n100', ...shelf)).toEqual([]);
  });

  it('looks no more often into the index for 36 words than for eight', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
    const catalog = catalogOfTitles(letters.join(' '), 'Vase');
    const lookUps = (['containing', 'beginningWith', 'endingWith', 'similarTo'] as const).map((method) =>
      jest.spyOn(TermIndex.prototype, method),
    );
    const countLookUps = (words: string[]) => {
      titles(catalog, { search: words.join(' ') });
      return lookUps.reduce((count, { mock }) => count + mock.calls.splice(0).length, 0);
    };
    const most = countLookUps(['unknown', ...letters.slice(0, 7)]);
    expect(most).toBeGreaterThan(8);
    expect(countLookUps(letters.toReversed())).toBeLessThanOrEqual(most);
    expect(countLookUps(['unknown', ...letters])).toBeLessThanOrEqual(most);
    jest.restoreAllMocks();
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
