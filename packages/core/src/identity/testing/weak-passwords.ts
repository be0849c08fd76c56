/** For `core/src/testing`, which no program may import. */
export { weakenForTests } from '../passwords.ts'
