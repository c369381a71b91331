import { BadRequest, CurrentUser, SignInBody, SignUpBody, TooManyRequests, User } from '@ecommerce/shared';
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, away, crowded, jsonBody, refusals, sessionHeaders } from '../answers.ts';
import { ada, credentials, signedIn } from '../examples.ts';

const tags = ['users'];
const crowd = crowded('Too many people are signing in; try again in a moment');
const badAddress = new BadRequest('Invalid email address', 'email');

export const users: ZodOpenApiPathsObject = {
  '/api/users/signup': {
    post: {
      operationId: 'signUp',
      summary: 'Sign up, and be signed in',
      tags,
      security: [],
      requestBody: jsonBody(SignUpBody, credentials),
      responses: {
        201: answer('The new user', User, ada, sessionHeaders),
        ...refusals({
          badAddress,
          inUse: new BadRequest('This address is in use already; sign in instead', 'email'),
          ...crowd,
          ...away,
        }),
      },
    },
  },
  '/api/users/signin': {
    post: {
      operationId: 'signIn',
      summary: 'Sign in',
      tags,
      security: [],
      requestBody: jsonBody(SignInBody, credentials),
      responses: {
        200: answer('The user', User, ada, sessionHeaders),
        ...refusals({
          badAddress,
          wrongPassword: new BadRequest('The address or the password is wrong'),
          guessing: new TooManyRequests('Too many wrong passwords; try again later', 900),
          ...crowd,
          ...away,
        }),
      },
    },
  },
  '/api/users/signout': {
    post: {
      operationId: 'signOut',
      summary: 'Sign out',
      tags,
      security: [],
      responses: {
        200: answer('The cookie is cleared, if there was one', z.object({}), {}),
        ...refusals({}),
      },
    },
  },
  '/api/users/currentuser': {
    get: {
      operationId: 'currentUser',
      summary: 'Who is signed in',
      tags,
      security: [{ session: [] }, {}],
      responses: {
        200: answer('The user, or null', CurrentUser, signedIn),
        ...refusals({}),
      },
    },
  },
};
