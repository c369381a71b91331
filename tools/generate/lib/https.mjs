/** The variables that have another value where browsers use HTTPS: behind docker-compose.tls.yml and in Kubernetes. */
const values = {
  COOKIE_SECURE: 'true',
  PUBLIC_MEDIA_URL: 'https://minio-api.local',
  PUBLIC_URL: 'https://ecommerce.local',
};

/** Those of them that a container has. @param {import('./shop.mjs').Container} container */
export const httpsVariables = ({ environment }) =>
  Object.fromEntries(Object.entries(values).filter(([variable]) => variable in environment));
