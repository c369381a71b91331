import { ApiError } from '@ecommerce/service-kit/http';
import { BusUnavailable } from '@ecommerce/service-kit/messaging';
import { isTransient } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';

const { MongoClientClosedError, MongoNetworkError, MongoServerError } = mongoose.mongo;
const ofSystem = (code: string) =>
  Object.assign(new Error(`write ${code}`), { code, syscall: 'write', errno: -1 });
/** As the constructor of `MongoBulkWriteError`, whose second argument the driver does not export, wraps an error. */
const ofBulkWrite = (error: Error) => new MongoServerError(error);
const ofServer = (code: number) => new MongoServerError({ code, message: 'no' });

describe('isTransient', () => {
  it.each([
    ['a service is unavailable', new ApiError('unavailable')],
    ['the bus is unavailable', new BusUnavailable('not connected')],
    ['the database is unavailable', new MongoNetworkError('connection closed')],
    ['the database is unavailable during a bulk write', ofBulkWrite(new MongoNetworkError('closed'))],
    ['a connection is reset during a bulk write', ofBulkWrite(ofSystem('ECONNRESET'))],
    ['the database is shutting down', ofServer(11600)],
    ['the disk of the database is full', ofServer(14031)],
    ['the database accepts no writes', ofServer(10107)],
    ['the database is a secondary that can only be read', ofServer(13435)],
    ['the connections to the database are being replaced', new MongoClientClosedError()],
    [
      'the pool of connections is closed',
      Object.assign(new Error('closed'), { name: 'MongoPoolClosedError' }),
    ],
    // MongoDB's driver passes these on unchanged when a connection breaks while a command is being sent.
    ['a connection is reset while it is written to', ofSystem('ECONNRESET')],
    [
      'a connection is closed when it is written to',
      Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' }),
    ],
  ])('is true when %s', (_what, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['the database rejects a value', ofServer(121)],
    ['the database rejects a value of a bulk write', ofBulkWrite(ofServer(121))],
    ['the database had an internal error', ofServer(1)],
    ['a file is missing', ofSystem('ENOENT')],
    ['the code is wrong', new TypeError('undefined is not a function')],
    ['the caller made an error', new ApiError('invalid_value')],
  ])('is false when %s', (_what, error) => {
    expect(isTransient(error)).toBe(false);
  });
});
