import { expect, test } from 'vitest'
import { readEnv } from './env.ts'

const bucket = {
  ...{ S3_ENDPOINT: 'https://s3.eu-central-1.amazonaws.com/', S3_BUCKET: 'acme-files', S3_REGION: 'eu-central-1' },
  ...{ S3_ACCESS_KEY_ID: 'AKIA1', S3_SECRET_ACCESS_KEY: 'a/secret' },
}

test('a bucket is all or nothing', () => {
  expect(readEnv({}).storage).toBeUndefined()
  expect(readEnv(bucket).storage).toEqual({
    ...{ endpoint: 'https://s3.eu-central-1.amazonaws.com', bucket: 'acme-files', region: 'eu-central-1' },
    ...{ accessKeyId: 'AKIA1', secretAccessKey: 'a/secret' },
  })
  const { S3_REGION, S3_ACCESS_KEY_ID, ...half } = bucket
  expect(() => readEnv(half)).toThrow(/S3_REGION, S3_ACCESS_KEY_ID must be set too, as S3_ENDPOINT/)
})

test.each([
  ['S3_ENDPOINT', 's3.amazonaws.com'],
  ['S3_BUCKET', 'Acme/files'],
  ['S3_REGION', 'eu central'],
  ['S3_SECRET_ACCESS_KEY', 'two words'],
])('%s=%s is a mistake', (name, value) => {
  expect(() => readEnv({ ...bucket, [name]: value })).toThrow(
    new RegExp(`^These settings are wrong:\n  ${name} must be`),
  )
})
