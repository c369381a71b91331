import { BSON } from 'mongodb';

/** Opcodes of wire messages: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const OP_MSG = 2013;
const OP_QUERY = 2004;
const HEADER_BYTES = 16;

/**
 * Splits a stream of bytes into wire messages.
 * @param {Buffer} bytes the bytes received so far
 * @returns {{messages: Buffer[], rest: Buffer}} the complete messages, and the beginning of the next one
 */
export function splitMessages(bytes) {
  const messages = [];
  let rest = bytes;
  while (rest.length >= HEADER_BYTES && rest.length >= rest.readInt32LE(0)) {
    const length = rest.readInt32LE(0);
    messages.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return { messages, rest };
}

/**
 * Reads the command of a request.
 * @param {Buffer} message
 * @returns {BSON.Document | undefined} the command with its database in `$db`; undefined for another opcode
 */
export function parseCommand(message) {
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return parseSections(message.subarray(HEADER_BYTES + 4));
  if (opCode !== OP_QUERY) return undefined;
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const [$db] = message.toString('utf8', HEADER_BYTES + 4, nameEnd).split('.');
  // The name is followed by two numbers, numberToSkip and numberToReturn.
  return { ...deserialize(message.subarray(nameEnd + 1 + 8)), $db };
}

/** @param {Buffer} bytes the sections of an OP_MSG, without a checksum, which the driver never sends */
function parseSections(bytes) {
  /** @type {BSON.Document} */
  const command = {};
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at];
    const size = bytes.readInt32LE(at + 1);
    const section = bytes.subarray(at + 1, at + 1 + size);
    if (kind === 0) Object.assign(command, deserialize(section));
    else {
      const nameEnd = section.indexOf(0, 4);
      command[section.toString('utf8', 4, nameEnd)] = parseDocuments(section.subarray(nameEnd + 1));
    }
    at += 1 + size;
  }
  return command;
}

/** @param {Buffer} bytes concatenated documents */
function parseDocuments(bytes) {
  const documents = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at))
    documents.push(deserialize(bytes.subarray(at)));
  return documents;
}

const deserialize = (/** @type {Buffer} */ bytes) =>
  BSON.deserialize(bytes.subarray(0, bytes.readInt32LE(0)), { promoteBuffers: true });
