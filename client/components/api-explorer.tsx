'use client';

import { useEffect, useRef } from 'react';
import 'swagger-ui-dist/swagger-ui.css';

/** Swagger UI of the OpenAPI document. It sends requests with the visitor's session. */
export function ApiExplorer() {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Loaded on this page only, because it is larger than the rest of the storefront.
    import('swagger-ui-dist/swagger-ui-es-bundle.js').then(({ default: SwaggerUI }) =>
      SwaggerUI({
        domNode: container.current,
        url: '/api/docs/openapi.json',
        // The default would send the document to Swagger's online validator.
        validatorUrl: null,
        tryItOutEnabled: true,
        deepLinking: true,
      }),
    );
  }, []);
  // Swagger UI has no dark scheme.
  return <div ref={container} className="rounded-lg bg-white px-2 scheme-light" />;
}
