import { BSON } from 'mongodb';
import { parseCommand, splitMessages } from '../lib/wire/op-msg.mjs';

function message(opCode: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + body.length, 0);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}

const flags = Buffer.alloc(4);
const bodySection = (command: BSON.Document) => Buffer.concat([Buffer.from([0]), BSON.serialize(command)]);

function documentSection(name: string, documents: BSON.Document[]): Buffer {
  const content = Buffer.concat([
    Buffer.from(`${name}\0`),
    ...documents.map((document) => BSON.serialize(document)),
  ]);
  const size = Buffer.alloc(4);
  size.writeInt32LE(4 + content.length);
  return Buffer.concat([Buffer.from([1]), size, content]);
}

const ping = message(2013, flags, bodySection({ ping: 1, $db: 'admin' }));

describe('splitMessages', () => {
  it('returns complete messages and the beginning of the next', () => {
    const { messages, rest } = splitMessages(Buffer.concat([ping, ping, ping.subarray(0, 7)]));
    expect(messages).toEqual([ping, ping]);
    expect(rest).toEqual(ping.subarray(0, 7));
  });

  it('waits for an incomplete header', () => {
    expect(splitMessages(ping.subarray(0, 15))).toEqual({ messages: [], rest: ping.subarray(0, 15) });
  });
});

describe('parseCommand', () => {
  it('reads a command and its database', () => {
    expect(parseCommand(ping)).toEqual({ ping: 1, $db: 'admin' });
  });

  it('adds the documents of a separate section', () => {
    const body = bodySection({ insert: 'orders', $db: 'orders' });
    const documents = [{ total: 1 }, { total: 2 }];
    for (const sections of [
      [body, documentSection('documents', documents)],
      [documentSection('documents', documents), body],
    ])
      expect(parseCommand(message(2013, flags, ...sections))).toEqual({
        insert: 'orders',
        $db: 'orders',
        documents,
      });
  });

  it('reads the handshake, which is an OP_QUERY', () => {
    const numbers = Buffer.alloc(8);
    const query = message(
      2004,
      flags,
      Buffer.from('admin.$cmd\0'),
      numbers,
      BSON.serialize({ ismaster: true }),
    );
    expect(parseCommand(query)).toEqual({ ismaster: true, $db: 'admin' });
  });

  it('ignores messages with other opcodes', () => {
    expect(parseCommand(message(2012, flags))).toBeUndefined();
  });
});
