import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Unavailable } from '@ecommerce/shared';
import { Client, S3Error } from 'minio';
import type { Config } from './config.ts';

const BUCKET = 'product-images';
const MiB = 1024 * 1024;

export interface StoredImage {
  key: string;
  url: string;
}

/** The pictures' bucket, over the S3 API. */
export class ImageStore {
  private readonly client: Client;
  private readonly publicUrl: string;

  constructor(
    config: Pick<Config, 'MINIO_URL' | 'MINIO_ACCESS_KEY' | 'MINIO_SECRET_KEY' | 'PUBLIC_MEDIA_URL'>,
  ) {
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
      partSize: 5 * MiB,
    });
    this.publicUrl = config.PUBLIC_MEDIA_URL;
  }

  /** Makes the bucket, where anyone may fetch an object by its name but nobody may list them. Safe to repeat. */
  async prepare(): Promise<void> {
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

  /** @throws Unavailable when the store is away */
  async put(content: Readable, { ext, mime }: { ext: string; mime: string }): Promise<StoredImage> {
    const key = `${randomUUID()}.${ext}`;
    // A name is never used again, so browsers may keep what they got.
    const headers = { 'Content-Type': mime, 'Cache-Control': 'public, max-age=31536000, immutable' };
    await this.client.putObject(BUCKET, key, content, undefined, headers).catch((error: unknown) => {
      throw new Unavailable(`The picture could not be stored; try again shortly (${reason(error)})`);
    });
    return { key, url: `${this.publicUrl}/${BUCKET}/${key}` };
  }

  /** Safe to repeat. */
  async remove(key: string): Promise<void> {
    await this.client.removeObject(BUCKET, key);
  }
}

const reason = (error: unknown): string =>
  error instanceof S3Error ? (error.code ?? 'refused') : 'not reachable';
