/** Servers on this machine that speak as the programs and models do that the product asks. */
export { openGithubServer } from '../issues/handover/testing/github.ts'
export { openJiraServer } from '../issues/handover/testing/jira.ts'
export { openSlackServer } from '../issues/handover/testing/slack.ts'
export { startEmbeddingServer } from '../knowledge/testing/embedding-server.ts'
export { makePdf } from '../knowledge/testing/pdf.ts'
export { streaming } from './chat-replies.ts'
export { answering, type ModelServer, startModelServer } from './model-server.ts'
export { openS3Server, type S3Server, type StorageFault } from './s3-server.ts'
