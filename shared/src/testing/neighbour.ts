import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = number | object;

/** Another service of the shop, played by a small HTTP server. */
export class Neighbour {
  /** What it answers by path, 404 to all else: a status without a body, a body, or something to do before. */
  readonly answers = new Map<string, Answer | (() => Promise<Answer>)>();
  /** What it was asked, in whose name. */
  readonly asked: { path: string; cookie: string | undefined }[] = [];
  /** While true it breaks every connection off. */
  away = false;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (req, res) => {
      if (this.away) return void req.socket.destroy();
      const answer = await this.answerTo(req);
      res.statusCode = typeof answer === 'number' ? answer : 200;
      res.end(JSON.stringify(typeof answer === 'number' ? {} : answer));
    });
  }

  static async start(): Promise<Neighbour> {
    const neighbour = new Neighbour();
    await new Promise<void>((resolve) => neighbour.server.listen(0, '127.0.0.1', resolve));
    return neighbour;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answerTo({ url: path = '', headers }: IncomingMessage): Promise<Answer> {
    this.asked.push({ path, cookie: headers.cookie });
    const answer = this.answers.get(path) ?? 404;
    return typeof answer === 'function' ? answer() : answer;
  }
}
