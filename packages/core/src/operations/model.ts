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
