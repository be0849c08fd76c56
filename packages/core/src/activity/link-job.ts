import type { Deps } from '../kernel/index.ts'
import { linkAllByEmail } from './link-actors.ts'

/** Links those who became known as members, or showed an address to be theirs, after their commits had come in. */
export async function run({ db }: Deps): Promise<void> {
  await linkAllByEmail(db)
}
