import { Router } from 'express';

export const currentUser = (): Router =>
  Router().get('/api/users/currentuser', (req, res) => {
    res.set('Cache-Control', 'no-store').json({ currentUser: req.currentUser ?? null });
  });
