import { createServer, type Server } from 'node:net';
import { errorOf, eventually } from '@ecommerce/test-kit';
import { MailServer } from '../../../tests/mail-server.ts';
import { newEmail, startAuth } from './auth.ts';

const mailServer = await MailServer.create(false);
afterAll(() => mailServer.stop());
const env = { SMTP_URL: mailServer.smtpUrl };
/** Nothing listens there. */
const nowhere = { SMTP_URL: 'smtp://127.0.0.1:9' };
const auth = await startAuth(env);

async function signUp(from = auth) {
  const email = newEmail();
  const response = await from.signUp(email);
  expect(response.status).toBe(201);
  return { id: response.body.id as string, email };
}
const mailsOf = async (id: string, { users } = auth) =>
  (await users.findById(id).orFail().lean()).mails ?? [];
/** Makes the next attempt due now. */
const retryNow = (id: string, mails: object[]) =>
  auth.users.updateOne(
    { _id: id },
    { $set: { mails: mails.map((mail) => ({ ...mail, dueAt: new Date() })) } },
  );

/** Starts an SMTP server that answers each command, and the end of each content, with a text. */
async function smtpServer(answerTo: (line: string) => string): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.write('220 ready\r\n');
    socket.on('error', () => {});
    let isContent = false;
    socket.on('data', (data) => {
      for (const line of String(data).split('\r\n').filter(Boolean)) {
        if (isContent && line !== '.') continue;
        const answer = answerTo(line);
        isContent = answer.startsWith('354');
        socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' && address?.port}`, server };
}

describe('mails', () => {
  it('are sent when the server is available again, also by another instance', async () => {
    const { id, email } = await signUp();
    await eventually(async () => (await mailsOf(id))[0]?.attempt === 2);
    await auth.test.service.stopIntake();
    await mailServer.start();
    await retryNow(id, await mailsOf(id));
    const next = await startAuth(env);
    await next.test.recover();
    await mailServer.untilMailsTo(email, 1);
    await eventually(async () => (await mailsOf(id)).length === 0);
  });

  it('are sent again, with the same id and link, when a crash follows the delivery', async () => {
    const from = await startAuth(env);
    const { id, email } = await signUp(from);
    const [first] = await mailServer.untilMailsTo(email, 1);
    await eventually(async () => (await mailsOf(id)).length === 0);
    const stored = {
      kind: 'verification',
      attempt: 1,
      dueAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
    };
    const [mailId = ''] = String(first?.headers['message-id']).slice(1).split('@');
    await auth.users.updateOne(
      { _id: id },
      { $set: { mails: [{ ...stored, id: mailId }] }, $inc: { version: 1 } },
    );
    await from.test.recover();
    const [, second] = await mailServer.untilMailsTo(email, 2);
    expect(second?.text).toBe(first?.text);
    expect(second?.headers['message-id']).toBe(first?.headers['message-id']);
  });

  it('are given up when they have expired', async () => {
    const from = await startAuth(nowhere);
    const { id } = await signUp(from);
    await eventually(async () => (await mailsOf(id))[0]?.attempt === 2);
    const past = { dueAt: new Date(0), expiresAt: new Date(Date.now() - 1) };
    const [mail] = await mailsOf(id);
    await auth.users.updateOne(
      { _id: id },
      { $set: { mails: [{ ...mail, ...past }] }, $inc: { version: 1 } },
    );
    await from.test.recover();
    await eventually(async () => (await mailsOf(id)).length === 0);
  });

  it('are given up when the server rejects the content', async () => {
    const { url, server } = await smtpServer((line) => {
      if (line === 'DATA') return '354 go ahead';
      return line === '.' ? '554 looks like spam' : '250 ok';
    });
    const { id } = await signUp(await startAuth({ SMTP_URL: url }));
    await eventually(async () => (await mailsOf(id)).length === 0);
    server.close();
  });

  it('are given up when the server rejects the recipient, and not when it is busy', async () => {
    const codes = { RCPT: '550 no such mailbox' };
    const { url, server } = await smtpServer((line) => (line.startsWith('RCPT') ? codes.RCPT : '250 ok'));
    const from = await startAuth({ SMTP_URL: url });
    const rejected = await signUp(from);
    await eventually(async () => (await mailsOf(rejected.id)).length === 0);
    codes.RCPT = '451 try again later';
    const delayed = await signUp(from);
    await eventually(async () => (await mailsOf(delayed.id))[0]?.attempt === 2);
    server.close();
  });

  it('never send a password without TLS', async () => {
    const seen: string[] = [];
    const { url, server } = await smtpServer((line) => {
      seen.push(line);
      return line.startsWith('EHLO') ? '250-here\r\n250 AUTH PLAIN LOGIN' : '502 no';
    });
    const from = await startAuth({ SMTP_URL: url.replace('//', '//user:secret@') });
    const { id } = await signUp(from);
    await eventually(async () => (await mailsOf(id))[0]?.attempt === 2);
    expect(seen.filter((line) => line.startsWith('AUTH'))).toEqual([]);
    server.close();
  });

  it('do not keep an account from being used while the server is unavailable', async () => {
    const { email } = await signUp(await startAuth(nowhere));
    const answer = await (await startAuth(nowhere)).signIn(email, 'not this one');
    expect(errorOf(answer).codes).toEqual(['wrong_credentials']);
  });
});
