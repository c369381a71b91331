'use client';

import { useEffect, useRef } from 'react';
import 'swagger-ui-dist/swagger-ui.css';

/** Swagger UI: reads the document, and sends what a visitor tries as who they are signed in as. */
export function ApiExplorer() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Only here, as it is larger than all the rest of the storefront.
    import('swagger-ui-dist/swagger-ui-es-bundle.js').then(({ default: show }) =>
      show({
        domNode: place.current,
        url: '/api/docs/openapi.json',
        // Else it would have a site of its makers look at the document.
        validatorUrl: null,
        tryItOutEnabled: true,
        deepLinking: true,
      }),
    );
  }, []);
  // It knows light colours only.
  return <div ref={place} className="rounded-lg bg-white px-2 scheme-light" />;
}
