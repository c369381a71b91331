import { eventually, newId } from '@ecommerce/test-kit';
import { Shell } from './shell.ts';

const cancelled = (id = newId()) => JSON.stringify({ id, version: 1 });
const declined = () => JSON.stringify({ orderId: newId(), reason: 'Your card was declined.' });
const tailing = async (shell: Shell, ...args: string[]) => {
  const tail = shell.begin(['tail', ...args]);
  await eventually(() => tail.err.includes('listening'));
  return tail;
};
const messages = (lines: string[]) => lines.map((line) => JSON.parse(line));

test('when an event is published, then tail shows it with its id, and ends cleanly on Ctrl-C', async () => {
  const shell = new Shell();
  const tail = await tailing(shell);
  const id = newId();
  const published = await shell.run('publish', 'order:cancelled', cancelled(id));
  expect(published).toEqual({ code: 0, out: [expect.any(String)], err: '' });
  await eventually(() => tail.out.length === 1);
  const { code, out } = await tail.end();
  expect(code).toBe(0);
  expect(messages(out)).toEqual([
    {
      subject: 'order:cancelled',
      sequence: 1,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      message: { id, version: 1, meta: expect.objectContaining({ eventId: published.out[0] }) },
    },
  ]);
});

test('when the payload comes from standard input, then it is taken from there', async () => {
  const shell = new Shell();
  const id = newId();
  expect((await shell.begin(['publish', 'order:cancelled', '-'], cancelled(id)).done).code).toBe(0);
  const tail = await tailing(shell, '--all');
  await eventually(() => tail.out.length === 1);
  expect(messages((await tail.end()).out)[0].message.id).toBe(id);
});

test('when the event id is given, then the same event can be sent twice', async () => {
  const shell = new Shell();
  const payload = cancelled();
  for (const _time of [1, 2])
    expect((await shell.run('publish', 'order:cancelled', payload, '--event-id', 'twice')).out).toEqual([
      'twice',
    ]);
  const tail = await tailing(shell, '--all');
  await eventually(() => tail.out.length === 2);
  const seen = messages((await tail.end()).out);
  expect(seen.map(({ sequence, message }) => [sequence, message.meta.eventId])).toEqual([
    [1, 'twice'],
    [2, 'twice'],
  ]);
});

test.each([
  ['no JSON', '{id:1}', /not JSON/],
  ['no object', '[]', /payload: Must be a JSON object/],
  ['an id that is none', '{"id":"1","version":1}', /\n {2}id: Must be an id of 24 hex digits/],
  ['a field missing and one of a wrong type', '{"version":"1"}', /\n {2}id: .*\n {2}version: /],
])(
  'when the payload is %s, then it says what is wrong, and nothing is published',
  async (_name, text, fault) => {
    const shell = new Shell();
    const { code, out, err } = await shell.run('publish', 'order:cancelled', text);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toMatch(fault);

    const marker = await shell.run('publish', 'order:cancelled', cancelled());
    const tail = await tailing(shell, '--all');
    await eventually(() => tail.out.length === 1);
    expect(messages((await tail.end()).out)[0]).toMatchObject({
      sequence: 1,
      message: { meta: { eventId: marker.out[0] } },
    });
  },
);

test('when tail is given a pattern, then it shows those subjects only, from now on', async () => {
  const shell = new Shell();
  await shell.run('publish', 'payment:declined', declined());
  const tail = await tailing(shell, 'payment:*');
  await shell.run('publish', 'order:cancelled', cancelled());
  const { out: ids } = await shell.run('publish', 'payment:declined', declined());
  await eventually(() => tail.out.length > 0);
  const seen = messages((await tail.end()).out);
  expect(seen.map(({ subject, message }) => [subject, message.meta.eventId])).toEqual([
    ['payment:declined', ids[0]],
  ]);
});

test('when two tails run at once, then each sees every event', async () => {
  const shell = new Shell();
  const tails = await Promise.all([tailing(shell), tailing(shell, 'order:*', 'order:cancelled')]);
  await shell.run('publish', 'order:cancelled', cancelled());
  await eventually(() => tails.every((tail) => tail.out.length === 1));
  const [one, other] = await Promise.all(tails.map((tail) => tail.end()));
  expect(one?.out).toEqual(other?.out);
});
