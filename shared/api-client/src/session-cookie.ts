/** Keeps the session cookie of one user, as a browser does: sends it, and stores the one that a response sets. */
export class SessionCookie {
  /** `session=...`; empty without a session. */
  value = '';

  onRequest({ request }: { request: Request }): void {
    if (this.value) request.headers.set('cookie', this.value);
  }

  onResponse({ response }: { response: Response }): void {
    this.value = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.value;
  }
}
