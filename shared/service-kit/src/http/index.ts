export { assertOwner, notOwner } from './authorize.ts';
export { ApiError } from './errors.ts';
export { fetchJson } from './fetch-json.ts';
export { pageWindow, setPageHeaders } from './pagination.ts';
export { type Access, type Route, routeFactory } from './route.ts';
export { Sessions } from './session.ts';
