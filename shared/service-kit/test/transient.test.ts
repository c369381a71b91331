import { BusUnavailable, isTransient, Unavailable } from '@ecommerce/shared';
import mongoose from 'mongoose';

const { MongoClientClosedError, MongoNetworkError, MongoServerError } = mongoose.mongo;
const ofSystem = (code: string) =>
  Object.assign(new Error(`write ${code}`), { code, syscall: 'write', errno: -1 });
const ofServer = (code: number) => new MongoServerError({ code, message: 'no' });

test.each([
  ['a service is away', new Unavailable()],
  ['the bus is away', new BusUnavailable('away')],
  ['the database is away', new MongoNetworkError('connection closed')],
  ['the database is shutting down', ofServer(11600)],
  ['the disk of the database is full', ofServer(14031)],
  ['the database takes no writes', ofServer(10107)],
  ['the database is a copy that can only be read', ofServer(13435)],
  ['the connections to the database are made anew', new MongoClientClosedError()],
  ['the pool of connections is closed', Object.assign(new Error('closed'), { name: 'MongoPoolClosedError' })],
  // MongoDB's driver lets these through as they are, where a connection breaks under a command that is being sent.
  ['a connection is reset while it is written to', ofSystem('ECONNRESET')],
  [
    'a connection is gone when it is written to',
    Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' }),
  ],
])('when %s, then the same request can succeed later', (_what, error) => {
  expect(isTransient(error)).toBe(true);
});

test.each([
  ['a value is refused by the database', ofServer(121)],
  ['the database met a fault of its own', ofServer(1)],
  ['a file is missing', ofSystem('ENOENT')],
  ['the code is wrong', new TypeError('undefined is not a function')],
])('when %s, then no repetition mends it', (_what, error) => {
  expect(isTransient(error)).toBe(false);
});
