import { type NextRequest, NextResponse } from 'next/server';
import { signInTo } from '@/lib/next-path';

/** Pages of one's own: without any session the way in comes first. A session that ended is for the page to tell. */
const own = /^\/(orders|selling|checkout)(\/|$)/;

/** Says what a page may load: ours, by a nonce of its own each time, and Stripe's only where Stripe is used. */
export function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl;
  if (own.test(pathname) && !request.cookies.has('session')) {
    return NextResponse.redirect(new URL(signInTo(pathname + search), request.url));
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64');
  const policy = contentPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

function contentPolicy(nonce: string): string {
  const media = originOf(process.env.PUBLIC_MEDIA_URL || 'http://localhost:9000');
  const stripe = Boolean(process.env.STRIPE_PUBLISHABLE_KEY);
  const development = process.env.NODE_ENV === 'development';
  return Object.entries({
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${stripe ? ' https://js.stripe.com' : ''}${development ? " 'unsafe-eval'" : ''}`,
    'style-src': development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'img-src': `'self' data: blob: ${media}`,
    'connect-src': `'self'${stripe ? ' https://api.stripe.com' : ''}`,
    'frame-src': stripe ? 'https://js.stripe.com https://hooks.stripe.com' : "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}

export const config = { matcher: '/((?!_next/|icon\\.svg$).*)' };
