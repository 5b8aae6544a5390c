// @aws-sdk/s3-request-presigner and @aws-sdk/lib-storage.
import { Buffer } from "node:buffer";
import * as environments from "../environments.mjs";
import { variables } from "../process.mjs";
import { internals } from "./client.mjs";
import { bytesOf, toJson } from "./shapes.mjs";

/** The host signs: it has the keys. */
async function getSignedUrl(client, command, { expiresIn = 900 } = {}) {
  const known = internals.get(command.constructor);
  const region = (await client.config.region()) ?? variables.AWS_REGION;
  const given = toJson(known.input, { ...command.input, Body: undefined }, []);
  const answer = environments.ask(known.service, "presign", region, { Operation: known.operation, Params: given, ExpiresIn: expiresIn });
  if (answer.error) throw known.errors.of(known.operation, answer.error, { httpStatusCode: answer.error.status || undefined, attempts: 0, totalRetryDelay: 0 });
  return answer.output.Url;
}

export const presigner = { getSignedUrl };

const PART = 5 << 20;

/** lib-storage for one client package: large bodies in parts. */
export function storage(s3) {
  class Upload {
    #listeners = [];
    constructor({ client, params, partSize = PART }) {
      if (partSize < PART) throw new Error(`EntityTooSmall: Your proposed upload part size [${partSize}] is smaller than the minimum allowed size [${PART}] (5MB)`);
      Object.assign(this, { client, params, partSize });
    }
    on(event, listener) {
      if (event === "httpUploadProgress") this.#listeners.push(listener);
      return this;
    }
    #progress(loaded, total, part) {
      for (const listener of this.#listeners) listener({ loaded, total, part, Key: this.params.Key, Bucket: this.params.Bucket });
    }
    async done() {
      const { client, params, partSize } = this;
      const body = (await bytesOf(params.Body)) ?? Buffer.alloc(0);
      const { Bucket, Key } = params;
      if (body.length <= partSize) {
        const output = await client.send(new s3.PutObjectCommand({ ...params, Body: body }));
        this.#progress(body.length, body.length, 1);
        return { ...output, Bucket, Key };
      }
      const { Body, ...rest } = params;
      const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(rest));
      try {
        const Parts = [];
        for (let at = 0; at < body.length; at += partSize) {
          const PartNumber = Parts.length + 1;
          const { ETag } = await client.send(new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: body.subarray(at, at + partSize) }));
          Parts.push({ ETag, PartNumber });
          this.#progress(Math.min(at + partSize, body.length), body.length, PartNumber);
        }
        return await client.send(new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
      } catch (error) {
        await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
        throw error;
      }
    }
  }
  return { Upload };
}
