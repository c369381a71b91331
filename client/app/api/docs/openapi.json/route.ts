import document from '../../../../../docs/openapi.json';

export const dynamic = 'force-static';

export const GET = () => Response.json(document);
