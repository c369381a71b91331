import { SignInBody, SignUpBody, singleLineText } from '@ecommerce/contracts';

const someone = { email: 'someone@example.com' };

describe('text fields', () => {
  // A lone surrogate has no UTF-8 encoding: the database would store another text than the given one.
  it.each(['a lone \ud800 surrogate', 'a NUL \u0000 within'])('reject %j', (text) => {
    expect(singleLineText(100).safeParse(text).success).toBe(false);
    expect(SignUpBody.safeParse({ ...someone, password: text }).success).toBe(false);
    expect(SignInBody.safeParse({ ...someone, password: text }).success).toBe(false);
  });

  it.each(['emoji 😀 of two halves', 'plain text', 'пароль 密码'])('keep %j unchanged', (text) => {
    expect(singleLineText(100).parse(text)).toBe(text);
    expect(SignUpBody.parse({ ...someone, password: text }).password).toBe(text);
  });
});
