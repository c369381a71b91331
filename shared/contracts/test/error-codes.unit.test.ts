import { errorCatalog, errorCodes, refundReasons } from '@ecommerce/contracts/error-codes';

const SENTENCE = /^[A-Z].*\.$/;

describe('the catalog of errors', () => {
  it.each(errorCodes)('gives %s a status and a sentence', (code) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect([400, 401, 402, 403, 404, 405, 408, 409, 422, 429, 431, 500, 503]).toContain(
      errorCatalog[code].status,
    );
    expect(errorCatalog[code].message).toMatch(SENTENCE);
  });

  it('gives every refund reason a sentence', () => {
    for (const sentence of Object.values(refundReasons)) expect(sentence).toMatch(SENTENCE);
  });
});
