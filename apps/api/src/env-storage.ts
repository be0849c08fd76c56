import type { StorageSettings } from '@quarterdeck/core/kernel'
import { z } from 'zod'
import { address, missingOf, optional, word } from './env-kinds.ts'

export const storageShape = {
  S3_ENDPOINT: address,
  S3_BUCKET: optional(
    z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: 'must be the name of a bucket, such as acme-files' }),
  ),
  S3_REGION: optional(
    z
      .string()
      .regex(/^[a-z0-9-]{2,40}$/, { error: 'must be a region, such as eu-central-1; `auto` or `us-east-1` elsewhere' }),
  ),
  S3_ACCESS_KEY_ID: word('must be the id of an access key'),
  S3_SECRET_ACCESS_KEY: word('must be the secret of an access key'),
}

const settings = z.object(storageShape)
type Settings = z.infer<typeof settings>

const together = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

export const storageMistakes = (data: Partial<Record<keyof Settings, unknown>>): string[] => missingOf(data, together)

/** @param data without mistakes. */
export function readStorage(data: Settings): StorageSettings | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = data
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = data
  return endpoint && bucket && region && accessKeyId && secretAccessKey
    ? { endpoint, bucket, region, accessKeyId, secretAccessKey }
    : undefined
}
