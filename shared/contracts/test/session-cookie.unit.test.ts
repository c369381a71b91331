import {
  readSessionCookie,
  readSessionToken,
  sessionCookieName,
  withoutCookie,
} from '../src/session-cookie.ts';

describe('sessionCookieName', () => {
  it('has the prefix __Host- on HTTPS', () => {
    expect([true, false].map(sessionCookieName)).toEqual(['__Host-session', 'session']);
  });
});

describe('readSessionCookie', () => {
  it.each([
    ['alone', 'session=a', 'a'],
    ['among others', 'theme=dark; session=a; x=y', 'a'],
    ['with an equals sign in its value', 'session=YQ==', 'YQ=='],
    ['without spaces', 'a=b;session=a', 'a'],
    ['that is empty', 'session=', ''],
    ['beside longer names', 'xsession=1; session2=2; session=a', 'a'],
    ['beside one of the other scheme', '__Host-session=b; session=a', 'a'],
  ])('reads a cookie %s', (_case, header, value) => {
    expect(readSessionCookie(header, false)).toBe(value);
  });

  it.each([
    ['no header', undefined],
    ['no session cookie', 'theme=dark; xsession=1; session2=2; Session=3'],
    ['two of different paths', 'session=a; session=b'],
    ['two of the same value', 'session=a; theme=dark; session=a'],
    ['a second one with white space', 'session=a;\tsession =b'],
    ['a second one without a value', 'session=a; session'],
  ])('reads none from %s', (_case, header) => {
    expect(readSessionCookie(header, false)).toBeUndefined();
  });

  it('reads only the one with the prefix on HTTPS', () => {
    expect(readSessionCookie('session=tossed; __Host-session=a', true)).toBe('a');
    expect(readSessionCookie('session=tossed', true)).toBeUndefined();
    expect(readSessionCookie('__Host-session=a; __Host-session=b', true)).toBeUndefined();
  });
});

describe('withoutCookie', () => {
  it('keeps all other cookies', () => {
    expect(withoutCookie('a=b; session=1; c=d; session=2', 'session')).toBe('a=b; c=d');
    expect(withoutCookie('session=1', 'session')).toBe('');
  });
});

describe('readSessionToken', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64');

  it('reads the token', () => {
    expect(readSessionToken(encode('{"jwt":"a.b.c"}'))).toBe('a.b.c');
  });

  it.each([
    ['an empty value', ''],
    ['what is not base64', 'привет'],
    ['what is not JSON', encode('a.b.c')],
    ['null', encode('null')],
    ['a value without a token', encode('{}')],
    ['a token that is no text', encode('{"jwt":7}')],
  ])('reads none from %s', (_case, value) => {
    expect(readSessionToken(value)).toBeUndefined();
  });
});
