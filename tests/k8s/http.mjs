// @ts-check
import https from 'node:https';

const agent = new https.Agent({ keepAlive: true, maxSockets: 50 });

/**
 * One request on connections that are kept, as a browser's are.
 * @param {string} url
 * @param {{method?: string, cookie?: string, body?: unknown}} [options]
 * @returns {Promise<{status: number, body: any, cookie: string, retryAfter: string | undefined}>} status 0 where no answer came
 */
export function ask(url, { method = 'GET', cookie = '', body } = {}) {
  return new Promise((resolve) => {
    const fail = (/** @type {Error} */ error) =>
      resolve({ status: 0, body: error.message, cookie: '', retryAfter: undefined });
    const headers = { ...(cookie && { cookie }), ...(body ? { 'content-type': 'application/json' } : {}) };
    const request = https.request(url, { method, headers, agent, timeout: 60_000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          body: parsed(text),
          cookie: (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; '),
          retryAfter: response.headers['retry-after'],
        }),
      );
    });
    request.on('timeout', () => request.destroy(new Error('no answer within 60 s')));
    request.on('error', fail);
    request.end(body ? JSON.stringify(body) : undefined);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
