import type { Vault } from '../main/vault.ts'

/** A vault that turns bits over: enough to see that nothing is written in the clear. */
export const turningVault = (protects: boolean): Vault => ({
  protects: async () => protects,
  encrypt: async text => Buffer.from(text).map(byte => byte ^ 0xff) as Buffer,
  decrypt: async bytes => Buffer.from(bytes.map(byte => byte ^ 0xff)).toString(),
})
