import Link from 'next/link';
import { ErrorPage } from './error-page';

/** Page of a product that its seller has removed, or that never existed. */
export const ProductNotFound = () => (
  <ErrorPage
    code="404"
    title="This product is not for sale"
    text="Its seller may have removed it, or the link may be broken. Orders that you paid for it stay as they are."
  >
    <Link href="/" className="button-primary">
      Browse products
    </Link>
  </ErrorPage>
);
