import { requireAuth, requireUser } from '@ecommerce/shared';
import { Router } from 'express';
import { Cart } from '../cart.ts';
import { present } from '../present.ts';

export const showCart = (mediaUrl: string): Router =>
  Router().get('/api/cart', requireAuth, async (req, res) => {
    res.json(await present(await Cart.findById(requireUser(req).id).lean(), mediaUrl));
  });
