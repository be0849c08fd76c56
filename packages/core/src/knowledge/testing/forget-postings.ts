export { forgetPostings } from '../postings-cache.ts'
