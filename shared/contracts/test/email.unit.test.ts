import { Email } from '@ecommerce/contracts';

const label = (length: number) => 'a'.repeat(length);

describe('Email', () => {
  it.each([
    ['ada@example.com', 'ada@example.com'],
    ['  Ada.Lovelace@Example.COM ', 'ada.lovelace@example.com'],
    ['r&d@example.com', 'r&d@example.com'],
    ['a=b@example.com', 'a=b@example.com'],
    ["o'neill+shop/1@example.com", "o'neill+shop/1@example.com"],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"],
    ['-@example.com', '-@example.com'],
    ['user@xn--e1afmkfd.xn--p1ai', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@пример.рф', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@ПРИМЕР.РФ', 'user@xn--e1afmkfd.xn--p1ai'],
    ['user@bücher.example', 'user@xn--bcher-kva.example'],
    ['user@bu\u0308cher.example', 'user@xn--bcher-kva.example'],
    ['user@例え.テスト', 'user@xn--r8jz45g.xn--zckzah'],
    ['user@例え。テスト', 'user@xn--r8jz45g.xn--zckzah'],
    ['user@ｅｘａｍｐｌｅ．com', 'user@example.com'],
    ['user@paral·lel.cat', 'user@xn--parallel-koa.cat'],
    ['user@نامه\u200cای.com', 'user@xn--mgba3gch31f060k.com'],
    ['user@☕.example', 'user@xn--53h.example'],
    ['user@3com.co', 'user@3com.co'],
    [`${label(64)}@example.com`, `${label(64)}@example.com`],
    [`a@${label(63)}.com`, `a@${label(63)}.com`],
  ])('parses %j to %j', (text, address) => {
    expect(Email.parse(text)).toBe(address);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@example',
    'ada@@example.com',
    'ada lovelace@example.com',
    'ada@exam ple.com',
    '.ada@example.com',
    'ada.@example.com',
    'a..b@example.com',
    'ada@example..com',
    'ada@.example.com',
    'ada@example.com.',
    'ada@-example.com',
    'ada@example-.com',
    'ada@192.168.0.1',
    'ada@[192.168.0.1]',
    'ada@example.1',
    'ada@exam_ple.com',
    'ada@example.com\u0000',
    'ada\n@example.com',
    'ada@example.com, eve@example.com',
    'Ada <ada@example.com>',
    '"ada"@example.com',
    'ada@example.com/x',
    'ada@пример',
    'ada@xn--.com',
    'ada@例え。テスト。',
    'ada@１９２.１６８.０.１',
    'ada@example.com：80',
    'ada@example.com／x',
    'ada@exam％70le.com',
    '\u212aate@example.com',
    'юзер@example.com',
    `${label(65)}@example.com`,
    `a@${label(64)}.com`,
    `a@${'б'.repeat(63)}.рф`,
    `${label(64)}@${`${label(60)}.`.repeat(4)}com`,
  ])('rejects %j', (text) => {
    expect(Email.safeParse(text).success).toBe(false);
  });

  it('rejects a long text for its length alone', () => {
    const letters = Array.from({ length: 30_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + (index % 20_000)),
    );
    const { error } = Email.safeParse(`a@${letters.join('')}.com`);
    expect(error?.issues).toHaveLength(1);
  });
});
