import { Types } from 'mongoose';
import { Links, opens, userIdIn } from '../src/links.ts';
import { mailEnv, mailServerUrl } from '../src/mail-config.ts';

const now = new Date();
const id = new Types.ObjectId();
const links = new Links('a secret', 'https://shop.test/');
const tokenIn = (url: string) => url.split('#token=')[1] ?? '';

describe('Links', () => {
  it('leads to a page of the shop, with a token in the fragment that opens it', () => {
    const url = links.url('passwordReset', id, 'm1');
    const link = links.create('passwordReset', id, 'm1', now);
    expect(url).toMatch(/^https:\/\/shop\.test\/reset-password#token=[\w-]{59}$/);
    expect(opens(tokenIn(url), link, now)).toBe(true);
    expect(userIdIn(tokenIn(url))?.toHexString()).toBe(id.toHexString());
    expect(opens(tokenIn(url), link, link.expiresAt)).toBe(false);
  });

  it('has another token for each mail, user, purpose and secret', () => {
    const urls = [
      links.url('passwordReset', id, 'm1'),
      links.url('passwordReset', id, 'm2'),
      links.url('passwordReset', new Types.ObjectId(), 'm1'),
      links.url('verification', id, 'm1'),
      new Links('another secret', 'https://shop.test').url('passwordReset', id, 'm1'),
    ];
    const secrets = urls.map((url) => tokenIn(url).slice(16));
    expect(new Set(secrets).size).toBe(urls.length);
    const link = links.create('passwordReset', id, 'm1', now);
    expect(urls.map((url) => opens(tokenIn(url), link, now))).toEqual([true, false, false, false, false]);
  });

  it.each(['', 'x', 'x'.repeat(58), 'x'.repeat(60), `${'x'.repeat(58)}\n`])('has no token %j', (token) => {
    expect(userIdIn(token)).toBeUndefined();
  });
});

describe('the variables of mails', () => {
  it.each(['http://mail.test', 'mail.test:25', 'smtp://', 'smtps://a b'])('reject the server %s', (url) => {
    expect(mailEnv.SMTP_URL.safeParse(url).success).toBe(false);
  });

  it('name the server, and MailDev only without one', () => {
    const [SMTP_URL, MAILDEV_URL] = ['smtps://user:secret@mail.test:465', 'smtp://maildev:1025'];
    expect(mailEnv.SMTP_URL.parse(SMTP_URL)).toBe(SMTP_URL);
    expect(mailServerUrl({ SMTP_URL, MAILDEV_URL })).toBe(SMTP_URL);
    expect(mailServerUrl({ MAILDEV_URL })).toBe(MAILDEV_URL);
    expect(() => mailServerUrl({})).toThrow('SMTP_URL is required');
  });
});
