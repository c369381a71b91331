import { sessionCookieName } from '@ecommerce/contracts/session-cookie';

const names = [true, false].map(sessionCookieName);

/** Keeps the session cookie of one user, as a browser does: sends it, and stores the one that a response sets. */
export class SessionCookie {
  /** `session=...` or, on HTTPS, `__Host-session=...`; empty without a session. */
  value = '';

  onRequest({ request }: { request: Request }): void {
    if (this.value) request.headers.set('cookie', this.value);
  }

  onResponse({ response }: { response: Response }): void {
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    this.value = cookies.find((cookie) => names.includes(cookie.split('=')[0] ?? '')) ?? this.value;
  }
}
