/**
 * Replaces the page, with all data in its memory, when signing out failed for lack of a connection. Scripts cannot delete the
 * session cookie, so the new page says that the session still exists.
 */
export function leavePage(): void {
  // The policy of this page also applies to the new one.
  const nonce = document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';
  const page = new Blob([pageWith(location.origin, nonce)], { type: 'text/html' });
  location.replace(URL.createObjectURL(page));
}

/** The same look as serve/error-page.mjs: nothing can be loaded. */
const pageWith = (origin: string, nonce: string) => `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Not signed out yet · Common Goods</title>
<style nonce="${nonce}">:root{color-scheme:light dark}body{max-width:36rem;margin:20vh auto;padding:1.5rem;text-align:center;font-family:system-ui,sans-serif}</style>
<main>
<h1>Not signed out yet</h1>
<p>We couldn’t reach the shop. Your account’s data is no longer on this page, but this browser is still signed in.</p>
<p>As soon as you have a connection, <a href="${origin}/">open the shop</a> and sign out again.</p>
</main>
</html>
`;
