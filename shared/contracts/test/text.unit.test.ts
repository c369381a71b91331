import { ProductBody, ProductsQuery, SignInBody, SignUpBody, singleLineText } from '@ecommerce/contracts';

const someone = { email: 'someone@example.com' };
const accepts = (text: string) => singleLineText(100).safeParse(text).success;
const messageFor = (text: string) =>
  singleLineText(100)
    .safeParse(text)
    .error?.issues.map(({ message }) => message);

describe('text fields', () => {
  // A lone surrogate has no UTF-8 encoding: the database would store another text than the given one.
  it.each(['a lone \ud800 surrogate', 'a NUL \u0000 within'])('reject %j', (text) => {
    expect(accepts(text)).toBe(false);
    expect(SignUpBody.safeParse({ ...someone, password: text }).success).toBe(false);
    expect(SignInBody.safeParse({ ...someone, password: text }).success).toBe(false);
  });

  it.each(['emoji 😀 of two halves', 'plain text', 'пароль 密码'])('keep %j unchanged', (text) => {
    expect(singleLineText(100).parse(text)).toBe(text);
    expect(SignUpBody.parse({ ...someone, password: text }).password).toBe(text);
  });
});

describe('a line of text', () => {
  it.each([
    ['a Persian word with a non-joiner', 'نامه‌ای'],
    ['Hebrew with a direction mark', 'קומקום (‎A1‎)'],
    ['a family of joined emoji', '👨‍👩‍👧 mug'],
    ['an emoji with a variation selector', '❤️'],
    ['a keycap', '1️⃣'],
    ['the flag of Scotland, spelt with tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['Korean', '찻주전자'],
    ['Devanagari', 'चायदानी'],
    ['letters with combining accents', 'the\u0301ie\u0300re'],
    ['one punctuation mark', '!'],
    ['a no-break space between words', 'tea\u00a0pot'],
  ])('may be %s', (_name, text) => {
    expect(singleLineText(100).parse(text)).toBe(text);
  });

  it.each([
    ['a line separator', 'tea\u2028pot'],
    ['a paragraph separator', 'tea\u2029pot'],
    ['a tab', 'tea\tpot'],
    ['a next-line character', 'tea\u0085pot'],
  ])('rejects %s', (_name, text) => {
    expect(messageFor(text)).toEqual(['Must be one line, without control characters or lone surrogates.']);
  });

  it.each([
    ['a zero-width space', 'tea\u200bpot'],
    ['only zero-width spaces', '\u200b\u200b'],
    ['a word joiner', 'tea\u2060pot'],
    ['a byte order mark within', 'tea\ufeffpot'],
    ['a soft hyphen', 'tea\u00adpot'],
    ['a right-to-left override', 'tea\u202etop'],
    ['a left-to-right embedding', 'tea\u202apot\u202c'],
    ['an isolate', 'tea\u2067pot\u2069'],
    ['an invisible times', 'tea\u2062pot'],
    ['a Hangul filler', '\u3164'],
    ['a half-width Hangul filler', 'a\uffa0'],
    ['an annotation', 'tea\ufff9pot\ufffb'],
    ['a text of tags', 'teapot\u{e0074}\u{e0065}'],
    ['a text of tags after a black flag', `\u{1f3f4}${'\u{e0068}'.repeat(9)}\u{e007f}`],
    ['tags after a black flag without an end', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}'],
    ['a language tag', '\u{e0001}teapot'],
    ['a musical format character', 'a\u{1d173}'],
  ])('rejects %s', (_name, text) => {
    expect(messageFor(text)).toEqual(['Must not contain invisible characters.']);
  });

  it.each([
    ['only joiners', '\u200d\u200c\u200d'],
    ['only direction marks', '\u200e\u200f'],
    ['only variation selectors', '\ufe0f'],
    ['only an accent', '\u0301'],
    ['a blank Braille pattern', '\u2800'],
    ['blanks around a joiner', ' \u200d '],
  ])('rejects %s', (_name, text) => {
    expect(messageFor(text)).toEqual(['Must contain a visible character.']);
  });

  it('rejects a long text for its length alone', () => {
    expect(messageFor(`\u{1f3f4}${'\u{e0061}'.repeat(50_000)}`)).toHaveLength(1);
  });

  it('may have invisible characters in a search, which ignores them', () => {
    expect(ProductsQuery.parse({ search: 'tea\u200bpot' }).search).toBe('tea\u200bpot');
  });

  it.each(['', ' ', '\u00a0', '\u2028', '\ufeff', '\u3000'])('counts %j as missing', (text) => {
    expect(ProductBody.safeParse({ title: text, price: 1, quantity: 1 }).success).toBe(false);
    expect(ProductsQuery.safeParse({ search: text }).success).toBe(false);
  });
});
