import { type NextRequest, NextResponse } from 'next/server';
import { signInTo } from '@/lib/next-path';
import { renewSession, withRenewed } from '@/lib/renew-session';
import { sessionCookieIn } from '@/lib/session-cookie';

/** Pages that redirect to the sign-in page without a session cookie. */
const accountPages = /^\/(account|orders|selling|checkout)(\/|$)/;

/**
 * Renews the session, and sets the Content-Security-Policy: scripts of the shop with the page's nonce, and Stripe's if a key
 * is set.
 */
export async function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  const session = sessionCookieIn(request.headers.get('cookie'));
  if (accountPages.test(pathname) && !session) {
    return NextResponse.redirect(new URL(signInTo(pathname + search), request.url));
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url');
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const protocol = headers.get('x-forwarded-proto') ?? undefined;
  const renewed = session && (await renewSession(session, protocol));
  if (renewed) headers.set('cookie', withRenewed(headers.get('cookie') ?? '', renewed));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  if (renewed) response.headers.append('set-cookie', renewed);
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  const mediaUrl = process.env.PUBLIC_MEDIA_URL || 'http://localhost:9000';
  const media = URL.canParse(mediaUrl) ? new URL(mediaUrl).origin : '';
  const stripe = Boolean(process.env.STRIPE_PUBLISHABLE_KEY);
  const development = process.env.NODE_ENV === 'development';
  return Object.entries({
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${stripe ? ' https://js.stripe.com' : ''}${development ? " 'unsafe-eval'" : ''}`,
    'style-src': development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': `'self' data: blob: ${media}`,
    'connect-src': `'self'${stripe ? ' https://api.stripe.com' : ''}`,
    'frame-src': stripe ? 'https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com' : "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

export const config = { matcher: '/((?!_next/|icon\\.svg$).*)' };
