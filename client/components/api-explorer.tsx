'use client';

import { useEffect, useRef } from 'react';
import 'swagger-ui-dist/swagger-ui.css';

/** Swagger UI on the API's document; requests are sent with the visitor's session. */
export function ApiExplorer() {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Loaded on this page only, since it is larger than the rest of the storefront.
    import('swagger-ui-dist/swagger-ui-es-bundle.js').then(({ default: SwaggerUI }) =>
      SwaggerUI({
        domNode: container.current,
        url: '/api/docs/openapi.json',
        // The default would send the document to a validator of Swagger's.
        validatorUrl: null,
        tryItOutEnabled: true,
        deepLinking: true,
      }),
    );
  }, []);
  // Swagger UI has light colours only.
  return <div ref={container} className="rounded-lg bg-white px-2 scheme-light" />;
}
