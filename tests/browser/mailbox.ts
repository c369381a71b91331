import type { APIRequestContext } from '@playwright/test';
import { expect } from '@playwright/test';

interface Mail {
  text: string;
  to: { address: string }[];
}

/** MailDev of the shop under test. */
export class Mailbox {
  private readonly request: APIRequestContext;
  private readonly url: string;

  private constructor(request: APIRequestContext, url: string) {
    this.request = request;
    this.url = url;
  }

  /** @returns undefined if it is not known where the mails of this shop go */
  static of(shopUrl = '', request: APIRequestContext): Mailbox | undefined {
    const { MAIL_URL, MAIL_PORT = 1080 } = process.env;
    const local = new URL(shopUrl).hostname === 'localhost' ? `http://localhost:${MAIL_PORT}` : undefined;
    const url = MAIL_URL ?? local;
    return url ? new Mailbox(request, url) : undefined;
  }

  /** Waits for so many mails with a link to a page. Returns the path of the newest one. */
  async linkTo(page: string, email: string, count = 1): Promise<string> {
    let paths: string[] = [];
    const received = async () => {
      const mails: Mail[] = await (await this.request.get(`${this.url}/api/email`)).json();
      paths = mails
        .filter(({ to }) => to.some(({ address }) => address === email))
        .flatMap(({ text }) => new RegExp(`${page}#token=[\\w-]+`).exec(text) ?? []);
      return paths.length;
    };
    await expect.poll(received, `mails to ${email} with ${page}`).toBeGreaterThanOrEqual(count);
    return paths.at(-1) ?? '';
  }
}
