import type { SafeStorage } from 'electron'

/** Encrypts what may be written to disk. */
export interface Vault {
  /** Whether the key is really kept by the operating system. */
  protects: () => Promise<boolean>
  encrypt: (text: string) => Promise<Buffer>
  decrypt: (bytes: Buffer) => Promise<string>
}

type Storage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

/** The vault of the operating system. On Linux `basic_text` uses a key that everyone knows, so it protects nothing. */
export function createVault(storage: Storage, platform: string): Vault {
  return {
    protects: async () => {
      if (platform === 'linux' && ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend())) return false
      return storage.isAsyncEncryptionAvailable()
    },
    encrypt: text => storage.encryptStringAsync(text),
    decrypt: async bytes => (await storage.decryptStringAsync(bytes)).result,
  }
}
