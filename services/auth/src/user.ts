import mongoose, { type Types } from 'mongoose';

export interface User {
  _id: Types.ObjectId;
  email: string;
  passwordHash: string;
}

const schema = new mongoose.Schema<User>(
  {
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
  },
  { versionKey: false, timestamps: true },
);
schema.index({ email: 1 }, { unique: true });

export const User = mongoose.model<User>('User', schema);
