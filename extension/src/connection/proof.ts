import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A question that no server has been asked before. */
export function newNonce(): string {
  return randomBytes(24).toString('hex');
}

/** True when the answer shows that the server at this origin knows the secret of its registration. */
export function isProof(
  proof: string | undefined,
  expected: { instanceSecret: string; origin: string; nonce: string },
): boolean {
  const { instanceSecret, origin, nonce } = expected;
  const right = createHmac('sha256', instanceSecret)
    .update(origin + nonce)
    .digest();
  const given = Buffer.from(proof ?? '', 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}
