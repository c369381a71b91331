import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ecommerce/test-kit';

const HOST = '127.0.0.1';
const PROGRAM = join(import.meta.dirname, '../node_modules/maildev/dist/bin/maildev.js');

/** A mail as MailDev received it. */
export interface ReceivedMail {
  id: string;
  subject: string;
  text: string;
  from: { address: string }[];
  to: { address: string }[];
  headers: Record<string, string>;
}

/** The mail server of development, MailDev, as a process that can be stopped and started again. */
export class MailServer {
  private readonly ports: { smtp: number; web: number };
  private readonly folder = mkdtempSync(join(tmpdir(), 'mails-'));
  private child: ChildProcess | undefined;

  private constructor(smtp: number, web: number) {
    this.ports = { smtp, web };
  }

  /** @param start false for a server that starts later */
  static async create(start = true): Promise<MailServer> {
    const server = new MailServer(await unusedPort(), await unusedPort());
    if (start) await server.start();
    return server;
  }

  get smtpUrl(): string {
    return `smtp://${HOST}:${this.ports.smtp}`;
  }

  async start(): Promise<void> {
    const { smtp, web } = this.ports;
    const args = ['--ip', HOST, '--smtp', `${smtp}`, '--web-ip', HOST, '--web', `${web}`];
    const options = ['--mail-directory', this.folder, '--hide-extensions', 'STARTTLS', '--silent'];
    this.child = spawn(process.execPath, [PROGRAM, ...args, ...options], { stdio: 'ignore' });
    await eventually(async () => (await this.fetch('healthz')).ok);
  }

  /** Stops the server and removes its mails. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async kill(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  /** Returns the mails to one recipient so far, oldest first. */
  async mailsTo(email: string): Promise<ReceivedMail[]> {
    const mails: ReceivedMail[] = JSON.parse(await (await this.fetch('email')).text());
    return mails.filter(({ to }) => to.some(({ address }) => address === email));
  }

  /** Waits for mails to one recipient. */
  untilMailsTo(email: string, count: number): Promise<ReceivedMail[]> {
    return eventually(async () => {
      const mails = await this.mailsTo(email);
      if (mails.length < count) throw new Error(`${email} has ${mails.length} of ${count} mails`);
      return mails;
    });
  }

  private fetch(path: string): Promise<Response> {
    return fetch(`http://${HOST}:${this.ports.web}/api/${path}`);
  }
}

/** Finds a port that is free now. */
async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('the server has no port');
  return address.port;
}
