import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = number | object;

/** HTTP stub of another service of the shop, with predefined answers. */
export class StubService {
  /** Answers by path: a status without a body, a body, or a function that returns one of these. Others get 404. */
  readonly answers = new Map<string, Answer | (() => Promise<Answer>)>();
  /** Requests received so far, with their cookies. */
  readonly requests: { path: string; cookie: string | undefined }[] = [];
  /** While true, the stub breaks every connection. */
  unavailable = false;
  private readonly server: Server;

  private constructor() {
    this.server = createServer(async (req, res) => {
      if (this.unavailable) return void req.socket.destroy();
      const answer = await this.answerTo(req);
      res.statusCode = typeof answer === 'number' ? answer : 200;
      res.end(JSON.stringify(typeof answer === 'number' ? {} : answer));
    });
  }

  static async start(): Promise<StubService> {
    const stub = new StubService();
    await new Promise<void>((resolve) => stub.server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answerTo({ url: path = '', headers }: IncomingMessage): Promise<Answer> {
    this.requests.push({ path, cookie: headers.cookie });
    const answer = this.answers.get(path) ?? 404;
    return typeof answer === 'function' ? answer() : answer;
  }
}
