import type { Database } from '@quarterdeck/db'
import type { IntegrationDto } from '../issues/index.ts'

export interface SampleDto {
  present: boolean
  conversations: number
  events: number
  funnels: number
  issues: number
  people: number
  essayRequests: number
  essays: number
  documents: number
  /** With all that was done in them. */
  repositories: number
  reports: number
}

export interface WorkspaceDto {
  id: string
  name: string
  slug: string
  timeZone: string
  /** What the sample data left here: all of it goes with `workspace.removeSample`. */
  sample: SampleDto
}

/** What waits for somebody, by page. */
export interface CountsDto {
  openIssues: number
  /** Escalations that nobody has accepted. */
  openEscalations: number
  /** Questions of customers that no document answers. */
  unansweredQuestions: number
}

/** A program outside. Set up for the whole server; how it goes is told of this workspace. */
export interface ConnectionDto {
  name: IntegrationDto['name'] | 'mailServer' | 'bucket' | 'embeddings'
  isSetUp: boolean
  detail: string | null
  /** When something last went through; null when nothing did, and where that is not noted. */
  lastAt: string | null
  waiting: number
  failed: number
}

export interface SystemDto {
  version: string
  engine: Database['engine']
  engineVersion: string
  databaseBytes: number
  vectors: boolean
  /** Whether the process that answered runs jobs; else another one does. */
  runsJobs: boolean
  /** Whether other workspaces are on this server. */
  isShared: boolean
  connections: ConnectionDto[]
}
