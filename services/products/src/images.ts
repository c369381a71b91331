import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { HttpError, Unavailable } from '@ecommerce/shared';
import { Client, S3Error } from 'minio';
import type { Config } from './config.ts';

const BUCKET = 'product-images';
/** What is held in memory of a picture on its way; the S3 API takes no smaller part. */
const PART_BYTES = 5 * 1024 * 1024;

/** Where a picture is in the store, whatever the store's address. */
export const pathOf = (key: string): string => `/${BUCKET}/${key}`;

/** The pictures' bucket, over the S3 API. */
export class ImageStore {
  private readonly client: Client;
  private prepared: Promise<void> | undefined;

  constructor(config: Pick<Config, 'MINIO_URL' | 'MINIO_ACCESS_KEY' | 'MINIO_SECRET_KEY'>, silenceMs = 8000) {
    const { hostname, port, protocol } = new URL(config.MINIO_URL);
    const useSSL = protocol === 'https:';
    this.client = new Client({
      endPoint: hostname,
      port: Number(port) || (useSSL ? 443 : 80),
      useSSL,
      accessKey: config.MINIO_ACCESS_KEY,
      secretKey: config.MINIO_SECRET_KEY,
      // Saves asking the server for it before each call.
      region: 'us-east-1',
      partSize: PART_BYTES,
      transport: giveUpAfter(silenceMs, useSSL ? https : http),
    });
  }

  /** Makes the bucket, where anyone may fetch an object by its name but nobody may list them; once, unless that fails. */
  prepare(): Promise<void> {
    this.prepared ??= this.makeBucket().catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }

  private async makeBucket(): Promise<void> {
    if (!(await this.client.bucketExists(BUCKET))) {
      await this.client.makeBucket(BUCKET).catch((error: unknown) => {
        if (!(error instanceof S3Error && error.code === 'BucketAlreadyOwnedByYou')) throw error;
      });
    }
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: ['*'] },
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::${BUCKET}/*`],
    };
    await this.client.setBucketPolicy(
      BUCKET,
      JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    );
  }

  /**
   * Stores a picture as it comes in. It can be fetched only when all of it has come.
   * @returns its key
   * @throws Unavailable when the store is away, or the picture breaks off; the HttpError that it breaks off with
   */
  async put(content: Readable, { ext, mime }: { ext: string; mime: string }): Promise<string> {
    const key = `${randomUUID()}.${ext}`;
    // A name is never used again, so browsers may keep what they got.
    const headers = { 'Content-Type': mime, 'Cache-Control': 'public, max-age=31536000, immutable' };
    try {
      await this.prepare();
      if (content.errored) throw content.errored;
      // The client itself would wait for the rest of a picture that breaks off.
      const broken = new Promise<never>((_resolve, reject) => content.once('error', reject));
      await Promise.race([this.client.putObject(BUCKET, key, content, undefined, headers), broken]);
    } catch (error) {
      if (error instanceof HttpError) throw error;
      // The store may have been emptied; then the bucket has to be made anew.
      this.prepared = undefined;
      throw new Unavailable(`The picture could not be stored; try again shortly (${reason(error)})`);
    }
    return key;
  }

  /** Safe to repeat. */
  async remove(key: string): Promise<void> {
    await this.client.removeObject(BUCKET, key);
  }
}

/** By itself the client waits without end for a server that has stopped to answer. */
const giveUpAfter = (
  ms: number,
  { request }: Pick<typeof http, 'request'>,
): Pick<typeof http, 'request'> => ({
  request: (...given: unknown[]) => {
    const call: http.ClientRequest = Reflect.apply(request, undefined, given);
    return call.setTimeout(ms, () => call.destroy(new Error('no answer in time')));
  },
});

const reason = (error: unknown): string =>
  error instanceof S3Error ? (error.code ?? 'refused') : 'not reachable';
