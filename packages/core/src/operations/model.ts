export interface SampleDto {
  present: boolean
  events: number
  funnels: number
  issues: number
  people: number
  essays: number
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
}
