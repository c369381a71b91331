import { randomUUID } from 'node:crypto';
import { cli } from '../src/cli.ts';

export interface Run {
  code: number;
  /** Lines of stdout. */
  out: string[];
  /** The whole stderr. */
  err: string;
}

/** A running command; `end` acts like Ctrl-C. */
interface Running extends Omit<Run, 'code'> {
  end(): Promise<Run>;
}

/** Runs command lines in this process, with the test's own channels. */
export class Shell {
  readonly env: NodeJS.ProcessEnv = {
    NATS_URL: process.env.NATS_URL,
    MONGO_URL: process.env.MONGO_URL,
    CHANNEL_PREFIX: `t${randomUUID().slice(0, 8)}-`,
  };

  constructor(env: NodeJS.ProcessEnv = {}) {
    Object.assign(this.env, env);
  }

  begin(args: string[], input = ''): Running & { done: Promise<Run> } {
    const out: string[] = [];
    const noted: string[] = [];
    const stop = new AbortController();
    const running = {
      out,
      get err() {
        return noted.join('\n');
      },
    };
    const done = cli(args, {
      env: this.env,
      input: (async function* () {
        yield Buffer.from(input);
      })(),
      print: (line) => void out.push(line),
      note: (line) => void noted.push(line),
      stop: stop.signal,
    }).then((code) => ({ code, out, err: running.err }));
    return Object.assign(running, {
      done,
      end: () => {
        stop.abort();
        return done;
      },
    });
  }

  run(...args: string[]): Promise<Run> {
    return this.begin(args).done;
  }
}
