import { endSession } from '@ecommerce/shared';
import { Router } from 'express';

export const signOut = (): Router =>
  Router().post('/api/users/signout', (req, res) => {
    endSession(req);
    res.json({});
  });
