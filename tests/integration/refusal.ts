import assert from 'node:assert/strict';
import { failureOf } from '@skill-marketplace/shared/client';
import type { ErrorData } from '@skill-marketplace/shared/contracts';

/** The failure that a call came to; an answer, or a failure that no marketplace sent, fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<ErrorData & { message: string }> {
  try {
    await call;
  } catch (error) {
    const failure = failureOf(error);
    if (failure !== undefined) return failure;
    throw error;
  }
  return assert.fail('the call was answered');
}
