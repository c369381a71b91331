import { Router } from 'express';

export const signOut = (): Router =>
  Router().post('/api/users/signout', (req, res) => {
    req.session = null;
    res.json({});
  });
