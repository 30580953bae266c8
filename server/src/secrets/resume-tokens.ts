import { createHmac, timingSafeEqual } from 'node:crypto';

/** 128 bits. */
const TOKEN_BYTES = 16;

/**
 * Proof that a resume URL was given away by this instance. It follows from what it is for, so that it is known before the
 * execution waits, and nothing has to be kept for it.
 */
export class ResumeTokens {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** Of the resume URL of a node in an execution, behind the public URL. */
  pathOf(executionId: string, nodeId: string): string {
    return `/resume/${executionId}/${encodeURIComponent(nodeId)}/${this.#token(executionId, nodeId).toString('base64url')}`;
  }

  fits(token: string, executionId: string, nodeId: string): boolean {
    const given = Buffer.from(token, 'base64url');
    return given.length === TOKEN_BYTES && timingSafeEqual(given, this.#token(executionId, nodeId));
  }

  #token(executionId: string, nodeId: string): Buffer {
    // An execution's id holds no line break, so that no two pairs make the same text.
    const text = `${executionId}\n${nodeId}`;
    return createHmac('sha256', this.#key).update(text).digest().subarray(0, TOKEN_BYTES);
  }
}
