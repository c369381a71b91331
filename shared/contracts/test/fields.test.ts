import { line, SignInBody, SignUpBody } from '@ecommerce/shared';

const someone = { email: 'someone@example.com' };

// UTF-8 has no bytes for half a character: the database would keep another text than the one given.
test.each(['a lone \ud800 surrogate', 'a NUL \u0000 within'])(
  'when a text holds %j, then it is refused',
  (text) => {
    expect(line(100).safeParse(text).success).toBe(false);
    expect(SignUpBody.safeParse({ ...someone, password: text }).success).toBe(false);
    expect(SignInBody.safeParse({ ...someone, password: text }).success).toBe(false);
  },
);

test.each(['emoji 😀 of two halves', 'plain text', 'пароль 密码'])(
  'when a text holds %j, then it is taken as it is',
  (text) => {
    expect(line(100).parse(text)).toBe(text);
    expect(SignUpBody.parse({ ...someone, password: text }).password).toBe(text);
  },
);
