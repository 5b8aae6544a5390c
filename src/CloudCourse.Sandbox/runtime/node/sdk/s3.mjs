// @aws-sdk/s3-request-presigner and @aws-sdk/lib-storage.
import { Buffer } from "node:buffer";
import * as environments from "../environments.mjs";
import { variables } from "../process.mjs";
import { internals } from "./client.mjs";
import { keysOf } from "./credentials.mjs";
import { bytesOf, toJson } from "./shapes.mjs";

/** The host signs: it has the keys. */
async function getSignedUrl(client, command, { expiresIn = 900 } = {}) {
  const known = internals.get(command.constructor);
  const region = (await client.config.region()) ?? variables.AWS_REGION;
  const given = toJson(known.input, { ...command.input, Body: undefined }, []);
  const keys = client.given.credentials;
  const answer = environments.ask(known.service, "presign", region, { Operation: known.operation, Params: given, ExpiresIn: expiresIn }, keysOf(typeof keys === "function" ? await keys() : keys));
  if (answer.error) throw known.errors.of(known.operation, answer.error, { httpStatusCode: answer.error.status || undefined, attempts: 0, totalRetryDelay: 0 });
  return answer.output.Url;
}

export const presigner = { getSignedUrl };

/** @aws-sdk/s3-presigned-post: a form that a browser sends; nothing in the course would take one. */
export const posts = {
  createPresignedPost: async () => {
    throw Object.assign(new Error("createPresignedPost makes a form for browsers, and the course's simulated account takes none: use getSignedUrl with a PutObjectCommand."), { name: "NotImplemented", $fault: "server", $metadata: { httpStatusCode: 501, attempts: 0, totalRetryDelay: 0 } });
  },
};

const PART = 5 << 20;

/** lib-storage for one client package: large bodies in parts. */
export function storage(s3) {
  class Upload {
    #listeners = [];
    #stopped = false;

    constructor({ client, params, partSize = PART, tags, leavePartsOnError = false, abortController }) {
      if (!client) throw new Error("InputError: Upload requires a AWS client to do uploads with.");
      if (!params) throw new Error("InputError: Upload requires parameters.");
      if (partSize < PART) throw new Error(`EntityTooSmall: Your proposed upload part size [${partSize}] is smaller than the minimum allowed size [${PART}] (5MB)`);
      Object.assign(this, { client, params, partSize, tags, leavePartsOnError });
      abortController?.signal?.addEventListener("abort", () => void this.abort());
    }

    on(event, listener) {
      if (event === "httpUploadProgress") this.#listeners.push(listener);
      return this;
    }

    off(event, listener) {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
      return this;
    }

    async abort() {
      this.#stopped = true;
    }

    #progress(loaded, total, part) {
      for (const listener of this.#listeners) listener({ loaded, total, part, Key: this.params.Key, Bucket: this.params.Bucket });
    }

    #check() {
      if (this.#stopped) throw Object.assign(new Error("Upload aborted."), { name: "AbortError" });
    }

    async done() {
      this.#check();
      const { Bucket, Key } = this.params;
      const output = await this.#sent();
      if (this.tags?.length) await this.client.send(new s3.PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: this.tags } }));
      return output;
    }

    async #sent() {
      const { client, params, partSize } = this;
      const body = (await bytesOf(params.Body)) ?? Buffer.alloc(0);
      const { Bucket, Key } = params;
      this.#check();
      if (body.length <= partSize) {
        const output = await client.send(new s3.PutObjectCommand({ ...params, Body: body }));
        this.#progress(body.length, body.length, 1);
        const region = (await client.config.region()) ?? variables.AWS_REGION;
        return { ...output, Bucket, Key, Location: `https://${Bucket}.s3.${region}.amazonaws.com/${Key.split("/").map(encodeURIComponent).join("/")}` };
      }
      const { Body, IfNoneMatch, IfMatch, ...rest } = params;
      const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(rest));
      try {
        const Parts = [];
        for (let at = 0; at < body.length; at += partSize) {
          this.#check();
          const PartNumber = Parts.length + 1;
          const { ETag } = await client.send(new s3.UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: body.subarray(at, at + partSize) }));
          Parts.push({ ETag, PartNumber });
          this.#progress(Math.min(at + partSize, body.length), body.length, PartNumber);
        }
        return await client.send(new s3.CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, IfNoneMatch, IfMatch }));
      } catch (error) {
        if (!this.leavePartsOnError) await client.send(new s3.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
        throw error;
      }
    }
  }
  return { Upload };
}
