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

describe('publish and tail', () => {
  it('print a published event with its id and end cleanly on Ctrl-C', async () => {
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

  it('read the payload from standard input', async () => {
    const shell = new Shell();
    const id = newId();
    expect((await shell.begin(['publish', 'order:cancelled', '-'], cancelled(id)).done).code).toBe(0);
    const tail = await tailing(shell, '--all');
    await eventually(() => tail.out.length === 1);
    expect(messages((await tail.end()).out)[0].message.id).toBe(id);
  });

  it('publish the same event twice with --event-id', async () => {
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

  it.each([
    ['invalid JSON', '{id:1}', /not JSON/],
    ['an array', '[]', /payload: Must be a JSON object/],
    ['an invalid id', '{"id":"1","version":1}', /\n {2}id: Must be an id of 24 hex digits/],
    ['a missing field and one of a wrong type', '{"version":"1"}', /\n {2}id: .*\n {2}version: /],
  ])('reject %s and publish nothing', async (_name, text, fault) => {
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
  });

  it('print only new events of matching subjects', async () => {
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

  it('print every event in each of two tails', async () => {
    const shell = new Shell();
    const tails = await Promise.all([tailing(shell), tailing(shell, 'order:*', 'order:cancelled')]);
    await shell.run('publish', 'order:cancelled', cancelled());
    await eventually(() => tails.every((tail) => tail.out.length === 1));
    const [one, other] = await Promise.all(tails.map((tail) => tail.end()));
    expect(one?.out).toEqual(other?.out);
  });
});
