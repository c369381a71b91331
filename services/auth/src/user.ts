import type { User as UserView } from '@ecommerce/contracts';
import mongoose, { type Types } from 'mongoose';

export interface User {
  _id: Types.ObjectId;
  email: string;
  passwordHash: string;
}

export const userSchema = new mongoose.Schema<User>(
  {
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
  },
  { versionKey: false, timestamps: true },
);
userSchema.index({ email: 1 }, { unique: true });

/** Formats a user as the API returns it. */
export const present = ({ _id, email }: User): UserView => ({ id: String(_id), email });
