import { randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { ApiError } from '@ecommerce/service-kit/http';
import { httpUrl } from '@ecommerce/service-kit/runtime';
import { Client, S3Error } from 'minio';
import { z } from 'zod';
import { BUCKET } from './product-image.ts';

/** Environment of a service that stores images. */
export const imageStoreEnv = {
  MINIO_URL: httpUrl,
  MINIO_ACCESS_KEY: z.string().min(3),
  MINIO_SECRET_KEY: z.string().min(8),
  /** Milliseconds without a byte after which a call to the store fails. */
  IMAGE_STORE_TIMEOUT_MS: z.coerce.number().int().min(1).default(8000),
};
type Config = z.infer<z.ZodObject<typeof imageStoreEnv>>;

/** The bucket of images, over the S3 API. */
export class ImageStore {
  private readonly client: Client;
  private prepared: Promise<void> | undefined;

  constructor(config: Config) {
    const { hostname, port, protocol } = new URL(config.MINIO_URL);
    const useSSL = protocol === 'https:';
    this.client = new Client({
      endPoint: hostname,
      port: Number(port) || (useSSL ? 443 : 80),
      useSSL,
      accessKey: config.MINIO_ACCESS_KEY,
      secretKey: config.MINIO_SECRET_KEY,
      // Saves a request for the region before each call.
      region: 'us-east-1',
      transport: withTimeout(config.IMAGE_STORE_TIMEOUT_MS, useSSL ? https : http),
    });
  }

  /** Creates the bucket; anyone may read an object by its name, but not list objects. Repeats only after a failure. */
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
   * Stores an image.
   * @returns the key
   * @throws ApiError `unavailable` when the store is down
   */
  async put(image: Buffer, { ext, mime }: { ext: string; mime: string }): Promise<string> {
    const key = `${randomUUID()}.${ext}`;
    // Keys are never reused, so browsers may cache an image forever.
    const headers = { 'Content-Type': mime, 'Cache-Control': 'public, max-age=31536000, immutable' };
    try {
      await this.prepare();
      await this.client.putObject(BUCKET, key, image, image.length, headers);
    } catch (error) {
      // The store may have been emptied, so the next call creates the bucket again.
      this.prepared = undefined;
      const message = `The image could not be stored (${reasonOf(error)}). Try again in a moment.`;
      throw new ApiError('unavailable', { message });
    }
    return key;
  }

  /** Removes an image. Idempotent. */
  async remove(key: string): Promise<void> {
    await this.client.removeObject(BUCKET, key);
  }
}

/** Adds a timeout: the client waits forever for a server that has stopped answering. */
const withTimeout = (
  ms: number,
  { request }: Pick<typeof http, 'request'>,
): Pick<typeof http, 'request'> => ({
  request: (...args: unknown[]) => {
    const call: http.ClientRequest = Reflect.apply(request, undefined, args);
    return call.setTimeout(ms, () => call.destroy(new Error('image store timed out')));
  },
});

const reasonOf = (error: unknown): string =>
  error instanceof S3Error ? (error.code ?? 'rejected') : 'unreachable';
