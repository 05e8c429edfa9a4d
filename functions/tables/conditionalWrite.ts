import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** `false` when the condition did not hold, which is an answer and no failure. */
export async function conditionHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
